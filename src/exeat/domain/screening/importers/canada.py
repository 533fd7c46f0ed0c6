"""Canada's consolidated autonomous sanctions list (Special Economic Measures Act and the Magnitsky law) as XML.

Source: https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/
sanctions/sema-lmes.xml. The country of a record is that of the regulations, not of the party, and stays a programme.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from exeat.domain.screening.dates import iso_date
from exeat.domain.screening.importers.imported import (
    Count,
    Imported,
    ImportRefused,
    MadeIds,
    check_counts,
    fingerprints,
    only_file,
    unique,
)
from exeat.domain.screening.importers.xmltree import count, line, required, root, text
from exeat.domain.screening.model import Identifier, ListedParty

LIST_ID = "canada-sema"


def read(files: Sequence[Path], accept_orphans: bool) -> Imported:
    """The persons, entities and ships of one file. Every record stands alone, so that there can be no orphans."""
    path = only_file(files, "the list as XML")
    top = root(path, "data-set")
    ids = MadeIds("CA")
    parties = tuple(_party(path, record, ids) for record in top.iterfind("record"))
    counts = (Count("records", count(path, "record"), len(parties)),)
    check_counts(path, counts)
    return Imported(LIST_ID, parties, counts, fingerprints(files))


def _party(path: Path, record: etree._Element, ids: MadeIds) -> ListedParty:
    regulations, listed_on = required(path, record, "Country"), required(path, record, "DateOfListing")
    person = unique([f"{text(record, 'GivenName')} {text(record, 'LastName')}"])
    organisation = unique(text(record, "EntityOrShip").split(";"))
    ship = text(record, "ShipIMONumber")
    if not (names := person or organisation):
        raise ImportRefused(path, line(record), "<record> without a name")
    born = iso_date(text(record, "DateOfBirthOrShipBuildDate")) if person else None
    return ListedParty(
        id=ids.make(regulations, text(record, "Schedule"), names[0], listed_on),
        list=LIST_ID,
        type="person" if person else "vessel" if ship else "organisation",
        names=unique([*names, *re.split(r";|\n", text(record, "Aliases"))]),
        born=(born,) if born else (),
        identifiers=(Identifier("imo", ship),) if ship else (),
        programmes=(regulations,),
    )
