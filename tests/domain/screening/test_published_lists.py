"""The lists as they are published: complete counts, and no half-read file."""

from collections import Counter
from pathlib import Path

import pytest

from exeat.domain.screening import Party, Watchlist, diff, rescreen
from exeat.domain.screening.importers import Imported, ImportRefused, import_list

pytestmark = pytest.mark.real_data

FILES = {
    "ofac-sdn": ("ofac/sdn_2024-07-02.csv", "ofac/alt_2026-06.csv", "ofac/add_2026-06.csv"),
    "ofac-cons": ("ofac/cons_prim.csv", "ofac/cons_alt.csv", "ofac/cons_add.csv"),
    "un-xml": ("un/UN_consolidated_2026-02-27.xml",),
    "bis-744-xml": ("bis/ecfr_title-15_part-744_2026-07-23.xml",),
    "us-dpl": ("bis/dpl_2022-09.txt",),
    "us-csl-csv": ("other/us_csl_sample_2019-12.csv",),
    "canada-sema-xml": ("other/canada_sema_2025.xml",),
}


@pytest.fixture(scope="module")
def watchlists(shared_data: Path) -> Path:
    return shared_data / "watchlists"


def read(watchlists: Path, name: str) -> Imported:
    return import_list(name, [watchlists / file for file in FILES[name]], accept_orphans=True)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("ofac-sdn", {"entities": 15_443, "aliases": 20_260, "addresses": 24_776}),
        ("ofac-cons", {"entities": 442, "aliases": 1_073, "addresses": 574}),
        ("un-xml", {"individuals": 730, "entities": 273}),
        ("bis-744-xml", {"Entity List rows": 3_414, "Unverified List rows": 186, "Military End-User List rows": 70}),
        ("us-dpl", {"denied persons": 581}),
        ("us-csl-csv", {"parties": 115}),
        ("canada-sema-xml", {"records": 4_759}),
    ],
)
def test_every_record_of_the_source_is_read(watchlists: Path, name: str, counts: dict[str, int]) -> None:
    found = read(watchlists, name).counts
    assert {one.what: one.read for one in found} == counts
    assert {one.what: one.in_source for one in found} == counts


def test_ofac_files_of_different_dates_leave_orphans(watchlists: Path) -> None:
    imported = read(watchlists, "ofac-sdn")
    assert Counter(one.kind for one in imported.orphans) == {"aliases": 2_375, "addresses": 4_992}
    with pytest.raises(ImportRefused, match="2,375 of 20,260 aliases"):
        import_list("ofac-sdn", [watchlists / file for file in FILES["ofac-sdn"]])


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_anywhere_is_refused(watchlists: Path, tmp_path: Path, name: str, share: float) -> None:
    whole, *others = [watchlists / file for file in FILES[name]]
    data = whole.read_bytes()
    cut = tmp_path / whole.name
    cut.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ImportRefused, match=cut.name):
        import_list(name, [cut, *others], accept_orphans=True)


def test_few_commerce_entries_announce_other_aliases_than_were_read(watchlists: Path) -> None:
    assert len(read(watchlists, "bis-744-xml").notes) <= 10


def test_names_in_two_versions_of_the_un_list_are_found_and_rescreened(watchlists: Path) -> None:
    old = Watchlist(import_list("un-xml", [watchlists / "un/UN_consolidated_2025-04-19.xml"]).parties)
    new = Watchlist(read(watchlists, "un-xml").parties)
    delta = diff(old, new)
    assert (len(delta.added), len(delta.removed), len(delta.changed)) == (130, 4, 4)
    asked = [Party(party.names[0]) for party in (*new.parties[::20], *delta.added[::10])]
    assert all(matches and matches[0].score > 0.85 for matches in new.screen(asked, top=1))
    before = [{one.key: one for one in found} for found in old.screen(asked, None, 0.7)]
    after = [{one.key: one for one in found} for found in new.screen(asked, None, 0.7)]
    differing = sum(len(was.items() ^ now.items()) for was, now in zip(before, after, strict=True))
    alerts = rescreen(old, new, asked)
    assert sum(2 if one.change == "changed" else 1 for one in alerts) == differing > 0
