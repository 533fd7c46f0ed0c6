"""What the trade calls goods, in the words of control lists: our own table (thesaurus.toml) and the list's acronyms.

A term adds the lists' words to a query; it takes none away and names no entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from exeat.domain.controls.records import Provision
from exeat.domain.controls.retrieval.phrases import Phrases, table

_ACRONYM_ROW = re.compile(r"([A-Z][\w/-]{1,9}) \| (.+)")
"""A row of the table of acronyms that Annex I to Regulation (EU) 2021/821 prints, as its reader keeps it."""
_ACRONYM = re.compile(r"\b[A-Z][\w/-]{1,9}")


@dataclass(frozen=True, slots=True)
class Term:
    """A trade term found in a text, what lists call it, and which table says so (or "acronym", the list's own)."""

    trade: str
    listed: str
    kind: str


class Thesaurus:
    """The terms that hold for one list."""

    def __init__(self, general: Iterable[Provision]) -> None:
        rows = (_ACRONYM_ROW.fullmatch(record.text) for record in general)
        self._acronyms = {row[1]: row[2] for row in rows if row}

    def terms_in(self, text: str) -> tuple[Term, ...]:
        """The terms in a text, in order, each meaning once; of terms that overlap the longest."""
        found = [term for _, term in _trade_terms().found_in(text)]
        acronyms = (word for word in _ACRONYM.findall(text) if word in self._acronyms)
        found += [Term(word, self._acronyms[word], "acronym") for word in acronyms]
        return tuple({term.listed: term for term in reversed(found)}.values())[::-1]


@lru_cache(maxsize=1)
def _trade_terms() -> Phrases[Term]:
    return Phrases((trade, Term(trade, listed, kind)) for kind, trade, listed in table("thesaurus.toml"))
