"""How long the job takes that screens the stored parties anew, from the lists in the database to the alerts in it.

    .venv/bin/python benchmarks/alerts/rescreen.py [--parties 10000] [--update 200]

The list is OFAC's SDN list as published (../shared/data), before and after one of its updates from 2021 to 2024; the
stored parties are exporters whose names are listed names with a letter dropped, one in a hundred of them of parties
that the update added or changed. A PostgreSQL of its own is started, and goes afterwards. Adds a line to results.jsonl.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from exeat import pg
from exeat.domain.screening import ENGINE_VERSION, ListedParty

HERE = Path(__file__).parent
HISTORY = HERE.parents[2] / "shared/data/watchlists/ofac/sdn_history_2021-2024.jsonl.gz"
LIST = "ofac-sdn"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
RELEVANT = 100  # one stored party in so many is close to one that the update touches


@click.command()
@click.option("--parties", default=10_000, show_default=True, help="How many different parties are stored.")
@click.option("--update", default=200, show_default=True, help="Which of the published updates, from 1.")
def main(parties: int, update: int) -> None:
    """Measure one update, and the list's first version, with so many parties stored."""
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o711)  # the database's account passes through
        server = pg.OwnServer(Path(home) / "postgres", durable=True)
        server.start()
        try:
            os.environ |= {"DATABASE_URL": server.url("postgres"), "EXEAT_HOME": home}
            os.environ["DJANGO_SETTINGS_MODULE"] = "exeat.web.settings"
            result = _measure(parties, update)
        finally:
            server.stop()
    with (HERE / "results.jsonl").open("a") as results:
        results.write(json.dumps(result) + "\n")
    click.echo(json.dumps(result, indent=1))


def _measure(parties: int, update: int) -> dict[str, object]:
    import django

    django.setup()
    from django.core.management import call_command

    from exeat.web.alerts.models import Alert, Rescreening

    call_command("migrate", interactive=False, verbosity=0)
    before, after = _versions(update)
    known = set(before)
    touched = [one for one in after if one not in known]
    _store_exporters(parties, before, touched)
    first = _bring_into_force(before)
    second = _bring_into_force(after)
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "engine": ENGINE_VERSION,
        "parties": Rescreening.objects.latest("pk").parties,
        "listed": len(after),
        "added_or_changed": len(touched),
        "first_version": first,
        "update": second | {"alerts": Alert.objects.filter(rescreening=Rescreening.objects.latest("pk")).count()},
    }


def _versions(update: int) -> tuple[list[ListedParty], list[ListedParty]]:
    """The list before and after that update."""
    with gzip.open(HISTORY, "rt", encoding="utf-8") as lines:
        whole, *later = [json.loads(line) for line in lines]
    now = {row[0]: _party(row) for row in whole["full"]}
    before = dict(now)
    for one in later[:update]:
        before = dict(now)
        for gone in one["removed"]:
            now.pop(str(gone), None)
        now |= {row[0]: _party(row) for row in (*one["added"], *one["changed"])}
    return list(before.values()), list(now.values())


def _party(row: list[str]) -> ListedParty:
    kind = "person" if row[2].strip() == "individual" else "unknown"
    return ListedParty(row[0], LIST, kind, (row[1],), programmes=(row[3],))


def _store_exporters(parties: int, listed: Sequence[ListedParty], touched: Sequence[ListedParty]) -> None:
    """Exporters with the names of listed parties, a letter dropped: the same ones at each run."""
    from exeat.web.registers.models import Exporter

    chance = random.Random(0)
    rows = []
    for number in range(parties):
        source = touched if touched and number % RELEVANT == 0 else listed
        name = chance.choice(source).names[0][:150]
        drop = chance.randrange(len(name))
        name = f"{name[:drop]}{name[drop + 1 :]} {number}"
        rows.append(Exporter(name=name, country="XA", registration=f"R-{number}", status="verified", registered_at=NOW))
    Exporter.objects.bulk_create(rows, batch_size=2000)


def _bring_into_force(listed: Sequence[ListedParty]) -> dict[str, float]:
    """Seconds to store a version of the list, and to do the job that it asks for."""
    from exeat.domain.screening.importers import Imported
    from exeat.web.alerts.services.rescreening import run_waiting
    from exeat.web.registers.lists import store_watchlist

    began = time.perf_counter()
    imported = Imported(list_id=LIST, parties=tuple(listed), counts=(), sources={"history": "0" * 64})
    store_watchlist(imported, now=datetime.now(UTC))
    stored = time.perf_counter()
    run_waiting(now=datetime.now(UTC))
    return {"stored_s": round(stored - began, 2), "job_s": round(time.perf_counter() - stored, 2)}


if __name__ == "__main__":
    main()
