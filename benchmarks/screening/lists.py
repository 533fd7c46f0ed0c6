"""The published lists beside the checkout, read with our own importers, for our engine and for its peers alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from exeat.domain.screening import ListedParty
from exeat.domain.screening.importers import import_list

SHARED = Path(__file__).resolve().parents[3] / "shared"
LISTS = SHARED / "data/watchlists"
SETS = SHARED / "bench/screening"


@dataclass(frozen=True, slots=True)
class Source:
    """One list: the importer's name for its format, and its files in ``../shared/data/watchlists``."""

    form: str
    files: tuple[str, ...]


SOURCES = (
    # The newest aliases and addresses belong to a newer main file than the newest there is: orphans are kept aside.
    Source("ofac-sdn", ("ofac/sdn_2024-07-02.csv", "ofac/alt_2026-06.csv", "ofac/add_2026-06.csv")),
    Source("ofac-cons", ("ofac/cons_prim.csv", "ofac/cons_alt.csv", "ofac/cons_add.csv")),
    Source("un-xml", ("un/UN_consolidated_2026-02-27.xml",)),
    Source("bis-744-xml", ("bis/ecfr_title-15_part-744_2026-07-23.xml",)),
    Source("us-dpl", ("bis/dpl_2022-09.txt",)),
    Source("canada-sema-xml", ("other/canada_sema_2025.xml",)),
)


def refuse_without_shared() -> None:
    """Ends the program, saying what is missing, where the published lists are not beside the checkout."""
    for folder in (LISTS, SETS):
        if not folder.is_dir():
            raise SystemExit(f"{folder} is not there: this benchmark needs the published lists and the labelled sets")


def published() -> list[ListedParty]:
    """Every party of the newest version of each list, in the order of list and id."""
    return sorted(
        (
            party
            for one in SOURCES
            for party in import_list(one.form, [LISTS / name for name in one.files], accept_orphans=True).parties
        ),
        key=lambda party: party.key,
    )


def names_in(parties: list[ListedParty]) -> int:
    """How many names the parties have together, weak ones included."""
    return sum(len(party.names) + len(party.weak_names) for party in parties)
