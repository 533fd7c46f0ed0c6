"""A watchlist ready to screen against: loaded, saved, changed, compared with another version of itself."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

from exeat.domain.screening.engine import ENGINE_VERSION, Index
from exeat.domain.screening.jsonl import WatchlistFileError, read_parties
from exeat.domain.screening.letters import begins_as_written
from exeat.domain.screening.model import Comparison, Delta, ListedParty, Match, Party, PartyKey, Why
from exeat.domain.screening.normalise import name_words
from exeat.domain.screening.records import PARTIES
from exeat.domain.screening.segment import Segment
from exeat.domain.screening.why import explain, judge

_ABOUT = "watchlist.json"
_FORMAT = 5  # of the index beside the parties; one in another format is built anew from them


class Watchlist:
    """Listed parties, of one list or of several, with the index that finds them."""

    engine_version = ENGINE_VERSION

    def __init__(self, parties: Iterable[ListedParty]) -> None:
        found: dict[PartyKey, ListedParty] = {}
        for party in parties:
            if found.setdefault(party.key, party) is not party:
                raise ValueError(f"{party.list} {party.id} is there twice: keep one record a party")
        self._index = Index()
        self._index.add(tuple(found.values()))
        self._version: str | None = None

    @classmethod
    def from_jsonl(cls, path: str | Path) -> Watchlist:
        """Reads a watchlist file; raises WatchlistFileError naming file and line."""
        return cls(read_parties(Path(path)))

    @classmethod
    def load(cls, folder: str | Path) -> Watchlist:
        """Reads what ``save`` wrote; raises WatchlistFileError when it is not whole."""
        home = Path(folder)
        try:
            about = json.loads((home / _ABOUT).read_text(encoding="utf-8"))
            version, content, engine = about["version"], about["sha256"], about["engine_version"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WatchlistFileError(
                f"{home / _ABOUT}: not a saved watchlist; save it again from its source"
            ) from error
        if _sha256(home / PARTIES) != content:
            raise WatchlistFileError(f"{home / PARTIES}: differs from what was saved; save it again")
        if engine != ENGINE_VERSION or about.get("format") != _FORMAT:
            return cls.from_jsonl(home / PARTIES)
        if changed := sorted(about.get("sizes", {}).items() - _sizes(home).items()):
            raise WatchlistFileError(f"{home / changed[0][0]}: is not whole; save the watchlist again from its source")
        watchlist = cls(())
        try:
            watchlist._index.segments = [Segment.load(home)]
        except (OSError, EOFError, ValueError) as error:
            raise WatchlistFileError(f"{home}: its index is not whole ({error}); save it again") from error
        watchlist._version = version
        return watchlist

    def save(self, folder: str | Path) -> None:
        """Writes a folder for ``load``, complete or not at all; a folder that was there is replaced."""
        target = Path(folder)
        if target.exists() and not (target / _ABOUT).is_file():
            raise WatchlistFileError(f"{target}: exists and is not a saved watchlist; choose another folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as scratch:
            fresh = Path(scratch) / "new"
            fresh.mkdir()
            self._index.whole().save(fresh)
            about = {
                "version": self.version,
                "sha256": _sha256(fresh / PARTIES),
                "engine_version": self.engine_version,
                "format": _FORMAT,
                "parties": len(self),
                "sizes": _sizes(fresh),
            }
            (fresh / _ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
            _replace(target, fresh, aside=Path(scratch) / "old")

    @property
    def parties(self) -> tuple[ListedParty, ...]:
        """All listed parties, in the order of list and id."""
        return tuple(self[key] for key in sorted(self._index.digests()))

    def __len__(self) -> int:
        return len(self._index)

    def __contains__(self, key: PartyKey) -> bool:
        return key in self._index

    def __getitem__(self, key: PartyKey) -> ListedParty:
        party = self._index.party(key)
        if party is None:
            raise KeyError(key)
        return party

    @property
    def version(self) -> str:
        """SHA-256 of the content in hexadecimal: equal for equal content, whatever the order it came in."""
        if self._version is None:
            digests = sorted(self._index.digests().values())
            self._version = hashlib.sha256(b"".join(digests)).hexdigest()
        return self._version

    def digests(self) -> dict[PartyKey, bytes]:
        """The digest of each party's content, by list and id."""
        return self._index.digests()

    def screen(self, queries: Iterable[str | Party], top: int | None = 10, min_score: float = 0.0) -> list[list[Match]]:
        """For each query its matches, best first: at most ``top`` (None: all), none below ``min_score``.

        A name without a letter or digit is like no name. Raises ValueError for a name of over 1,000 characters, for one
        text where several are expected, and for a negative ``top``.
        """
        if isinstance(queries, str):
            raise ValueError(f'queries is one text, "{queries[:80]}", expected several: a list of names')
        if top is not None and top < 0:
            raise ValueError(f"top is {top}, expected how many matches a name may have")
        asked = [Party(one) if isinstance(one, str) else one for one in queries]
        return self._index.screen(asked, top, min_score)

    def apply(self, delta: Delta) -> None:
        """Changes the list in place; afterwards it answers as one built from the new content.

        Raises ValueError, having changed nothing, when the delta does not fit: adds a party that is there, or removes
        or changes one that is not.
        """
        self._check(delta)
        fresh = (*delta.added, *delta.changed)
        self._index.remove({*delta.removed, *(party.key for party in delta.changed)})
        self._index.add(fresh)
        self._version = None

    def _check(self, delta: Delta) -> None:
        named = [*(p.key for p in delta.added), *delta.removed, *(p.key for p in delta.changed)]
        if len(named) != len(set(named)):
            raise ValueError("the delta names a party twice")
        for party in delta.added:
            if party.key in self:
                raise ValueError(f"cannot add {party.list} {party.id}: it is on the list")
        for key in (*delta.removed, *(party.key for party in delta.changed)):
            if key not in self:
                raise ValueError(f"cannot change or remove {key[0]} {key[1]}: it is not on the list")


