"""The US Consolidated Screening List as CSV: eleven lists of three departments in one file.

Layout: https://www.trade.gov/consolidated-screening-list, "CSL CSV". Addresses end in a country code; several values
in a field are separated by semicolons. The file has no count and no end mark, so that a cut exactly between two rows
cannot be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from exeat.domain.screening.dates import iso_date
from exeat.domain.screening.importers import csvrows
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
    unique,
)
from exeat.domain.screening.model import Identifier, ListedParty

LIST_ID = "us-csl"
_NEEDED = ("source", "entity_number", "type", "programs", "name", "addresses", "alt_names", "ids")
_OPTIONAL = ("dates_of_birth", "nationalities", "citizenships", "vessel_flag", "start_date")
_TYPES = {"Individual": "person", "Entity": "organisation", "Vessel": "vessel", "Aircraft": "aircraft"}
_SHORT_NAME = re.compile(r"\(([A-Z]{2,6})\)")  # "Entity List (EL) - Bureau of ..."
_CODE_AT_END = re.compile(r"(?:^|, )([A-Z]{2})$")
_ID_KINDS = {"Passport": "passport", "Tax ID No.": "tax", "Registration ID": "registration", "SWIFT/BIC": "swift"}


def read(files: Sequence[Path], accept_orphans: bool) -> Imported:
    """The parties of one file, each with its source list as programme. There can be no orphans.

    Raises ImportRefused for a missing column, a row that is cut off, or a row without source or name.
    """
    path = only_file(files, "the list as CSV")
    rows = csvrows.named(path, _NEEDED, optional=_OPTIONAL)
    ids: dict[str, MadeIds] = {}
    countries = Countries()
    parties = tuple(_party(path, line, row, ids, countries) for line, row in rows)
    counts = (Count("parties", csvrows.count(path) - 1, len(parties)),)
    check_counts(path, counts)
    check_unique(path, parties)
    return Imported(LIST_ID, parties, counts, fingerprints(files), unknown_countries=dict(countries.unknown))


def _party(path: Path, line: int, row: Mapping[str, str], ids: dict[str, MadeIds], countries: Countries) -> ListedParty:
    names = unique([row["name"], *row["alt_names"].split(";")])
    short = _SHORT_NAME.search(row["source"])
    if not row["name"].strip() or not short:
        raise ImportRefused(path, line, "expected a name and a source list with its short name in brackets")
    prefix = short[1]
    number = row["entity_number"].strip()
    made = ids.setdefault(prefix, MadeIds(prefix)).make(row["name"], row["addresses"], row["start_date"])
    states = [*row["nationalities"].split(";"), *row["citizenships"].split(";")]
    return ListedParty(
        id=f"{prefix}-{number}" if number else made,
        list=LIST_ID,
        type=_TYPES.get(row["type"].strip(), "unknown"),
        names=names,
        born=unique(one for text in row["dates_of_birth"].split(";") if (one := iso_date(text))),
        countries=countries.codes([*states, row["vessel_flag"], *_address_codes(row["addresses"])]),
        identifiers=tuple(dict.fromkeys(_identifiers(row["ids"]))),
        programmes=unique([prefix, *row["programs"].split(";")]),
    )


def _address_codes(addresses: str) -> Iterator[str]:
    for address in addresses.split(";"):
        if found := _CODE_AT_END.search(address.strip()):
            yield found[1]


def _identifiers(text: str) -> Iterator[Identifier]:
    """From "CO, 805026824-5, NIT #" or "IMO 9116412, Vessel Registration Identification"; other parts are notes."""
    for part in text.split(";"):
        fields = [field.strip() for field in part.split(",")]
        if len(fields) < 2 or not any(character.isdigit() for character in fields[-2]):
            continue
        value, kind = fields[-2], fields[-1]
        if value.startswith("IMO "):
            yield Identifier("imo", value.removeprefix("IMO "))
        elif kind.endswith(("No.", "No", "#", "ID", "Number", "Code", "Passport", "BIC")):
            yield Identifier(_ID_KINDS.get(kind, "registration"), value)
