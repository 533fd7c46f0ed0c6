"""What an importer gives back, and how it says no."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from pathlib import Path

from exeat.domain.screening.countries import country_code
from exeat.domain.screening.dates import iso_date
from exeat.domain.screening.model import ListedParty
from exeat.domain.screening.normalise import words

MOST_ORPHANS = 0.01  # a larger share of rows without their entity means files of different dates


class ImportRefused(ValueError):
    """A source file that must not be imported; the message names file and, where there is one, line."""

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        place = f"{path.name}, line {line}" if line is not None else path.name
        super().__init__(f"{place}: {message}")


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something the source holds, by a separate and simpler count, and how many were read."""

    what: str
    in_source: int
    read: int


@dataclass(frozen=True, slots=True)
class Orphan:
    """A row that belongs to an entity which the files do not hold: kept aside as it was written."""

    file: str
    line: int
    kind: str
    row: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """A list as it was read, ready to be written or stored.

    ``list_id`` is the format's usual name for the list. ``sources`` maps file names to the SHA-256 of their content.
    ``list_date`` is the date that the list itself bears. ``unknown_countries`` counts country names that have no code
    here; they stay in the entries as they were written. ``notes`` are for the person who imports.
    """

    list_id: str
    parties: tuple[ListedParty, ...]
    counts: tuple[Count, ...]
    sources: Mapping[str, str]
    list_date: date | None = None
    orphans: tuple[Orphan, ...] = ()
    unknown_countries: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class Countries:
    """Turns country names into codes and counts those it does not know."""

    NOT_COUNTRIES = frozenset({"", "-0-", "00", "na", "none identified", "undetermined", "unknown"})

    def __init__(self) -> None:
        self.unknown: Counter[str] = Counter()

    def codes(self, names: Iterable[str]) -> tuple[str, ...]:
        """The codes, each once, sorted; a name without a code stays as it is."""
        return tuple(sorted({self._code(name.strip()) for name in names if self._is_one(name)}))

    def _is_one(self, name: str) -> bool:
        return name.strip().lower() not in self.NOT_COUNTRIES

    def _code(self, name: str) -> str:
        code = country_code(name)
        if code is None:
            self.unknown[name] += 1
        return code or name


class MadeIds:
    """Ids for sources that give none: they last as long as what they are made from stays the same."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._taken: Counter[str] = Counter()

    def make(self, *parts: str) -> str:
        """An id from what tells the entry apart; entries that cannot be told apart are numbered in their order."""
        text = "|".join(" ".join(words(part)) for part in parts)
        made = f"{self.prefix}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
        self._taken[made] += 1
        return made if self._taken[made] == 1 else f"{made}-{self._taken[made]}"


def partial_date(year: str, month: str = "", day: str = "") -> str | None:
    """An ISO 8601 date from its parts, whole or up to the first part that is unknown ("", "0", "dd"); else None."""
    known = takewhile(lambda part: part.isdigit() and int(part) > 0, (year, month, day))
    return iso_date("-".join(part.zfill(2) for part in known))


def only_file(files: Sequence[Path], what: str) -> Path:
    """The one file that a format takes; raises ImportRefused when there are more."""
    if len(files) != 1:
        raise ImportRefused(files[1], None, f"one file is expected: {what}")
    return files[0]


def fingerprints(files: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of each file's content, by file name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def digest_of_sources(sources: Mapping[str, str]) -> str:
    """One SHA-256 for ``Imported.sources``: that of the one file, or of the list of several."""
    if len(sources) == 1:
        return next(iter(sources.values()))
    lines = "\n".join(f"{digest}  {name}" for name, digest in sorted(sources.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def check_counts(path: Path, counts: Sequence[Count]) -> None:
    """Raises ImportRefused when something in the source was not read."""
    for count in counts:
        if count.read != count.in_source:
            raise ImportRefused(
                path, None, f"{count.in_source:,} {count.what} in the source but {count.read:,} read; nothing imported"
            )


def check_orphans(path: Path, kind: str, total: int, orphans: Iterable[Orphan]) -> None:
    """Raises ImportRefused when of ``total`` rows of a kind more than 1 % are orphans."""
    number = sum(1 for orphan in orphans if orphan.kind == kind)
    if number > MOST_ORPHANS * total:
        raise ImportRefused(
            path,
            None,
            f"{number:,} of {total:,} {kind} belong to no entity: the files are of different dates. "
            "Fetch them together, or accept orphans to keep these rows aside",
        )


def check_unique(path: Path, parties: Iterable[ListedParty]) -> None:
    """Raises ImportRefused when two entries bear the same id."""
    counted = Counter(party.key for party in parties)
    if twice := [key[1] for key, number in counted.items() if number > 1]:
        raise ImportRefused(
            path, None, f"{twice[0]} is there twice ({len(twice):,} such ids); expected one record each"
        )


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that are not blank, white space tidied, each once, in their order."""
    return tuple(dict.fromkeys(tidy for text in texts if (tidy := " ".join(text.split()))))
