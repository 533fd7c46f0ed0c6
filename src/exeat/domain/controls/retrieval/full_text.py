"""Full-text search over a control list: SQLite FTS5 with BM25.

Two tables: a document an entry, and a document a record with the words of the records above it, for which part of an
entry it was. An entry whose heading only says "specified in" somewhere else holds the words that stand there too. What
a list prints about licences (`licensing` records) is in neither. What the commonest words find is kept in a table of
its own: nearly every question has some of them, and each takes milliseconds to look for.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from exeat.domain.controls.edition import Edition
from exeat.domain.controls.errors import UnknownCodeError
from exeat.domain.controls.records import Entry, Provision
from exeat.domain.controls.wording import searchable

WordSearch = Callable[[list[str]], dict[str, float]]
"""Words in, a weight for each entry's code out; higher is closer."""

Rows = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float64]

_WORDS_KEPT = 10_000  # a list has some six thousand
_WORD = re.compile(r"[^\W_]+")
_COMMON_WORDS = """
a an and any are as at be been by can could did do does each for from had has have having he her his how if in into is
it its may more most must no nor not of on one only or other our out over own per shall she should so some such than
that the their them then there these they this those to too under up use used uses using very was we were what when
where which while who will with within without would you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_SCHEMA = """
CREATE VIRTUAL TABLE entries USING fts5(code UNINDEXED, text, tokenize='porter unicode61');
CREATE VIRTUAL TABLE records USING fts5(path UNINDEXED, entry UNINDEXED, text, above, tokenize='porter unicode61');
"""
_ENTRIES = "SELECT rowid, bm25(entries) FROM entries WHERE entries MATCH ?"
_RECORDS = "SELECT rowid, bm25(records, 0, 0, 1.0, 0.5) FROM records WHERE records MATCH ?"
_COMMON_FROM = 100  # records that hold a word; rarer ones are looked for in a fraction of a millisecond
_COMMON_SCHEMA = """
CREATE TABLE common (stem TEXT, query TEXT, rows BLOB, weights BLOB, PRIMARY KEY (stem, query)) WITHOUT ROWID;
CREATE TABLE stems (word TEXT PRIMARY KEY, stem TEXT) WITHOUT ROWID;
CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, records, row);
CREATE VIRTUAL TABLE temp.words USING fts5(word, tokenize='porter unicode61');
CREATE VIRTUAL TABLE temp.stemmed USING fts5vocab(temp, words, instance);
"""
_STEMMED = """SELECT words.word, stemmed.term FROM temp.stemmed JOIN temp.words ON words.rowid = stemmed.doc
    JOIN temp.held USING (term) WHERE held.doc >= ?"""
_KEPT = "SELECT rows, weights FROM common NATURAL JOIN stems WHERE word = ? AND query = ?"
_MARKED = """SELECT rowid, path, highlight(records, 2, char(2), char(3)) FROM records
    WHERE records MATCH ? AND +rowid IN (SELECT value FROM json_each(?))"""  # "+": one search, not one a row
_MARKS = re.compile("[\x02\x03]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that matched: its text as printed and the spans of it that matched, as character offsets."""

    path: str
    text: str
    spans: tuple[tuple[int, int], ...]


def fill(db: sqlite3.Connection, control_list: Edition) -> None:
    """Make the two tables in a database that has neither, and fill them from a list."""
    db.executescript(_SCHEMA)
    db.executemany("INSERT INTO entries VALUES (?,?)", (_document(control_list, e) for e in control_list.entries))
    rows = (
        (p.path, entry.code, searchable(p.text), _above(control_list, p))
        for entry in control_list.entries
        for p in entry.provisions
        if p.kind != "licensing"
    )
    db.executemany("INSERT INTO records VALUES (?,?,?,?)", rows)


def keep_common(db: sqlite3.Connection) -> None:
    """Keep what the commonest words find in the database that `fill` made, for every ending that the list prints."""
    texts = (" ".join(row) for row in db.execute("SELECT text, above FROM records"))
    words = sorted({word for text in texts for word in words_of(text)})
    db.executescript(_COMMON_SCHEMA)
    db.executemany("INSERT INTO temp.words VALUES (?)", ((word,) for word in words))
    stems = db.execute(_STEMMED, (_COMMON_FROM,)).fetchall()
    db.executemany("INSERT INTO stems VALUES (?,?)", stems)
    for stem, word in {stem: word for word, stem in stems}.items():
        for query in (_ENTRIES, _RECORDS):
            rows, weights = _look_up(db, query, word)
            db.execute("INSERT INTO common VALUES (?,?,?,?)", (stem, query, rows.tobytes(), weights.tobytes()))


