"""What two descriptions of goods have in common, read as the search of a control list reads them.

Words count by their stem, in any order, hyphenated, apart or as one; so do trade names for what the other calls by
the words of the lists. Words that stand for goods of any kind ("parts", "system") count nothing beside others; figures
are for people to compare.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from exeat.domain.controls.retrieval.full_text import words_of
from exeat.domain.controls.retrieval.thesaurus import Term, trade_terms_in

_LEAST_LETTERS = 3
_OF_ANY_GOODS = """
accessory apparatus appliance article assembly component consumable custom device equipment fitting general goods
high instrument item kit large low machine machinery material model modern new part piece product purpose range series
set small software spare special standard supply system technology thing tool type unit various
"""
_SCHEMA = """
CREATE VIRTUAL TABLE words USING fts5(word, tokenize='porter unicode61');
CREATE VIRTUAL TABLE stemmed USING fts5vocab(words, instance);
"""


@dataclass(frozen=True, slots=True)
class InCommon:
    """The words of a text that name what the goods name, as the text has them; how many words of the goods they stand
    for, and of how many."""

    words: tuple[str, ...]
    found: int
    of: int

    @property
    def share(self) -> float:
        """Which share of the words of the goods the text has, from 0 to 1."""
        return self.found / self.of if self.of else 0.0


def in_common(text: str, goods: str) -> InCommon:
    """What a text about a line of goods has of the description of other goods."""
    own, asked = _stems(text), _stems(goods)
    wanted = {stem for stem in asked if stem not in _general()} or set(asked)
    found = {stem: own[stem] for stem in wanted & own.keys()}
    for stem, said in (*_in_one(text, goods, own), *_by_other_names(text, goods, own)):
        if stem in wanted:
            found.setdefault(stem, said)
    return InCommon(tuple(sorted(set(found.values()))), len(found), len(wanted))


def _in_one(text: str, goods: str, own: dict[str, str]) -> list[tuple[str, str]]:
    """Words of the goods that the text writes together, or apart: the stem of each, and how the text has it."""
    found = [(stem, f"{one} {other}") for stem, (one, other) in _pairs(text)]
    for stem, parts in _pairs(goods):
        if stem in own:
            found += [(_stem(part), own[stem]) for part in parts]
    return found


def _by_other_names(text: str, goods: str, own: dict[str, str]) -> list[tuple[str, str]]:
    """Words of the goods for which the text has the trade's name, or the lists' words for the trade's name."""
    found, named = [], {term.listed: term.trade for term in trade_terms_in(text)}
    for listed, trade in named.items():
        found += [(stem, f'{trade} ("{listed}")') for stem in _stems(listed)]
    for term in trade_terms_in(goods):
        if said := _said(term, named, own):
            found += [(stem, said) for stem in _stems(term.trade)]
    return found


def _said(term: Term, named: dict[str, str], own: dict[str, str]) -> str:
    """How the text has what a trade term of the goods stands for; empty where it has not."""
    if term.listed in named:
        return f'{named[term.listed]} ("{term.listed}")'
    listed = _stems(term.listed)
    return " ".join(own[stem] for stem in listed) if listed.keys() <= own.keys() else ""


def _stems(text: str) -> dict[str, str]:
    """The words of a text by their stems, without figures and what is short."""
    found: dict[str, str] = {}
    for word in _named(text):
        found.setdefault(_stem(word), word)
    return found


def _pairs(text: str) -> list[tuple[str, tuple[str, str]]]:
    """Each two words that follow one another, by the stem of both written as one."""
    return [(_stem(one + other), (one, other)) for one, other in pairwise(_named(text))]


def _named(text: str) -> list[str]:
    return [word for word in words_of(text) if len(word) >= _LEAST_LETTERS and word.isalpha()]


@lru_cache(maxsize=1)
def _general() -> frozenset[str]:
    return frozenset(map(_stem, _OF_ANY_GOODS.split()))


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """The stem under which the index of a list would keep the word."""
    with _LOCK:
        _DB.execute("DELETE FROM words")
        _DB.execute("INSERT INTO words VALUES (?)", (word,))
        kept = _DB.execute("SELECT term FROM stemmed").fetchone()
    return str(kept[0]) if kept else word


_LOCK = threading.Lock()
_DB = sqlite3.connect(":memory:", check_same_thread=False)
_DB.executescript(_SCHEMA)
