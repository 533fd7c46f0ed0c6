"""Reading a control list: its versions, its entries with their notes beside them, and what a search finds in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from exeat.domain.controls import Candidate, ControlList, Entry, Provision, Regime, UnknownCodeError
from exeat.web.accounts.models import User
from exeat.web.policy import local_day, policy
from exeat.web.registers.addresses import CURRENT, provision_url
from exeat.web.registers.lists import read_control_list, versions_in_force
from exeat.web.registers.marking import Piece, Span, pieces, references
from exeat.web.registers.models import ControlListVersion

FOUND = 30
DEEPEST = 6
BESIDE = ("note", "technical_note", "nb", "exclusion", "definition")
"""Records that stand beside what they modify, and not in the order of the goods."""


@dataclass(frozen=True)
class Line:
    """A record as it is shown: `depth` steps below its entry, its text in pieces, its notes beside it.

    `elsewhere` are notes that bear on it and are shown in full beside another record.
    """

    record: Provision
    depth: int
    pieces: tuple[Piece, ...]
    notes: tuple[Line, ...] = ()
    elsewhere: tuple[Provision, ...] = ()


@dataclass(frozen=True)
class ProvisionPage:
    """A provision with its entry, what stands above it, and where the entry's regimes are said to come from."""

    control_list: ControlList
    version: ControlListVersion
    in_force: bool
    record: Provision
    entry: Entry | None
    above: tuple[Provision, ...]
    lines: tuple[Line, ...]
    regimes: tuple[Regime, ...]


@dataclass(frozen=True)
class FoundProvision:
    """A provision in which the sought words stand."""

    path: str
    url: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class FoundEntry:
    """An entry that a search found, with the provisions of it that the words stand in."""

    entry: str
    title: str
    url: str
    why: tuple[str, ...]
    provisions: tuple[FoundProvision, ...]


def may_read(reader: User, list_id: str) -> bool:
    """Whether the reader may see the list's text: anybody signed in, or everybody where the policy opens the list."""
    return bool(reader.is_authenticated) or list_id in policy().public_lists


def find_version(list_id: str, version: str = CURRENT) -> ControlListVersion | None:
    """The version of that name, the one in force, or the one that began last by a day; None when there is none."""
    if version == CURRENT:
        return next((row for row in versions_in_force(ControlListVersion) if row.list_id == list_id), None)
    of_list = ControlListVersion.objects.filter(list_id=list_id).defer("content")
    return of_list.filter(version=version).first() or _as_of(list(of_list), version)


def _as_of(versions: Sequence[ControlListVersion], day: str) -> ControlListVersion | None:
    """The version that began last by a day (2026-03-01): by its own date, else by the day it was brought in."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        return None
    begun = [row for row in versions if _begins(row) <= wanted]
    return max(begun, key=lambda row: (_begins(row), row.imported_at), default=None)


def _begins(version: ControlListVersion) -> date:
    return version.list_date or local_day(version.imported_at)


def search(version: ControlListVersion, sought: str) -> list[FoundEntry]:
    """The entries nearest to some words, with the places in which the words stand."""
    found = read_control_list(version).classify(sought, top=FOUND)
    return [_found(version, candidate) for candidate in found]


def _found(version: ControlListVersion, candidate: Candidate) -> FoundEntry:
    def url(path: str) -> str:
        return provision_url(version.list_id, version.version, path)

    provisions = (
        FoundProvision(one.path, url(one.path), tuple(pieces(one.text, (Span(a, b, "word") for a, b in one.spans))))
        for one in candidate.provisions
    )
    return FoundEntry(candidate.entry, candidate.title, url(candidate.entry), candidate.why, tuple(provisions))


def provision_page(version: ControlListVersion, path: str) -> ProvisionPage | None:
    """What the list prints at a path, in its entry; None when it prints nothing there."""
    control_list = read_control_list(version)
    try:
        record = control_list.provision(path)
    except UnknownCodeError:
        return None
    entry = _entry(control_list, record.path)
    newest = find_version(version.list_id)
    printed = entry.provisions if entry else (record,)
    return ProvisionPage(
        control_list=control_list,
        version=version,
        in_force=newest is not None and newest.pk == version.pk,
        record=record,
        entry=entry,
        above=control_list.ancestors(record.path),
        lines=tuple(lines_of(control_list, printed, version.version)),
        regimes=control_list.regimes(entry) if entry else (),
    )


def _entry(control_list: ControlList, path: str) -> Entry | None:
    """The entry around a path; None for what is printed outside the entries."""
    try:
        return control_list.entry(path)
    except UnknownCodeError:
        return None


def lines_of(control_list: ControlList, printed: Sequence[Provision], version: str) -> Iterator[Line]:
    """The records in their order, each with the notes that modify it; a note stands in full beside its first target."""
    known = {record.path: record for record in printed}
    full: dict[str, list[Provision]] = defaultdict(list)
    mentioned: dict[str, list[Provision]] = defaultdict(list)
    placed = set()
    for record in printed:
        aimed = [path for path in record.applies_to if path in known and known[path].kind not in BESIDE]
        targets = aimed or [path for path in (record.parent,) if path in known]
        if record.kind in BESIDE and targets:
            placed.add(record.path)
            full[targets[0]].append(record)
            for path in targets[1:]:
                mentioned[path].append(record)

    def line(record: Provision, notes: bool) -> Line:
        return Line(
            record=record,
            depth=min(len(control_list.ancestors(record.path)), DEEPEST),
            pieces=tuple(pieces(record.text, references(control_list, record, version))),
            notes=tuple(line(note, notes=True) for note in full[record.path]) if notes else (),
            elsewhere=tuple(mentioned[record.path]),
        )

    return (line(record, notes=True) for record in printed if record.path not in placed)
