"""The invented lists of the demo, brought into force by the readers and services that serve real ones."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from exeat.domain.controls import READERS
from exeat.domain.screening import ListedParty, listed_party, read_parties
from exeat.domain.screening.importers import Count, Imported
from exeat.web.accounts.models import User
from exeat.web.alerts.services.rescreening import run_waiting
from exeat.web.demo.paper import DATA
from exeat.web.demo.stories import day_back, moment
from exeat.web.registers.lists import store_control_list, store_watchlist

TITLES = {
    "model-un": "Model Security Council list (invented)",
    "partner-watch": "Partner state's watchlist (invented)",
}


def bring_into_force(by: User, now: datetime) -> None:
    """Store the control list and both watchlists as their first versions; nobody is held yet who could be on one."""
    lists = DATA / "lists"
    store_control_list(READERS["csv"]([lists / "model-goods.csv"]), by=by, now=now)
    for path in sorted(lists.glob("*.jsonl")):
        store_watchlist(_read(path), title=TITLES[path.stem], by=by, now=now)
    run_waiting(now=now)


def updates(by: User, now: datetime) -> list[tuple[datetime, Callable[[], object]]]:
    """The later versions of watchlists, with the moment when each came into force, told in `data/updates/*.toml`."""
    return [_update(path, by, now) for path in sorted((DATA / "updates").glob("*.toml"))]


def _update(path: Path, by: User, now: datetime) -> tuple[datetime, Callable[[], object]]:
    told = tomllib.loads(path.read_text())
    at = moment(day_back(now, told["days_back"]), told["at"])
    parties = {party.id: party for party in read_parties(DATA / "lists" / f"{path.stem}.jsonl")}
    for gone in told["gone"]:
        del parties[gone]
    for record in told["listed"]:
        parties[record["id"]] = listed_party({"list": path.stem, **record})
    imported = _imported(path, tuple(parties.values()))

    def bring() -> None:
        store_watchlist(imported, title=TITLES[path.stem], by=by, now=at)
        run_waiting(now=at)

    return at, bring


def _read(path: Path) -> Imported:
    return _imported(path, tuple(read_parties(path)))


def _imported(path: Path, parties: tuple[ListedParty, ...]) -> Imported:
    return Imported(
        list_id=path.stem,
        parties=parties,
        counts=(Count("parties", len(parties), len(parties)),),
        sources={path.name: hashlib.sha256(path.read_bytes()).hexdigest()},
    )
