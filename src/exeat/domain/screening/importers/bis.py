"""The US Commerce lists of 15 CFR part 744 as the eCFR publishes them in XML.

Supplement 4 (Entity List), 6 (Unverified List) and 7 (Military End-User List) are tables: country, party with aliases
and addresses in one cell, citation. A country cell left blank means the country above. What a cell holds is read in
``bis_cells``. The source gives no ids; an id here is made from list, country and first name, so that it lasts as long
as these do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from exeat.domain.screening.importers.bis_cells import Entry, entries
from exeat.domain.screening.importers.imported import (
    Count,
    Countries,
    Imported,
    ImportRefused,
    MadeIds,
    check_counts,
    check_unique,
    fingerprints,
    only_file,
)
from exeat.domain.screening.importers.xmltree import line, root
from exeat.domain.screening.model import ListedParty


@dataclass(frozen=True, slots=True)
class Supplement:
    """One of the three tables: its number, the list's id and name, and what stands before the ids of its parties."""

    number: int
    list_id: str
    prefix: str
    name: str


SUPPLEMENTS = (
    Supplement(4, "bis-entity-list", "EL", "Entity List"),
    Supplement(6, "bis-unverified-list", "UVL", "Unverified List"),
    Supplement(7, "bis-military-end-users", "MEU", "Military End-User List"),
)

# Rows that list nobody: headings within a group of institutions, countries kept free, footnotes in a single cell.
_NOBODY = re.compile(r"\[Reserved\]|Subordinate institu\w+:?|The following \w+ subordinate institutions of .*")
_ADDRESSES_OF_ABOVE = re.compile(r"The following addresses apply to .*", re.DOTALL)


def read(files: Sequence[Path], accept_orphans: bool) -> Imported:
    """The parties of the three supplements in one file; each knows its list. There can be no orphans.

    Raises ImportRefused for XML that is cut off or malformed, a supplement that is missing, and when a row of a table
    gave no party.
    """
    path = only_file(files, "part 744 in XML")
    top = root(path, "DIV5")
    countries = Countries()
    parties: list[ListedParty] = []
    counts: list[Count] = []
    miscounted: list[str] = []
    for supplement in SUPPLEMENTS:
        rows = list(_rows(path, top, supplement))
        counts.append(Count(f"{supplement.name} rows", _rows_in_source(path, supplement), len(rows)))
        found = [(country, entry) for country, listed in rows for entry in listed]
        miscounted += [entry.name for _, entry in found if entry.miscounted]
        parties += _parties(supplement, found, countries)
    check_counts(path, counts)
    check_unique(path, parties)
    return Imported(
        "bis-744",
        tuple(parties),
        tuple(counts),
        sources=fingerprints(files),
        unknown_countries=dict(countries.unknown),
        notes=tuple(f"{name}: announces another number of aliases than were read" for name in miscounted),
    )


def _supplement(path: Path, top: etree._Element, supplement: Supplement) -> etree._Element:
    name = f"Supplement No. {supplement.number} to Part 744"
    for division in top.iterfind("DIV9"):
        if division.get("N") == name:
            return division
    raise ImportRefused(path, line(top), f"{name} is missing; expected the whole of part 744")


def _rows(path: Path, top: etree._Element, supplement: Supplement) -> Iterator[tuple[str, list[Entry]]]:
    """Country and entries of each row that lists someone."""
    country = ""
    for row in _supplement(path, top, supplement).iter("TR"):
        cells = [_text(cell) for cell in row.iterfind("TD")]
        if len(cells) < 2:
            continue
        country = " ".join(cells[0].split()) or country
        cell = cells[1].strip()
        if _NOBODY.fullmatch(" ".join(cell.split())) or _ADDRESSES_OF_ABOVE.fullmatch(cell):
            continue
        if not (found := entries(cell)):
            raise ImportRefused(path, line(row), f"no name could be read in this row: {cell[:80]}")
        yield country, found


def _text(cell: etree._Element) -> str:
    """The text of a cell with a line end for each <br/>."""
    parts = [cell.text or ""]
    for inner in cell.iterdescendants():
        parts.append("\n" if inner.tag == "br" else inner.text or "")
        parts.append(inner.tail or "")
    return "".join(parts)


def _rows_in_source(path: Path, supplement: Supplement) -> int:
    """Rows that list someone, counted in the raw text without the XML parser."""
    source = path.read_text(encoding="utf-8")
    part = source.split(f'<DIV9 N="Supplement No. {supplement.number} to Part 744"')[-1].split("</DIV9>")[0]
    rows = (re.findall(r"<TD[^>]*>(.*?)</TD>|<TD[^>]*/>", row, re.DOTALL) for row in part.split("<TR>")[1:])
    plain = (" ".join(re.sub(r"<[^>]*>", "", row[1]).split()) for row in rows if len(row) > 1)
    return sum(1 for text in plain if not (_NOBODY.fullmatch(text) or _ADDRESSES_OF_ABOVE.fullmatch(text)))


def _parties(supplement: Supplement, found: Sequence[tuple[str, Entry]], countries: Countries) -> Iterator[ListedParty]:
    ids = MadeIds(supplement.prefix)
    for country, entry in found:
        yield ListedParty(
            id=ids.make(country, entry.names[0]),
            list=supplement.list_id,
            type="unknown",  # the source does not say who is a person
            names=entry.names,
            weak_names=entry.acronyms,
            countries=countries.codes([country]),
            programmes=(supplement.name,),
        )
