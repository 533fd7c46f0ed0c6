"""From a description of goods to the entries that an officer should look at.

Full-text search (SQLite FTS5, BM25) over whole entries and over single provisions with the words above them, then the
list's own structure: entries that a found one refers to, and the entries that take what a group leaves over. It
suggests and explains; nothing it leaves out is thereby free, and it never says so. Text given by an applicant is
searched for words and codes and is nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from exeat.domain.controls.numbering import CODE, group, is_residual
from exeat.domain.controls.questions import questions_for
from exeat.domain.controls.search import Hit, Search, Weights, words_of

if TYPE_CHECKING:
    from exeat.domain.controls.control_list import ControlList

ENGINE_VERSION = "fts5-1"

Verdict = Literal["candidate", "ruled_out", "ask"]

# A description says what the goods are; facts hold figures and denials as well, so their words count for less.
_WEIGHTS = (("description", 1.0), ("facts", 0.75))
_ENTRY_SHARE, _PROVISION_SHARE = 0.5, 0.5
_FOLLOWED = 10  # the best entries by words, whose references and groups are followed
_REFERRED = 0.5  # an entry named by a found one's "see also" is worth half of it
_RESIDUAL = 0.4  # and an entry that takes what the group leaves over somewhat less
_CODE_WRITTEN = 0.4
_CODES_HEEDED = 5  # entries written in the text; a long list of codes must not push out what the words say
_CUSTOMS_CODE = 0.05
_HALF_SCORE = 15.0  # the BM25 sum at which a best match scores one half
_SPECIAL_GROUPS = {
    "D": {"software", "firmware", "program", "programme", "programs", "code", "algorithm", "algorithms", "application"},
    "E": {"technology", "know", "drawings", "blueprints", "data", "documentation", "training", "assistance", "designs"},
}
_OTHER_NATURE = 0.6


@dataclass(frozen=True, slots=True)
class Weighed:
    """A provision that was weighed: its verdict, the arithmetic behind it, the facts it needs; where words matched."""

    path: str
    verdict: Verdict
    arithmetic: str
    needs: tuple[str, ...]
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry to look at. `score` is 0..1, higher is closer, and comparable within one answer only."""

    entry: str
    title: str
    score: float
    provisions: tuple[Weighed, ...]
    verdict: Verdict
    questions: tuple[str, ...]
    why: tuple[str, ...]


