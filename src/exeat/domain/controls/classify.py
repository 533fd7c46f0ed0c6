"""From a description of goods to the entries that an officer should look at.

Full text over whole entries and single records, meaning where the optional model is installed, the trade's words put
into the list's, substances by number, and the list's own structure (docs/classification.md). It suggests and explains;
nothing it leaves out is thereby free, and it never says so. Text given by an applicant is searched for words and codes
and is nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from exeat.domain.controls.edition import Edition
from exeat.domain.controls.judging import EntryJudgement, Facts, Judge, Verdict, facts_of
from exeat.domain.controls.numbering import CODE
from exeat.domain.controls.questions import questions_for
from exeat.domain.controls.retrieval import customs, meaning
from exeat.domain.controls.retrieval.board import Board, Reason
from exeat.domain.controls.retrieval.full_text import FullText, Hit, WordSearch, words_of
from exeat.domain.controls.retrieval.materials import Materials, substances_in
from exeat.domain.controls.retrieval.meaning import Near
from exeat.domain.controls.retrieval.releases import Release, Releases
from exeat.domain.controls.retrieval.store import ENGINE_VERSION, Opened, in_memory
from exeat.domain.controls.retrieval.structure import Nature, Structure, nature_told
from exeat.domain.controls.retrieval.thesaurus import Term, TermSearch, Thesaurus

__all__ = ["ENGINE_VERSION", "Candidate", "Index", "Reason", "Release", "Verdict", "Weighed"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal counts; benchmarks/controls switches them off one by one. 0 is off."""

    entry: float = 0.5
    """Words in the whole entry,"""
    record: float = 0.5
    """words in its best record, with those above it,"""
    meaning: float = 1.0
    """nearness in meaning of its best record,"""
    terms: float = 1.0
    """what the lists' words for the trade terms find: four views of one thing, so they share one whole."""
    facts: float = 0.75
    """A word of the facts against one of the description: facts hold figures and denials as well."""
    named: float = 0.4
    """The code or the substance is written in the text."""
    tied: float = 0.5
    """An entry that a found one refers to, or that takes what it leaves, is worth at least so much of it."""
    residual: float = 0.4
    """A catch-all gains so much of the best entry of its group."""
    other_nature: float = 0.6
    """What is left of an entry for software or technology that the description does not speak of."""
    figures: float = 0.1
    """An entry gains so much of its score when a stated figure is one that its thresholds ask for."""


_CODE_BEGINS = re.compile(r"(?<![\w.-])(?=\S)")
_CODE_GOES_ON = re.compile(r"(?![\w-])(?:\.\w+)*")
_FOLLOWED = 10  # the best entries by words, whose references and groups are followed
_CODES_HEEDED = 5  # entries written in the text; a long list of codes must not push out what the words say
_MADE_FOR = 0.9  # software or technology, where that is what is sent, for an entry that was found
_CUSTOMS_CODE = 0.05
_HALF_SCORE = 15.0  # the BM25 sum at which a best match scores one half
_KNOWN_NAME = 0.5  # how good the best entry is where nothing but a trade term speaks for it
_READ_FOR_MEANING = 4  # words of what lists call a trade term; more would crowd out the description
_WEIGHED = 20  # the best entries, whose thresholds are held against the stated figures before the order is settled
_DECISIVE = 4  # provisions that a stated figure decides, shown beside those that words found
_NEAR = 0.35  # a cosine from which a record's nearness is a reason to show


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
    """The reasons as sentences."""
    reasons: tuple[Reason, ...] = ()
    releases: tuple[Release, ...] = ()
    """List-wide notes that may take the goods out."""
    contradiction: str = ""
    """What the customs code says against it, as a question; else empty."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked, read once: the words to look for, the trade terms in it, its nearness to each entry."""

    text: str
    words: tuple[str, ...]
    fact_words: tuple[str, ...]
    told: frozenset[Nature]
    spoken: tuple[Term, ...]
    """Trade terms of the description,"""
    fact_terms: tuple[Term, ...]
    """and those of the facts."""
    near: dict[str, Near]
    stated: Facts
    customs_code: str

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(dict.fromkeys((*self.spoken, *self.fact_terms)))

    @property
    def all_words(self) -> list[str]:
        """Those of the text and those that lists have for its trade terms."""
        listed = (word for term in self.terms for word in words_of(term.listed))
        return list(dict.fromkeys((*self.words, *self.fact_words, *listed)))


