"""`exeat plan`: which offers to accept, who goes, who pays."""

from __future__ import annotations

import json
from pathlib import Path

import click

from exeat.cli._common import Refused, echo_json
from exeat.domain.planning import Decision, Plan, Scenario, ScenarioError, plan


@click.command("plan")
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--time-limit", type=click.FloatRange(min=0), default=10.0, show_default=True, help="Seconds to search.")
@click.option(
    "--work-limit",
    type=click.IntRange(min=0),
    help="The solver's work, instead of seconds: with the same seed, the same plan on any machine.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the solver's choices.")
@click.option("--output", type=click.Path(path_type=Path), help="Where the plan goes, as JSON.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
def plan_offers(
    scenario: Path, time_limit: float, work_limit: int | None, seed: int, output: Path | None, as_json: bool
) -> None:
    """Recommend which offers to accept, who goes and who pays.

    SCENARIO is a file of officials, offers, budgets and rules. The plan says how far from the best it can at most be,
    and gives its reasons for each offer. Where the offers that must be accepted cannot all be, the rules in conflict
    are named and the exit status is 1.
    """
    try:
        found = plan(Scenario.from_json(scenario), time_limit, work_limit, seed)
        if output is not None:
            output.write_text(json.dumps(found.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except ScenarioError as problem:
        raise Refused(f"{scenario}: {problem}")
    except OSError as problem:
        raise Refused(f"{problem.filename or scenario}: {problem.strerror}")
    if as_json:
        echo_json(found.to_json())
    if found.conflict is not None:
        raise Refused(f"{scenario}: there is no plan: {found.conflict}")
    if not as_json:
        _print(found)


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