class Index:
    """The search index of one list, in memory: about a second to build, safe to ask from several threads."""

    def __init__(self, control_list: ControlList) -> None:
        self._list = control_list
        self._search = Search(control_list)
        self._known = {entry.code.casefold(): entry.code for entry in control_list.entries}
        codes = "|".join(map(re.escape, sorted(self._known, key=len, reverse=True)))
        self._written = re.compile(rf"(?<![\w.-])({codes})(?![\w-])(?:\.\w+)*", re.IGNORECASE)
        self._referred = {e.code: self._see_also(e.code) for e in control_list.entries}
        self._residual = [e.code for e in control_list.entries if is_residual(control_list.numbering, e.code)]
        self._hs = {e.code: e.hs for e in control_list.entries if e.hs}

    def classify(self, description: str, facts: str = "", hs: str | None = None, top: int = 20) -> list[Candidate]:
        """At most `top` candidates, nearest first; empty only when no word of the description is in the list."""
        words = {"description": _words(description), "facts": _words(facts)}
        scores = self._by_words(words)
        why: dict[str, list[str]] = {code: [] for code in scores}
        self._by_code(f"{description} {facts}", scores, why)
        self._by_structure(scores, why)
        self._by_customs_code(hs, scores, why)
        ranked = sorted(scores, key=lambda code: (-scores[code], code))[:top]
        hits = self._search.best_provisions(ranked, [*words["description"], *words["facts"]])
        return [self._candidate(code, min(1.0, scores[code]), hits[code], why[code]) for code in ranked]

    def _by_words(self, words: dict[str, list[str]]) -> dict[str, float]:
        """Each entry's closeness by words, 0..1: relative to the best, times how strong the best is absolutely."""
        by_entry = self._sum(words, self._search.entries)
        by_provision = self._sum(words, self._search.provisions)
        strongest = max(by_entry.values(), default=0.0)
        strength = strongest / (strongest + _HALF_SCORE)
        scores: dict[str, float] = {}
        for found, share in ((by_entry, _ENTRY_SHARE), (by_provision, _PROVISION_SHARE)):
            most = max(found.values(), default=1.0)
            for code, value in found.items():
                scores[code] = scores.get(code, 0.0) + share * strength * value / most
        nature = {*words["description"], *words["facts"]}
        for code in scores:
            telltale = _SPECIAL_GROUPS.get(code[1:2]) if self._list.numbering != "own" else None
            if telltale and nature.isdisjoint(telltale):
                scores[code] *= _OTHER_NATURE
        return scores

    @staticmethod
    def _sum(words: dict[str, list[str]], search: Weights) -> dict[str, float]:
        total: dict[str, float] = {}
        for name, weight in _WEIGHTS:
            for code, value in search(words[name]).items():
                total[code] = total.get(code, 0.0) + weight * value
        return total

    def _by_code(self, text: str, scores: dict[str, float], why: dict[str, list[str]]) -> None:
        written: dict[str, list[str]] = {}
        for match in self._written.finditer(text):
            written.setdefault(self._known[match[1].casefold()], []).append(match[0])
        for code, paths in list(written.items())[:_CODES_HEEDED]:
            scores[code] = scores.get(code, 0.0) + _CODE_WRITTEN
            why.setdefault(code, []).append(f"the text names {', '.join(dict.fromkeys(paths))}")

    def _by_structure(self, scores: dict[str, float], why: dict[str, list[str]]) -> None:
        """Entries that the best ones refer to are worth a share of them; residual entries rise with their group."""
        found = sorted(scores, key=lambda code: (-scores[code], code))[:_FOLLOWED]
        worth = {code: scores[code] for code in found}
        for code in found:
            for other in self._referred.get(code, ()):
                if worth[code] * _REFERRED > scores.get(other, 0.0):
                    scores[other] = worth[code] * _REFERRED
                    why.setdefault(other, []).append(f"{code} refers to it")
        for other in self._residual:
            leader = next((code for code in found if group(code) == group(other) and code != other), None)
            if leader:
                scores[other] = scores.get(other, 0.0) + worth[leader] * _RESIDUAL
                why.setdefault(other, []).append(f"it takes what {leader} and its group leave over")

    def _by_customs_code(self, hs: str | None, scores: dict[str, float], why: dict[str, list[str]]) -> None:
        digits = "".join(filter(str.isdigit, hs or ""))
        for code, hints in self._hs.items():
            if len(digits) >= 4 and any(digits.startswith(h) or h.startswith(digits) for h in hints):
                scores[code] = scores.get(code, 0.0) + _CUSTOMS_CODE
                why.setdefault(code, []).append(f"the list names customs code {digits} for it")

    def _see_also(self, code: str) -> tuple[str, ...]:
        refs = (r for p in self._list.entry(code).provisions if p.kind in ("heading", "nb") for r in p.refs)
        targets = (r.target.split(".")[0] for r in refs)
        return tuple(dict.fromkeys(t for t in targets if t != code and t.casefold() in self._known))

    def _candidate(self, code: str, score: float, hits: list[Hit], why: list[str]) -> Candidate:
        matched = list(dict.fromkeys(h.text[a:b].casefold() for h in hits for a, b in h.spans))
        reasons = ([f"matched words: {', '.join(matched)}"] if matched else []) + why
        return Candidate(
            entry=code,
            title=self._list.entry(code).title,
            score=round(score, 4),
            provisions=tuple(Weighed(h.path, "candidate", "", (), h.text, h.spans) for h in hits),
            verdict="candidate",
            questions=questions_for(self._list, code, [h.path for h in hits]),
            why=tuple(reasons),
        )


def _words(text: str) -> list[str]:
    """The words of a text without the codes in it, which are looked up as codes."""
    return words_of(CODE.sub(" ", text))
