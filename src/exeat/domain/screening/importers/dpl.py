"""The Denied Persons List of the US Bureau of Industry and Security: tab-separated, every field in quotes.

Source: https://www.bis.gov/dpl/dpl.txt. One row is one denied person at one address; the file has no ids, no count and
no end mark, so that a cut exactly between two rows cannot be seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from exeat.domain.screening.importers import csvrows
from exeat.domain.screening.importers.imported import (
    Count,
    Countries,
    Imported,
    ImportRefused,
    MadeIds,
    check_counts,
    fingerprints,
    only_file,
    unique,
)
from exeat.domain.screening.model import ListedParty

LIST_ID = "us-dpl"
_COLUMNS = ("Name", "Street_Address", "Country", "Effective_Date")


def read(files: Sequence[Path], accept_orphans: bool) -> Imported:
    """The denied persons of one file. Every row stands alone, so that there can be no orphans."""
    path = only_file(files, "dpl.txt")
    ids, countries = MadeIds("DPL"), Countries()
    parties = []
    for line, row in csvrows.named(path, _COLUMNS, delimiter="\t"):
        if not (names := unique([row["Name"]])):
            raise ImportRefused(path, line, "the name is empty")
        made = ids.make(row["Name"], row["Street_Address"], row["Effective_Date"])
        parties.append(ListedParty(made, LIST_ID, "unknown", names, countries=countries.codes([row["Country"]])))
    in_source = len(re.findall(rb'^"', path.read_bytes(), re.MULTILINE)) - 1
    counts = (Count("denied persons", in_source, len(parties)),)
    check_counts(path, counts)
    return Imported(LIST_ID, tuple(parties), counts, fingerprints(files), unknown_countries=dict(countries.unknown))