def _sizes(folder: Path) -> dict[str, int]:
    """How many bytes each file of a saved watchlist has, so that one cut off or lost is told without being read."""
    return {file.name: file.stat().st_size for file in sorted(folder.iterdir()) if file.name != _ABOUT}


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise WatchlistFileError(f"{path}: {error.strerror}; save the watchlist again from its source") from error


def _replace(target: Path, fresh: Path, aside: Path) -> None:
    """Puts a folder in another's place, which is moved aside, or back when that fails."""
    if target.exists():
        target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        if aside.exists():
            aside.rename(target)
        raise


def diff(old: Watchlist, new: Watchlist) -> Delta:
    """What turns the old list into the new one; each part in the order of list and id."""
    was, now = old.digests(), new.digests()
    return Delta(
        added=tuple(new[key] for key in sorted(now.keys() - was.keys())),
        removed=tuple(sorted(was.keys() - now.keys())),
        changed=tuple(new[key] for key in sorted(now.keys() & was.keys()) if now[key] != was[key]),
    )


def compare(a: str, b: str, type: str = "unknown") -> Comparison:
    """How close two names are, both of parties of this type; the same whichever comes first.

    Raises ValueError for a type that is not one of PARTY_TYPES, and as ``Party`` does for either name.
    """
    asked, other = Party(a, type), Party(b, type)
    listed = ListedParty(id="", list="", type=other.type, names=(other.name,))
    begun = asked.type != "person" and begins_as_written(a, b)
    found = judge(asked, name_words(a), listed, name_words(b), weak=False, begun=begun)
    if found is None:
        return Comparison(0.0, Why((), (), f"“{a}” beside “{b}”: at least one has no letter or digit."))
    return Comparison(found.score, explain(a, b, found))