class Index:
    """What is asked of one list; safe to ask from several threads."""

    def __init__(self, control_list: Edition, opened: Opened | None = None, weights: Weights | None = None) -> None:
        """Over an opened index file, else over one made in memory by words alone."""
        opened = opened or in_memory(control_list)
        self._list = control_list
        self._weights = weights or Weights()
        self._text = FullText(control_list, opened.db)
        self._vectors = opened.vectors if self._weights.meaning else None
        self._thesaurus = Thesaurus(control_list.general)
        self._term_search = TermSearch((self._text.entries, self._text.provisions))
        self._materials = Materials(control_list)
        self._structure = Structure(control_list)
        self._releases = Releases(control_list)
        self._judge = Judge(control_list, opened.thresholds)
        self._known = {entry.code.casefold(): entry.code for entry in control_list.entries}
        self._code_lengths = sorted({len(code) for code in self._known}, reverse=True)

    def classify(self, description: str, facts: str = "", hs: str | None = None, top: int = 20) -> list[Candidate]:
        """At most `top` candidates, nearest first; empty only when nothing in the description is like the list."""
        asked = self._read(description, facts, hs)
        board = self._by_closeness(asked)
        self._by_code(asked, board)
        self._by_substance(asked, board)
        self._by_structure(asked, board)
        self._by_customs_code(asked, board)
        judged = self._by_figures(asked, board, max(top, _WEIGHED))
        ranked = board.best(top)
        hits = self._text.best_provisions(ranked, asked.all_words)
        return [self._candidate(code, board, hits[code], asked, judged[code]) for code in ranked]

    def _read(self, description: str, facts: str, hs: str | None) -> _Asked:
        spoken, fact_terms = (self._thesaurus.terms_in(t) if self._weights.terms else () for t in (description, facts))
        near: dict[str, Near] = {}
        if self._vectors:
            listed = "; ".join(" ".join(term.listed.split()[:_READ_FOR_MEANING]) for term in (*spoken, *fact_terms))
            near = self._vectors.nearest(meaning.embed_query(f"{listed}. {description}. {facts}".lstrip(". ")))
        return _Asked(
            text=f"{description} {facts}",
            words=_words(description),
            fact_words=_words(facts),
            told=frozenset(nature_told(spoken)),
            spoken=spoken,
            fact_terms=fact_terms,
            near=near,
            stated=facts_of(description, facts),
            customs_code=customs.digits_of(hs),
        )

    def _by_closeness(self, asked: _Asked) -> Board:
        """Each entry's closeness by words, meaning and terms, 0..1: relative to the best, times how good that is."""
        weights = self._weights
        by_entry = self._sum(asked, self._text.entries)
        views = [(weights.entry, by_entry), (weights.record, self._sum(asked, self._text.provisions))]
        if asked.terms:
            views.append((weights.terms, self._by_terms(asked)))
        cosines = {code: max(0.0, near.cosine) for code, near in asked.near.items()}
        if cosines:
            views.append((weights.meaning, cosines))
        strongest = max(by_entry.values(), default=0.0)
        known = _KNOWN_NAME if asked.terms else 0.0
        strength = max(strongest / (strongest + _HALF_SCORE), max(cosines.values(), default=0.0), known)
        whole = sum(weight for weight, _ in views) or 1.0
        board = Board()
        for weight, found in views:
            most = max(found.values(), default=0.0) or 1.0
            for code, value in found.items():
                board.add(code, strength * weight / whole * value / most)
        for code in board.codes():
            nature = self._structure.nature(code)
            if nature and nature not in asked.told:
                board.scale(code, weights.other_nature)
        return board

    def _sum(self, asked: _Asked, search: WordSearch) -> dict[str, float]:
        total = dict(search(list(asked.words)))
        for code, value in search(list(asked.fact_words)).items():
            total[code] = total.get(code, 0.0) + self._weights.facts * value
        return total

    def _by_terms(self, asked: _Asked) -> dict[str, float]:
        total: dict[str, float] = {}
        shares = [(1.0, term) for term in asked.spoken] + [(self._weights.facts, term) for term in asked.fact_terms]
        for share, term in shares:
            for code, value in self._term_search.found(term.listed).items():
                total[code] = total.get(code, 0.0) + share * value
        return total

    def _by_code(self, asked: _Asked, board: Board) -> None:
        written: dict[str, list[str]] = {}
        for code, path in self._codes_in(asked.text):
            written.setdefault(code, []).append(path)
        for code, paths in list(written.items())[:_CODES_HEEDED]:
            board.add(code, self._weights.named, Reason("code", f"the text names {', '.join(dict.fromkeys(paths))}"))

    def _codes_in(self, text: str) -> Iterator[tuple[str, str]]:
        """The codes of entries that a text names, in order, each with the path as it is written."""
        end = 0
        for place in _CODE_BEGINS.finditer(text):
            start = place.start()
            for length in self._code_lengths if start >= end else ():
                code = self._known.get(text[start : start + length].casefold())
                path = _CODE_GOES_ON.match(text, start + length) if code else None
                if code and path:
                    end = path.end()
                    yield code, text[start:end]
                    break

    def _by_substance(self, asked: _Asked, board: Board) -> None:
        for substance in substances_in(asked.text):
            paths: dict[str, list[str]] = {}
            for code, path in self._materials.holding(substance.cas):
                paths.setdefault(code, []).append(path)
            for code, found in paths.items():
                sentence = f"{substance.written} is listed at {', '.join(found)} (CAS {substance.cas})"
                board.add(code, self._weights.named, Reason("material", sentence))

    def _by_structure(self, asked: _Asked, board: Board) -> None:
        """Entries tied to the best ones are worth a share of them; catch-alls rise with their group."""
        found = board.best(_FOLLOWED)
        worth = {code: board.score(code) for code in found}
        tied, structure = self._weights.tied, self._structure
        for code in found:
            for other in sorted(structure.rest_of(code)):
                board.raise_to(other, tied * worth[code], Reason("structure", f"it takes what {code} does not"))
            for other in sorted(structure.referred_to(code)):
                board.raise_to(other, tied * worth[code], Reason("structure", f"{code} refers to it"))
            for other in structure.made_for(code, asked.told):
                nature = structure.nature(other)
                board.raise_to(other, _MADE_FOR * worth[code], Reason("structure", f"it is about {nature} for {code}"))
        led: set[str] = set()
        for code in found:
            for other in structure.catch_alls(code):
                if other not in led:
                    led.add(other)
                    reason = Reason("structure", f"it takes what {code} and its group leave over")
                    board.add(other, self._weights.residual * worth[code], reason)

    def _by_customs_code(self, asked: _Asked, board: Board) -> None:
        reason = Reason("customs", f"the list names customs code {asked.customs_code} for it")
        for entry in self._list.entries:
            if customs.named_for(asked.customs_code, entry.hs):
                board.add(entry.code, _CUSTOMS_CODE, reason)

    def _by_figures(self, asked: _Asked, board: Board, first: int) -> dict[str, EntryJudgement]:
        """The judgements of the first entries; those among them whose thresholds ask for a stated figure rise."""
        judged = {code: self._judge.judge(code, asked.stated) for code in board.best(first)}
        for code, judgement in judged.items():
            if judgement.decisive:
                reason = Reason("figures", f"{judgement.decisive[0].path} asks for a figure that is stated")
                board.add(code, self._weights.figures * board.score(code), reason)
        return judged

    def _candidate(
        self, code: str, board: Board, hits: list[Hit], asked: _Asked, judgement: EntryJudgement
    ) -> Candidate:
        near = asked.near.get(code)
        shown = [*hits, *self._shown_as_well(hits, near, judgement)]
        reasons = (*_matched(hits, asked.terms), *_nearness(near), *board.reasons(code))
        return Candidate(
            entry=code,
            title=self._list.entry(code).title,
            score=round(min(1.0, board.score(code)), 4),
            provisions=tuple(_weighed(hit, judgement) for hit in shown),
            verdict=judgement.verdict,
            questions=questions_for(self._list, code, [hit.path for hit in shown], judgement),
            why=tuple(reason.text for reason in reasons) + asked.stated.contradictions,
            reasons=reasons,
            releases=self._releases.of(code),
            contradiction=self._contradiction(code, asked),
        )

    def _shown_as_well(self, hits: list[Hit], near: Near | None, judgement: EntryJudgement) -> list[Hit]:
        """The provision that is nearest in meaning, and those that the stated figures decide, beside those found."""
        paths = [near.path] if near and near.cosine >= _NEAR else []
        paths += [judged.path for judged in (*judgement.decisive, *judgement.supposing)[:_DECISIVE]]
        more = dict.fromkeys(path for path in paths if path not in {hit.path for hit in hits})
        return [Hit(path, self._list.provision(path).text, self._judge.spans(path)) for path in more]

    def _contradiction(self, code: str, asked: _Asked) -> str:
        return "" if self._list.numbering == "own" else customs.contradiction(asked.customs_code, code)


def _weighed(hit: Hit, judgement: EntryJudgement) -> Weighed:
    judged = judgement.at(hit.path)
    return Weighed(hit.path, judged.verdict, judged.arithmetic, judged.needs, hit.text, hit.spans)


def _words(text: str) -> tuple[str, ...]:
    """The words of a text without the codes in it, which are looked up as codes."""
    return tuple(words_of(CODE.sub(" ", text)))


def _matched(hits: list[Hit], terms: tuple[Term, ...]) -> list[Reason]:
    """The words of the list that matched, and the trade terms that brought some of them."""
    matched = list(dict.fromkeys(h.text[a:b].casefold() for h in hits for a, b in h.spans))
    reasons = [Reason("words", f"matched words: {', '.join(matched)}")] if matched else []
    for term in terms:
        if not set(matched).isdisjoint(words_of(term.listed)):
            reasons.append(Reason("trade_term", f"lists call “{term.trade}” “{term.listed}”"))
    return reasons


def _nearness(near: Near | None) -> list[Reason]:
    if near is None or near.cosine < _NEAR:
        return []
    return [Reason("meaning", f"near in meaning to {near.path} ({near.cosine:.2f})")]
