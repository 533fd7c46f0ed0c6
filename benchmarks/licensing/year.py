"""A year of cases through the services: do the statistics hold, and how fast are the pages?

    .venv/bin/python benchmarks/licensing/year.py [--cases 5000] [--home FOLDER]

Makes invented cases of one year with the services that the pages call, in a PostgreSQL of its own. It goes afterwards,
or is kept in the folder given, where the next run finds the year made and measures at once.
Then (1) takes every ended case along as a signed bundle, counts the bundles by itself and compares with the statistics;
(2) times the pages that list cases, and counts their queries at a fifth of the cases and at all of them; (3) proves the
ledger. Adds a line to results.jsonl and writes the table of README.md. A figure that differs, a fault of the ledger, or
queries that grow end it with 1.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
from tables import write_readme

from exeat import pg

HERE = Path(__file__).parent
YEAR = 2026
ASKED = 100  # times that each page is opened
PAGES = {
    "desk": "/desk/",
    "desk, late": "/desk/?show=late",
    "overview": "/overview/",
    "search": "/search/",
    "search for words": "/search/?q=cameras",
    "search for a party": "/search/?q=Calm+Shore+Fire+Servis",
    "statistics": f"/statistics/?first={YEAR}-01-01&last={YEAR}-12-31",
    "licences": "/licences/",
}


@click.command()
@click.option("--cases", default=5000, show_default=True, help="How many cases the year has.")
@click.option("--home", "kept", type=click.Path(path_type=Path), help="Keep the year here, or measure the one kept.")
def main(cases: int, kept: Path | None) -> None:
    """Make the year, compare, time, prove."""
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory() as home:
        Path(home).mkdir(exist_ok=True)
        Path(home).chmod(0o711)  # the database's account passes through
        server = pg.OwnServer(Path(home) / "postgres", durable=kept is not None)
        server.start()
        try:
            os.environ |= {"DATABASE_URL": server.url("postgres"), "EXEAT_HOME": str(home)}
            os.environ["DJANGO_SETTINGS_MODULE"] = "exeat.web.settings"
            result = _measure(cases, Path(home) / "made.json")
        finally:
            server.stop()
    with (HERE / "results.jsonl").open("a") as results:
        results.write(json.dumps(result) + "\n")
    write_readme(HERE / "README.md", HERE / "results.jsonl")
    click.echo(json.dumps(result, indent=1))
    grown = [name for name, page in result["pages"].items() if page["queries_grew"]]
    if result["differences"] or result["ledger_faults"] or grown:
        sys.exit(1)


def _measure(cases: int, told: Path) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command

    from exeat.web.audit.verify import verify

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    from making import Office

    office = Office(YEAR)
    if not told.exists():
        told.write_text(json.dumps(_made(office, cases)))
    made = json.loads(told.read_text())
    office.now = datetime.fromisoformat(made["now"])
    differences, bundled = _compare(office)
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "command": f"benchmarks/licensing/year.py --cases {made['cases']}",
        "cases": made["cases"],
        "made_s": made["seconds"],
        "bundles": bundled,
        "figures_compared": differences.pop("compared"),
        "differences": differences,
        "ledger_faults": len(verify().faults),
        "pages": _pages(office, made["queries"]),
    }


def _made(office: Any, cases: int) -> dict[str, Any]:
    """Make the year; how long it took, and the queries of each page at a fifth of it."""
    from exeat.web.search.services.indexing import catch_up

    began, few = time.perf_counter(), {}
    for done in range(cases):
        if done == cases // 5:
            catch_up(now=office.now)
            few = _queries(office)
        if done % 100 == 0:
            click.echo(f"{done} of {cases} cases after {time.perf_counter() - began:.0f} s", err=True)
        office.play(1)
    seconds = round(time.perf_counter() - began, 1)
    catch_up(now=office.now)
    return {"cases": cases, "seconds": seconds, "queries": few, "now": office.now.isoformat()}


# --- statistics, counted again from bundles ---------------------------------------------------------------------------


def _compare(office: Any) -> tuple[dict[str, Any], int]:
    """Where the statistics of the year and the figures counted from bundles differ; and how many bundles there were."""
    from exeat.domain.statistics import Period
    from exeat.web.statistics.selectors import statistics_of
    from exeat.web.statistics.services import catch_up

    statistics = statistics_of(Period(date(YEAR, 1, 1), date(YEAR, 12, 31)), head=catch_up(now=office.now))
    counted, bundles = _counted(office)
    differences: dict[str, Any] = {"compared": len(counted)}
    for (table, row, column), number in counted.items():
        try:
            said = statistics.tables[table].cell(row, column).number
        except KeyError:
            said = None  # no such row: zero
        if Decimal(str(said or 0)) != Decimal(number):
            differences[f"{table} / {row} / {column}"] = {"statistics": str(said), "bundles": str(number)}
    return differences, bundles


def _counted(office: Any) -> tuple[Counter[tuple[str, str, str]], int]:
    """Figures by table, row and column, from the JSON in the bundles and the policy's rates alone."""
    from exeat.adapters.bundles import read_bundle
    from exeat.web.audit.keys import public_keys
    from exeat.web.cases.models import Case
    from exeat.web.policy import policy
    from exeat.web.records.services.bundles import bundle_case

    found: Counter[tuple[str, str, str]] = Counter()
    keys, rates, own = public_keys(), policy().exchange, policy().state.currency
    cases = Case.objects.exclude(submitted_at=None, change="")
    for case in cases.iterator(chunk_size=200):
        content = bundle_case(case=case, viewer=office.people["officer"], now=office.now)
        told = json.loads(read_bundle(content, keys).files["case.json"])["case"]
        _count(told, found, rates, own)
    return found, cases.count()


