"""Every published update of OFAC's SDN list from 2021 to 2024, applied in turn."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from exeat.domain.screening import Delta, ListedParty, Party, Watchlist

pytestmark = pytest.mark.real_data

LIST = "ofac-sdn"
REBUILT_AFTER = {1, 40, 153, 307}  # updates after which the list is built anew to compare
ASKED = 60


def party(row: list[str]) -> ListedParty:
    kind = "person" if row[2].strip() == "individual" else "unknown"
    return ListedParty(row[0], LIST, kind, (row[1],), programmes=(row[3],))


def updates(path: Path) -> Iterator[dict[str, list[list[str]]]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def difference(now: dict[str, ListedParty], update: dict[str, list[list[str]]]) -> Delta:
    """What an update changes; a row that is the same but for its remarks is no change here."""
    fresh = [party(row) for row in (*update["added"], *update["changed"])]
    return Delta(
        added=tuple(one for one in fresh if one.id not in now),
        removed=tuple((LIST, str(one)) for one in update["removed"] if str(one) in now),
        changed=tuple(one for one in fresh if one.id in now and now[one.id] != one),
    )


def test_applying_all_updates_gives_the_answers_of_a_rebuild(shared_data: Path) -> None:
    whole, *later = updates(shared_data / "watchlists/ofac/sdn_history_2021-2024.jsonl.gz")
    now = {one.id: one for one in map(party, whole["full"])}
    watchlist = Watchlist(now.values())
    for number, update in enumerate(later, start=1):
        delta = difference(now, update)
        watchlist.apply(delta)
        for key in delta.removed:
            del now[key[1]]
        now |= {one.id: one for one in (*delta.added, *delta.changed)}
        if number in REBUILT_AFTER:
            rebuilt = Watchlist(now.values())
            names = sorted(one.names[0] for one in now.values())
            asked = [Party(name) for name in (*names[:: len(names) // ASKED], *(one.names[0] for one in delta.added))]
            assert watchlist.version == rebuilt.version
            assert watchlist.screen(asked, None, 0.6) == rebuilt.screen(asked, None, 0.6)
    assert number == 307
