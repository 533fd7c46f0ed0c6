"""A list's index as one SQLite file: full text of entries and records, their thresholds, and the records' vectors.

It is written at import, whole or not at all, and opened read-only by any number of processes. It names the list and
the engine that it was made for, and is refused for any other.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exeat.domain.controls.edition import Edition
from exeat.domain.controls.errors import ControlListError
from exeat.domain.controls.judging.outline import outline
from exeat.domain.controls.retrieval import full_text, meaning
from exeat.domain.controls.retrieval.meaning import Progress, Vectors
from exeat.domain.files import put_in_place

ENGINE_VERSION = "7"
"""Of whatever changes what is found or how it is scored; decisions store it, and index files are made for it."""

_SCHEMA = """
CREATE TABLE made_for (list TEXT, engine TEXT);
CREATE TABLE thresholds (entry TEXT, by_path TEXT);
CREATE TABLE vectors (model TEXT, rows BLOB);
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """An index ready to ask: its database, and its vectors where it has any and the model is installed.

    `thresholds` are those of each entry as JSON, a list for each path; entries that it lacks are read when asked for.
    """

    db: sqlite3.Connection
    vectors: Vectors | None
    thresholds: Mapping[str, str]


def index_beside(path: str | Path) -> Path:
    """Where the index of a list saved at a path is kept: `eu.json.index` beside `eu.json`."""
    return Path(f"{path}.index")


def build_index(control_list: Edition, path: str | Path, progress: Progress | None = None) -> None:
    """Write the index file; `progress` hears how many of `index_size` texts were embedded. Raises OSError."""
    with put_in_place(Path(path)) as fresh:
        db = sqlite3.connect(fresh)
        with db:
            _fill(db, control_list)
            full_text.keep_common(db)
            db.executemany("INSERT INTO thresholds VALUES (?,?)", _thresholds(control_list))
            if meaning.available():
                texts = [meaning.meant_text(control_list, p) for _, p in meaning.meant_records(control_list)]
                rows = meaning.embed_records(texts, progress)
                db.execute("INSERT INTO vectors VALUES (?,?)", (meaning.MODEL, rows.tobytes()))
        db.execute("VACUUM")
        db.close()


def index_size(control_list: Edition) -> int:
    """How many texts `build_index` will embed: 0 without the model."""
    if not meaning.available():
        return 0
    return len({meaning.meant_text(control_list, p) for _, p in meaning.meant_records(control_list)})


def index_fits(control_list: Edition, path: str | Path) -> bool:
    """Whether there is an index file at a path that was made for this very list by this engine."""
    try:
        open_index(control_list, Path(path)).db.close()
    except ControlListError:
        return False
    return True


def open_index(control_list: Edition, path: Path) -> Opened:
    """The index in a file. Raises ControlListError when there is none or it was made for another list or engine."""
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        made_for = db.execute("SELECT list, engine FROM made_for").fetchone()
        fits = made_for == (_digest(control_list), ENGINE_VERSION)
        thresholds = dict(db.execute("SELECT entry, by_path FROM thresholds")) if fits else {}
        stored = db.execute("SELECT rows FROM vectors WHERE model = ?", (meaning.MODEL,)).fetchone()
    except sqlite3.Error as problem:
        raise ControlListError(f"{path}: not an index of a control list ({problem}); import the list again")
    if not fits:
        db.close()
        raise ControlListError(f"{path}: made for another version of the list or of Exeat; import the list again")
    vectors = _vectors(control_list, stored[0]) if stored and meaning.available() else None
    return Opened(db, vectors, thresholds)


def in_memory(control_list: Edition) -> Opened:
    """An index by words alone: made in less than a second, for a list that has no file."""
    db = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(db, control_list)
    return Opened(db, None, {})


def _fill(db: sqlite3.Connection, control_list: Edition) -> None:
    db.executescript(_SCHEMA)
    db.execute("INSERT INTO made_for VALUES (?,?)", (_digest(control_list), ENGINE_VERSION))
    full_text.fill(db, control_list)


def _thresholds(control_list: Edition) -> Iterator[tuple[str, str]]:
    """What reading each entry's paragraphs finds, so that no question waits for it."""
    for entry in control_list.entries:
        nodes = outline(control_list, entry).all()
        found = {node.path: [test.threshold.to_dict() for test in node.tests] for node in nodes if node.tests}
        yield entry.code, json.dumps(found, ensure_ascii=False)


def _vectors(control_list: Edition, rows: bytes) -> Vectors:
    records = [(code, record.path) for code, record in meaning.meant_records(control_list)]
    return Vectors(records, np.frombuffer(rows, np.int8).reshape(len(records), meaning.DIMENSIONS))


def _digest(control_list: Edition) -> str:
    """Of every record's place and words: two readings of one source that differ need two indexes."""
    rows = "\x1e".join(f"{p.path}\x1f{p.kind}\x1f{p.text}" for p in control_list.records)
    return hashlib.sha256(rows.encode()).hexdigest()
