"""`exeat plan`: which offers to accept, who goes, who pays."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import BinaryIO

import click

from exeat.adapters.cluster import spread
from exeat.adapters.hands import ClusterFailed, Workers
from exeat.cli._common import Number, Refused, echo_json, handled
from exeat.cli._what_if import Trial, change_of, print_trial, tried, ways
from exeat.domain.files import written_whole
from exeat.domain.planning import Acceptance, Decision, Plan, Scenario, ScenarioError, plan

_HELP = f"""Recommend which offers to accept, who goes and who pays.

SCENARIO is a file of officials, offers, budgets and rules. The plan says how far from the best it can at most be,
and gives its reasons for each offer. Where the offers that must be accepted cannot all be, the rules in conflict
are named and the exit status is 1. Ctrl-C, or SIGTERM, ends the search with the best plan so far.

With --what-if two plans are made, of the scenario as it is and with the changes, within the same limits and without
reasons; printed is what moves from one to the other. A change is a word and its fields, ids as the scenario has them:

\b
{ways()}
"""


@click.command("plan", help=_HELP)
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--time-limit", type=Number(min=0), default=10.0, show_default=True, help="Seconds to search.")
@click.option(
    "--work-limit",
    type=click.IntRange(min=0),
    help="The solver's work, instead of seconds: with the same seed, the same plan on any machine.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the solver's choices.")
@click.option("--workers", type=click.IntRange(min=1), default=1, help="Processes, for a scenario of many states.")
@click.option("--cluster", default="", help="A Dask scheduler whose workers share that work, tcp://...")
@click.option(
    "--what-if",
    "what_if",
    multiple=True,
    metavar="CHANGE",
    help='What the plan would be with a change, "decline offer=f-12"; repeated, with all of them.',
)
@click.option("--output", type=click.Path(path_type=Path), help="Where the plan, or both, goes as JSON.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan, or both, as JSON.")
def plan_offers(
    scenario: Path,
    time_limit: float,
    work_limit: int | None,
    seed: int,
    workers: int,
    cluster: str,
    what_if: tuple[str, ...],
    output: Path | None,
    as_json: bool,
) -> None:
    changes = [change_of(text) for text in what_if]
    found: Plan | Trial
    try:
        with _output(output) as file, _stop_on_interrupt() as stopped, _hands(workers, cluster) as hands:
            limits = (time_limit, work_limit, seed)

            def make(one: Scenario, before: Iterable[Acceptance] = ()) -> Plan:
                return plan(one, *limits, interrupted=stopped, hands=hands, reasons=not changes, before=before)

            found = tried(scenario, changes, make) if changes else make(Scenario.from_json(scenario))
            if file is not None:
                file.write((json.dumps(found.to_json(), ensure_ascii=False, indent=1) + "\n").encode())
    except ScenarioError as problem:
        raise Refused(f"{scenario}: {problem}")
    except OSError as problem:
        raise Refused(f"{problem.filename or scenario}: {problem.strerror}")
    except ClusterFailed as problem:
        raise Refused(str(problem))
    if as_json:
        echo_json(found.to_json())
    made = found.plans[1] if isinstance(found, Trial) else found
    if made.conflict is not None:
        raise Refused(f"{scenario}: there is no plan{' with this' if changes else ''}: {made.conflict}")
    if not as_json:
        print_trial(found) if isinstance(found, Trial) else _print(found)


@contextmanager
def _stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C has been pressed or the program been told to end; a second time ends it as it does elsewhere."""
    asked = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        put_back()

    with handled((signal.SIGINT, signal.SIGTERM), stop) as put_back:
        yield lambda: asked


def _output(path: Path | None) -> AbstractContextManager[BinaryIO | None]:
    """Where the plan goes: opened before the search, so that no search is lost to a file that cannot be written."""
    return nullcontext() if path is None else written_whole(path)


@contextmanager
def _hands(workers: int, cluster: str) -> Iterator[Workers | None]:
    if workers == 1 and not cluster:
        yield None
        return
    with spread(workers=workers, cluster=cluster) as hands:
        yield hands


def _print(found: Plan) -> None:
    for decision in found.decisions:
        click.echo(_line(decision))
        for text in (*decision.reasons.because, *decision.reasons.would_change):
            click.echo(f"    {text}")
    assert found.value is not None and found.bound is not None
    accepted = sum(decision.acceptance is not None for decision in found.decisions)
    click.echo(
        f"{accepted} of {len(found.decisions)} offers accepted, value {found.value:.2f}, at most {found.bound:.2f};"
        f" {found.status}, {found.seconds:.1f} s, work {found.work}"
    )


def _line(decision: Decision) -> str:
    if decision.acceptance is None:
        return f"decline {decision.offer}"
    people = ", ".join(person for person, _ in decision.acceptance.attendees)
    return f"accept  {decision.offer}, session {decision.acceptance.session}: {people}"
