"""A what-if on a terminal: changes as they are typed, the plan with them, and what moved."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from exeat.cli._common import Refused
from exeat.domain.planning import Acceptance, Plan, Scenario
from exeat.domain.planning.figures import Figures, figures
from exeat.domain.planning.roster import Roster
from exeat.domain.planning.whatif import FIELDS, Change, Kind, Move, Rows, changed, moves


def change_of(text: str) -> Change:
    """A change as it is typed: ``decline offer=f-12``. Raises ``click.UsageError`` for anything else."""
    try:
        kind, *pairs = shlex.split(text) or [""]
        return Change.from_json(
            {name: value for name, _, value in (one.partition("=") for one in pairs)} | {"kind": kind}
        )
    except ValueError as problem:  # a ScenarioError, or an open quotation mark
        raise click.UsageError(f"--what-if {text!r}: {problem}")


def ways() -> str:
    """Every kind of change with its fields, a line each."""
    return "\n".join(f"  {_way(kind)}" for kind in Kind)


def _way(kind: Kind) -> str:
    needed, possible = FIELDS[kind]
    return " ".join([kind, *(f"{name}=..." for name in needed), *(f"[{name}=...]" for name in possible)])


@dataclass(frozen=True)
class Trial:
    """A scenario's plan beside the plan of what was made of it; ``rows`` are the changed scenario's."""

    changes: tuple[Change, ...]
    rows: Rows
    scenarios: tuple[Scenario, Scenario]
    plans: tuple[Plan, Plan]

    @property
    def moves(self) -> list[Move]:
        before, after = self.plans
        return moves(before.accepted, after.accepted, [one.id for one in self.scenarios[0].offers])

    @property
    def figures(self) -> tuple[Figures, Figures]:
        before, after = (
            figures(Roster(scenario, made.accepted.values()))
            for scenario, made in zip(self.scenarios, self.plans, strict=True)
        )
        return before, after

    def to_json(self) -> dict[str, Any]:
        """Both plans, what moved, and the changed scenario, to be kept and planned with again."""
        before, after = self.plans
        row = {"changes": [one.to_json() for one in self.changes], "before": before.to_json(), "after": after.to_json()}
        if after.conflict is None:
            names = ("before", "after")
            row |= {
                "moves": [_move(one) for one in self.moves],
                "figures": {name: _plain(one) for name, one in zip(names, self.figures, strict=True)},
            }
        return row | {"scenario": self.rows}


def tried(path: Path, changes: Iterable[Change], make: Callable[[Scenario, Iterable[Acceptance]], Plan]) -> Trial:
    """Plan the scenario of a file as it is and with the changes. Raises ``ScenarioError`` and ``OSError``.

    Raises ``Refused`` where the scenario has no plan as it is.
    """
    data, changes = path.read_bytes(), tuple(changes)
    scenario = Scenario.read(data)
    rows = changed(json.loads(data), changes)
    other = Scenario.read(json.dumps(rows).encode())
    before = make(scenario, ())
    if before.conflict is not None:
        raise Refused(f"{path}: there is no plan to change: {before.conflict}")
    return Trial(changes, rows, (scenario, other), (before, make(other, before.accepted.values())))


def print_trial(trial: Trial) -> None:
    """What moved, offer by offer, and what that comes to."""
    before, after = trial.plans
    scenario = trial.scenarios[0]
    moved = [
        (one.offer, one.what, *(_answer(scenario, each) for each in (one.before, one.after))) for one in trial.moves
    ]
    if moved:
        _table([("offer", "what", "before", "after"), *moved])
    else:
        click.echo("No answer moves.")
    click.echo()
    _table([("", "before", "after", "difference"), *_figures(trial)], numbers=True)
    for when, made in (("before", before), ("after", after)):
        click.echo(f"{when}: {len(made.accepted)} of {len(made.decisions)} offers accepted; {made.status}")


def _answer(scenario: Scenario, one: Acceptance | None) -> str:
    if one is None:
        return "declined"
    payer = scenario.offer[one.offer].funding[one.funding].payer
    return f"session {one.session}, {', '.join(person for person, _ in one.attendees)}; {payer} pays"


def _figures(trial: Trial) -> list[tuple[str, ...]]:
    one, two = (asdict(found) for found in trial.figures)
    rows = [(named, float(one[name]), float(two[name])) for name, named in _NAMED.items()]
    before, after = (float(one.bound or 0) for one in trial.plans)
    rows.insert(1, ("at most", before, after))
    return [(name, f"{one:,.2f}", f"{two:,.2f}", f"{two - one:+,.2f}") for name, one, two in rows]


_NAMED = {
    "value": "value",
    "gain": "worth of what is built",
    "units": "units of capability built",
    "days": "desk days that it takes",
    "desk_cost": "price of these days",
    "short_days": "days below desks' reserves",
    "own_cost": "own money",
}


def _table(rows: Sequence[Sequence[str]], numbers: bool = False) -> None:
    """Columns as wide as they must be; of ``numbers``, all but the first end together."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = (
            cell.rjust(width) if numbers and at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        click.echo("  ".join(cells).rstrip())


def _move(one: Move) -> dict[str, Any]:
    before, after = (None if each is None else each.to_json() for each in (one.before, one.after))
    return {"offer": one.offer, "what": one.what, "before": before, "after": after}


def _plain(found: Figures) -> dict[str, Any]:
    rows = asdict(found)
    own = {"accepted": found.accepted, "own_cost": str(found.own_cost)}
    return {name: float(number) for name, number in rows.items()} | own
