"""The US Treasury's lists as it publishes them in CSV: SDN (sdn, alt, add) and consolidated (cons_prim, _alt, _add).

Layout: https://ofac.treasury.gov/specially-designated-nationals-list-sdn-list, "SDN data specification". No header;
``-0-`` stands for nothing; the last byte is Ctrl-Z. The remarks of an entity hold birth dates, nationalities, numbers
and, in quotes, the weak aliases; the alias file holds the strong ones.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exeat.domain.screening.importers import csvrows
from exeat.domain.screening.importers.imported import (
    Count,
    Countries,
    Imported,
    ImportRefused,
    Orphan,
    check_counts,
    check_orphans,
    check_unique,
    fingerprints,
    unique,
)
from exeat.domain.screening.importers.ofac_terms import TYPES, Source, born, identifier
from exeat.domain.screening.model import ListedParty

_LAYOUT = csvrows.Layout(sentinel=csvrows.CTRL_Z)
_KINDS = {12: "entities", 5: "aliases", 6: "addresses"}  # what a file is, by its number of fields
_RECORD = re.compile(rb"^\d+,", re.MULTILINE)

_BORN = re.compile(r"(?:alt\. )?DOB (.+)")
_STATE = re.compile(r"(?:alt\. )?(?:nationality|citizen|Nationality of Registration) (.+)")
_WEAK = re.compile(r"[afn]\.k\.a\. '(.+?)'(?=[;.]|$)|d\.b\.a\. '(.+?)'(?=[;.]|$)")


def read(source: Source, files: Sequence[Path], accept_orphans: bool) -> Imported:
    """The entities with the aliases and address countries that belong to them.

    ``files`` come in any order and are told apart by their number of fields: entities and aliases must be there,
    addresses (they give countries) may be missing. Raises ImportRefused for a file that is cut off or malformed, and
    when more than 1 % of aliases or addresses have no entity, unless ``accept_orphans``.
    """
    tables = _tables(files)
    if missing := [name for width, name in _KINDS.items() if width not in tables and width != 6]:
        raise ImportRefused(
            files[0], None, f"no file of {missing[0]} among those given; give sdn, alt and add together"
        )
    entities, aliases, addresses = (tables.get(width, _Table()) for width in (12, 5, 6))
    known = {row[0] for _, row in entities.rows}
    orphans = (*_orphans(aliases, known), *_orphans(addresses, known))
    if not accept_orphans:
        for table in (aliases, addresses):
            check_orphans(table.path, table.kind, len(table.rows), orphans)
    countries = Countries()
    names, states = _by_entity(aliases, 3), _by_entity(addresses, 4)
    parties = tuple(_party(source, row, names, states, countries) for _, row in entities.rows)
    check_unique(entities.path, parties)
    return Imported(
        source.list_id,
        parties,
        counts=tuple(table.count for table in (entities, aliases, addresses) if table.rows),
        sources=fingerprints(files),
        orphans=orphans,
        unknown_countries=dict(countries.unknown),
        notes=() if addresses.rows else ("no address file was given: countries come from the remarks alone",),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    path: Path = Path()
    kind: str = ""
    rows: tuple[csvrows.Row, ...] = ()

    @property
    def count(self) -> Count:
        return Count(self.kind, len(_RECORD.findall(self.path.read_bytes())), len(self.rows))


def _tables(files: Sequence[Path]) -> dict[int, _Table]:
    tables: dict[int, _Table] = {}
    for path in files:
        first = next(csvrows.rows(path, _LAYOUT, tuple(_KINDS)), None)
        if first is None:
            raise ImportRefused(path, None, "the file holds no record")
        width = len(first[1])
        if width in tables:
            raise ImportRefused(path, None, f"a second file of {_KINDS[width]}, beside {tables[width].path.name}")
        rows = ((line, tuple(_value(one) for one in row)) for line, row in csvrows.rows(path, _LAYOUT, (width,)))
        tables[width] = _Table(path, _KINDS[width], tuple(rows))
        check_counts(path, [tables[width].count])
    return tables


def _value(text: str) -> str:
    tidy = text.strip()
    return "" if tidy == "-0-" else tidy


def _orphans(table: _Table, known: set[str]) -> Iterator[Orphan]:
    for line, row in table.rows:
        if row[0] not in known:
            yield Orphan(table.path.name, line, table.kind, row)


def _by_entity(table: _Table, column: int) -> Mapping[str, list[str]]:
    values: defaultdict[str, list[str]] = defaultdict(list)
    for _, row in table.rows:
        values[row[0]].append(row[column])
    return values


def _party(
    source: Source,
    row: tuple[str, ...],
    aliases: Mapping[str, list[str]],
    addresses: Mapping[str, list[str]],
    countries: Countries,
) -> ListedParty:
    number, name, kind, programmes, flag, remarks = row[0], row[1], row[2], row[3], row[9], row[11]
    notes = [note.strip() for note in remarks.removesuffix(".").split(";")]
    states = [found[1] for note in notes if (found := _STATE.fullmatch(note))]
    return ListedParty(
        id=f"{source.prefix}-{number}",
        list=source.list_id,
        type=TYPES.get(kind, "unknown"),
        names=unique([name, *aliases.get(number, ())]),
        weak_names=unique(strong or weak for strong, weak in _WEAK.findall(remarks)),
        born=unique(date for note in notes if (found := _BORN.fullmatch(note)) for date in born(found[1])),
        countries=countries.codes([flag, *states, *addresses.get(number, ())]),
        identifiers=tuple(dict.fromkeys(one for note in notes if (one := identifier(note)))),
        programmes=unique(programmes.split("] [")),
    )
