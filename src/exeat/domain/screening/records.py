"""The records of listed parties, in memory or in a file of which only what is asked for is read."""

from __future__ import annotations

import json
import mmap
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from exeat.domain.screening.jsonl import write_lines
from exeat.domain.screening.model import ListedParty, PartyKey, listed_party

PARTIES = "parties.jsonl"
_KEYS = "keys.json"
_DIGESTS = "digests.npy"
_OFFSETS = "offsets.npy"
_TEXTS = "names.txt"
_TEXT_STARTS = "names.npy"
_DIGEST_BYTES = 32


class Records:
    """Listed parties in a fixed order, with what tells them and their content apart."""

    def __init__(self, parties: Sequence[ListedParty], keys: Sequence[PartyKey] | None = None) -> None:
        self.parties = parties
        self.keys = [party.key for party in parties] if keys is None else keys

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def places(self) -> dict[PartyKey, int]:
        """Where each party stands."""
        return {key: at for at, key in enumerate(self.keys)}

    @cached_property
    def digests(self) -> list[bytes]:
        """The digest of each party's content."""
        return [party.digest() for party in self.parties]

    def save(self, folder: Path) -> None:
        """Writes the records into a folder that exists: ``parties.jsonl`` is a watchlist file."""
        lines = [party.line() for party in self.parties]
        write_lines(folder / PARTIES, lines)
        sizes = [len(line.encode()) + 1 for line in lines]
        np.save(folder / _OFFSETS, np.cumsum([0, *sizes], dtype=np.int64))
        np.save(folder / _DIGESTS, np.frombuffer(b"".join(self.digests), np.uint8))
        (folder / _KEYS).write_text(json.dumps(self.keys), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Records:
        """What ``save`` wrote, none of the parties read yet; raises OSError, EOFError or ValueError."""
        keys = [(name, id) for name, id in json.loads((folder / _KEYS).read_text(encoding="utf-8"))]
        offsets, digests = np.load(folder / _OFFSETS), np.load(folder / _DIGESTS).tobytes()
        if len(offsets) != len(keys) + 1 or len(digests) != _DIGEST_BYTES * len(keys):
            raise ValueError("its parts are of different sizes")
        records = cls(_Mapped(folder / PARTIES, offsets), keys)
        records.digests = [digests[at : at + _DIGEST_BYTES] for at in range(0, len(digests), _DIGEST_BYTES)]
        return records


class Texts(Sequence[str]):
    """Many texts, in one piece of memory or of a file."""

    def __init__(self, content: bytes | mmap.mmap, starts: NDArray[np.int64]) -> None:
        self._content, self._starts = content, starts

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        written = [text.encode("utf-8", "surrogatepass") for text in texts]
        return cls(b"".join(written), np.cumsum([0, *map(len, written)], dtype=np.int64))

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return self._content[self._starts[at] : self._starts[at + 1]].decode("utf-8", "surrogatepass")

    def save(self, folder: Path) -> None:
        """Writes the texts into a folder that exists."""
        (folder / _TEXTS).write_bytes(self._content)
        np.save(folder / _TEXT_STARTS, self._starts)

    @classmethod
    def load(cls, folder: Path) -> Texts:
        """What ``save`` wrote, mapped into memory; raises OSError, EOFError or ValueError."""
        starts = np.load(folder / _TEXT_STARTS)
        content = _mapped(folder / _TEXTS)
        if len(content) != starts[-1]:
            raise ValueError("its names are of another length")
        return cls(content, starts)


def _mapped(path: Path) -> bytes | mmap.mmap:
    """The bytes of a file; of one that is not empty no more is read than is asked for."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


class _Mapped(Sequence[ListedParty]):
    """The parties of a saved file, each read when it is asked for."""

    def __init__(self, path: Path, offsets: NDArray[np.int64]) -> None:
        self._offsets = offsets
        self._content = _mapped(path)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, at: int) -> ListedParty: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[ListedParty]: ...
    def __getitem__(self, at: int | slice) -> ListedParty | Sequence[ListedParty]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return listed_party(json.loads(self._content[self._offsets[at] : self._offsets[at + 1]]))
