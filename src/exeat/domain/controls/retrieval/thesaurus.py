"""What the trade calls goods, in the words of control lists: our own tables (trade_terms/) and the list's acronyms.

A term adds the lists' words to a query; it takes none away and names no entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from exeat.domain.controls.records import Provision
from exeat.domain.controls.retrieval.full_text import WordSearch, words_of
from exeat.domain.controls.retrieval.phrases import Phrases, table

SUBJECTS = (
    "general", "nuclear", "materials", "processing", "electronics", "communications", "sensors", "navigation", "marine",
    "aerospace", "knowledge",
)  # fmt: skip
"""The tables, in the order of the lists' categories after the one for all."""

_ACRONYM_ROW = re.compile(r"([A-Z][\w/-]{1,9}) \| (.+)")
"""A row of the table of acronyms that Annex I to Regulation (EU) 2021/821 prints, as its reader keeps it."""
_ACRONYM = re.compile(r"\b[A-Z][\w/-]{1,9}")


@dataclass(frozen=True, slots=True)
class Term:
    """A trade term found in a text, what lists call it, and which table says so (or "acronym", the list's own)."""

    trade: str
    listed: str
    kind: str


def trade_terms() -> list[tuple[str, str, str]]:
    """The rows of every table of trade terms: kind, trade's words, lists' words."""
    return [row for subject in SUBJECTS for row in table(f"trade_terms/{subject}.toml")]


def trade_terms_in(text: str) -> list[Term]:
    """The trade terms in a text, in order; of terms that overlap the longest."""
    return [term for _, term in _trade_terms().found_in(text)]


class Thesaurus:
    """The terms that hold for one list."""

    def __init__(self, general: Iterable[Provision]) -> None:
        rows = (_ACRONYM_ROW.fullmatch(record.text) for record in general)
        self._acronyms = {row[1]: row[2] for row in rows if row}

    def terms_in(self, text: str) -> tuple[Term, ...]:
        """The terms in a text, in order, each meaning once; of terms that overlap the longest."""
        found = trade_terms_in(text)
        acronyms = (word for word in _ACRONYM.findall(text) if word in self._acronyms)
        found += [Term(word, self._acronyms[word], "acronym") for word in acronyms]
        return tuple({term.listed: term for term in reversed(found)}.values())[::-1]


class TermSearch:
    """What the lists' words for a term find in one list; kept, for the terms are always the same."""

    def __init__(self, searches: Sequence[WordSearch]) -> None:
        """Over searches that have an equal say."""
        self._searches = searches
        self._found: dict[str, dict[str, float]] = {}

    def found(self, listed: str) -> dict[str, float]:
        """Each entry's code with a weight of at most 1, which the closest comes near."""
        if listed not in self._found:
            total: dict[str, float] = {}
            for search in self._searches:
                by_code = search(words_of(listed))
                most = max(by_code.values(), default=1.0) * len(self._searches)
                for code, value in by_code.items():
                    total[code] = total.get(code, 0.0) + value / most
            self._found[listed] = total
        return self._found[listed]


@lru_cache(maxsize=1)
def _trade_terms() -> Phrases[Term]:
    return Phrases((trade, Term(trade, listed, kind)) for kind, trade, listed in trade_terms())