OUTCOMES = {
    "case.grant": "granted",
    "case.grant_with_conditions": "granted",
    "case.refuse": "refused",
    "case.find_no_licence_required": "not_required",
    "case.withdraw": "withdrawn",
}


MEASURES = {
    "case.acknowledge_surrender": "acknowledged",
    "case.revoke_licence": "revoked",
    "case.suspend_licence": "suspended",
    "case.vary_to_suspend_licence": "suspended",
    "case.leave_licence": "left",
    "case.vary_to_leave_licence": "left",
}


def _count(case: dict[str, Any], found: Counter[tuple[str, str, str]], rates: Any, own: str) -> None:
    kinds = [event["kind"] for event in case["events"]]
    if (case["change"] or {}).get("how") in ("surrender", "suspend", "revoke"):
        _count_measure(case, found)
        return
    found["received", case["kind"], "received"] += 1
    found["received", "", "received"] += 1
    ended = next((OUTCOMES[kind] for kind in reversed(kinds) if kind in OUTCOMES), None)
    if ended is None:
        return
    destination = next(party["country"] for party in case["parties"] if party["role"] == "end_user")
    listed = [item for item in case["items"] if (item["classification"] or {}).get("entry")]
    worth = [_worth(item, rates, own) for item in listed or case["items"]]
    for table, row in (("kinds", case["kind"]), ("kinds", ""), ("destinations", destination)):
        found[table, row, ended] += 1
        if ended in ("granted", "refused"):
            found[table, row, f"value_{ended}"] += sum(worth, Decimal(0))
    if ended in ("granted", "refused"):
        for item in listed:
            found["entries", item["classification"]["entry"].partition(".")[0], ended] += 1


def _count_measure(case: dict[str, Any], found: Counter[tuple[str, str, str]]) -> None:
    how, events = case["change"]["how"], case["events"]
    opened = next(event for event in events if event["kind"] in ("case.submit", "case.open_proceeding"))
    ended = next((event for event in reversed(events) if event["kind"] in MEASURES), None)
    for row in (how, ""):
        found["measures", row, "opened"] += 1
        if opened["kind"] == "case.open_proceeding" and opened["role"] == "system":
            found["measures", row, "urgent"] += 1
        if ended:
            found["measures", row, MEASURES[ended["kind"]]] += 1
    for ground in ended["data"].get("grounds", ()) if ended else ():
        found["measure_grounds", ground, MEASURES[ended["kind"]]] += 1


def _worth(item: dict[str, Any], rates: Any, own: str) -> Decimal:
    rate = Decimal(1) if item["currency"] == own else Decimal(rates[item["currency"]])
    return Decimal(item["value"]) * rate


# --- pages ------------------------------------------------------------------------------------------------------------


def _open(office: Any, address: str) -> tuple[float, int]:
    """Milliseconds and queries of one answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = office.client
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        answer = client.get(address)
        spent = 1000 * (time.perf_counter() - began)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
    return spent, len(queries)


def _queries(office: Any) -> dict[str, int]:
    return {name: max(_open(office, address)[1] for _ in range(2)) for name, address in PAGES.items()}


def _pages(office: Any, few: dict[str, int]) -> dict[str, Any]:
    import exeat.web.wsgi  # noqa: F401 (what a server does before it answers)

    many, timed = _queries(office), {}
    for name, address in PAGES.items():
        spent = sorted(_open(office, address)[0] for _ in range(ASKED))
        timed[name] = {
            "p50_ms": round(spent[ASKED // 2], 1),
            "p95_ms": round(spent[int(ASKED * 0.95)], 1),
            "queries": many[name],
            "queries_grew": many[name] > few[name],
        }
    return timed


if __name__ == "__main__":
    main()