class FullText:
    """The tables that `fill` made, over one connection that is used by one thread at a time.

    BM25 of a question is the sum over its words (Robertson and Zaragoza 2009), so that what each word finds is looked
    for once and kept: questions have most of their words in common.
    """

    def __init__(self, control_list: Edition, db: sqlite3.Connection) -> None:
        self._list = control_list
        self._lock = threading.Lock()
        self._db = db
        self._codes = [code for (code,) in db.execute("SELECT code FROM entries ORDER BY rowid")]
        owners = [code for (code,) in db.execute("SELECT entry FROM records ORDER BY rowid")]
        self._owners = list(dict.fromkeys(owners))  # `fill` writes the records of an entry one after the other
        self._first_row = np.cumsum([0, *Counter(owners).values()])
        self._keeps_common = bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = 'common'").fetchone())
        self._found = lru_cache(_WORDS_KEPT)(self._rows_and_weights)

    def entries(self, words: list[str]) -> dict[str, float]:
        """Every entry that holds one of the words, with its BM25 weight."""
        return _above_nothing(self._codes, self._weights(_ENTRIES, len(self._codes), words))

    def provisions(self, words: list[str]) -> dict[str, float]:
        """The same by the best single record of each entry."""
        if not self._owners:
            return {}
        by_row = self._record_weights(words)
        return _above_nothing(self._owners, np.maximum.reduceat(by_row, self._first_row[:-1]))

    def best_provisions(self, codes: list[str], words: list[str], each: int = 4) -> dict[str, list[Hit]]:
        """The records of some entries that match the words best, at most `each` an entry, best first."""
        by_row = self._record_weights(words)
        chosen: dict[str, list[int]] = {}
        for code in codes:
            n = self._owners.index(code)
            first, last = self._first_row[n], self._first_row[n + 1]
            best = first + np.argsort(-by_row[first:last], kind="stable")[:each]
            chosen[code] = [int(row) + 1 for row in best if by_row[row] > 0]
        hits = self._marked([row for rows in chosen.values() for row in rows], words)
        return {code: [hits[row] for row in rows] for code, rows in chosen.items()}

    def _record_weights(self, words: list[str]) -> Weights:
        return self._weights(_RECORDS, int(self._first_row[-1]), words)

    def _weights(self, query: str, rows: int, words: list[str]) -> Weights:
        """The BM25 weight of every row for any of the words; the higher, the closer."""
        total = np.zeros(rows)
        for word in words:
            places, weights = self._found(query, word)
            total[places] += weights
        return total

    def _rows_and_weights(self, query: str, word: str) -> tuple[Rows, Weights]:
        with self._lock:
            kept = self._db.execute(_KEPT, (word, query)).fetchone() if self._keeps_common else None
            if kept is None:
                return _look_up(self._db, query, word)
        return np.frombuffer(kept[0], np.int32), np.frombuffer(kept[1], np.float64)

    def _marked(self, rows: list[int], words: list[str]) -> dict[int, Hit]:
        """The records of some rows, with the places of the words in them."""
        if not rows:
            return {}
        with self._lock:
            found = self._db.execute(_MARKED, (_any_of(words), json.dumps(rows))).fetchall()
        return {row: Hit(path, self._list.provision(path).text, _spans(text)) for row, path, text in found}


def _look_up(db: sqlite3.Connection, query: str, word: str) -> tuple[Rows, Weights]:
    """The rows that a word is in, from 0, and its BM25 weight in each."""
    found = np.fromiter(chain.from_iterable(db.execute(query, (_any_of([word]),))), np.float64)
    rows, ranks = found[::2], found[1::2]
    return rows.astype(np.int32) - 1, -ranks


def _above_nothing(codes: list[str], weights: Weights) -> dict[str, float]:
    return {code: weight for code, weight in zip(codes, weights.tolist(), strict=True) if weight > 0}


def words_of(text: str) -> list[str]:
    """The words of a text that are worth searching for, each once, in order."""
    found = (word.casefold() for word in _WORD.findall(searchable(text)))
    return list(dict.fromkeys(w for w in found if len(w) > 1 and w not in _COMMON))


def _any_of(words: list[str]) -> str:
    """An FTS5 query for any of the words, quoted so that nothing in them is an operator."""
    return " OR ".join(f'"{word}"' for word in words)


def _document(control_list: Edition, entry: Entry) -> tuple[str, str]:
    own = " ".join(p.text for p in entry.provisions if p.kind != "licensing")
    return entry.code, searchable(f"{own} {_elsewhere(control_list, entry.provisions[0])}")


def _above(control_list: Edition, record: Provision) -> str:
    above = " ".join(p.text for p in control_list.ancestors(record.path))
    return searchable(f"{above} {_elsewhere(control_list, record)}")


def _elsewhere(control_list: Edition, record: Provision) -> str:
    """The words of the provisions that a heading is about by saying "specified in" them."""
    if record.kind != "heading":
        return ""
    texts = []
    for ref in record.refs:
        if ref.relation == "specified_in":
            with suppress(UnknownCodeError):
                texts.append(control_list.provision(ref.target).text)
    return " ".join(texts)


def _spans(marked: str) -> tuple[tuple[int, int], ...]:
    places = [match.start() - n for n, match in enumerate(_MARKS.finditer(marked))]
    return tuple(zip(places[::2], places[1::2], strict=True))
