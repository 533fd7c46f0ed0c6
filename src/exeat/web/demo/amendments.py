"""The amendment of the demo's control list, told in `data/amendments/<list>.toml`."""

from __future__ import annotations

import csv
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from exeat.domain.controls import READERS
from exeat.web.accounts.models import User
from exeat.web.classification.services.amending import compare_new_versions
from exeat.web.demo.paper import DATA
from exeat.web.demo.stories import day_back, moment
from exeat.web.registers.lists import store_control_list


def amendments(by: User, now: datetime) -> list[tuple[datetime, Callable[[], object]]]:
    """The later versions of control lists, with the moment when each came into force."""
    return [_amendment(path, by, now) for path in sorted((DATA / "amendments").glob("*.toml"))]


def _amendment(path: Path, by: User, now: datetime) -> tuple[datetime, Callable[[], object]]:
    told = tomllib.loads(path.read_text())
    at = moment(day_back(now, told["days_back"]), told["at"])

    def bring() -> None:
        with tempfile.TemporaryDirectory() as folder:
            amended = Path(folder) / f"{path.stem}.csv"
            _write(amended, _amended(DATA / "lists" / amended.name, told))
            store_control_list(READERS["csv"]([amended]), by=by, now=at)
        compare_new_versions(now=at)

    return at, bring


def _amended(original: Path, told: Mapping[str, Any]) -> Iterable[dict[str, str]]:
    """The rows of the list with the changed texts, and each added row after the one that it names."""
    changed = {row["code"]: row["text"] for row in told["changed"]}
    added = {row["after"]: {key: text for key, text in row.items() if key != "after"} for row in told["added"]}
    with original.open(newline="") as file:
        for row in csv.DictReader(file):
            yield row | ({"text": changed[row["code"]]} if row["code"] in changed else {})
            if row["code"] in added:
                yield dict.fromkeys(row, "") | added[row["code"]]


def _write(path: Path, rows: Iterable[dict[str, str]]) -> None:
    content = list(rows)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(content[0]))
        writer.writeheader()
        writer.writerows(content)
