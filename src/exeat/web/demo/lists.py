"""The invented lists of the demo, brought into force by the readers and services that serve real ones."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from exeat.domain.controls import READERS
from exeat.domain.screening import read_parties
from exeat.domain.screening.importers import Count, Imported
from exeat.web.accounts.models import User
from exeat.web.demo.paper import DATA
from exeat.web.registers.lists import store_control_list, store_watchlist

TITLES = {
    "model-un": "Model Security Council list (invented)",
    "partner-watch": "Partner state's watchlist (invented)",
}


def bring_into_force(by: User, now: datetime) -> None:
    """Store the control list and both watchlists as their first versions."""
    lists = DATA / "lists"
    store_control_list(READERS["csv"]([lists / "model-goods.csv"]), by=by, now=now)
    for path in sorted(lists.glob("*.jsonl")):
        store_watchlist(_read(path), title=TITLES[path.stem], by=by, now=now)


def _read(path: Path) -> Imported:
    parties = tuple(read_parties(path))
    lines = len(path.read_text().splitlines())
    return Imported(
        list_id=path.stem,
        parties=parties,
        counts=(Count("parties", lines, len(parties)),),
        sources={path.name: hashlib.sha256(path.read_bytes()).hexdigest()},
    )
