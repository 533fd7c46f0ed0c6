"""What an update of a watchlist is judged by: the version in force in the database."""

import pytest

from exeat.cli._shelves import Database, Last
from exeat.domain.screening import ListedParty
from exeat.domain.screening.importers import Imported, digest_of_sources
from exeat.web.registers.models import WatchlistVersion

pytestmark = pytest.mark.django_db


def imported(names: int, sources: dict[str, str]) -> Imported:
    parties = tuple(ListedParty(f"T-{number}", "test", "person", (f"Heron {number}",)) for number in range(names))
    return Imported("test", parties, counts=(), sources=sources)


def test_a_list_never_imported_has_no_last_version() -> None:
    assert Database().last("test") is None


def test_the_last_import_is_known_by_its_sources_and_its_number_of_parties() -> None:
    shelf = Database()
    for names, sources in ((3, {"a.csv": "1" * 64}), (5, {"a.csv": "2" * 64, "b.csv": "3" * 64})):
        assert shelf.put(imported(names, sources)) is None
        assert shelf.last("test") == Last(names, digest_of_sources(sources))
    assert WatchlistVersion.objects.filter(list_id="test").count() == 2
