"""Makes a plan: scenario → first plan → solver → plan, with the value recomputed from its decisions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .conflict import Conflict, find_conflict, required
from .explain import Reasons, reasons_for, reasons_for_all
from .greedy import best_of, by_date, by_score, improve, spare
from .roster import Acceptance, Roster
from .rules import violations
from .scenario import Scenario
from .search import solve
from .solvers.interface import Limits
from .states import Hands
from .value import most_gain, value

_MANY = 400  # offers, beyond which no ranking is made better before the search
_NO_REASONS = Reasons(None, (), ())
_TOLERANCE = 1e-6  # relative; a solver's bound is a binary fraction


@dataclass(frozen=True)
class Decision:
    """The answer to one offer; ``acceptance`` is None where it is declined."""

    offer: str
    acceptance: Acceptance | None
    reasons: Reasons

    def to_json(self) -> dict[str, Any]:
        row: dict[str, Any] = {"offer": self.offer, "decision": "accept" if self.acceptance else "decline"}
        if self.acceptance:
            row |= self.acceptance.to_json()
        row["worth"] = None if self.reasons.worth is None else float(self.reasons.worth)
        return row | {"because": list(self.reasons.because), "would_change": list(self.reasons.would_change)}


@dataclass(frozen=True)
class Plan:
    """What to do with every offer. No plan of the scenario is worth more than ``bound``.

    ``status`` is optimal, feasible, or infeasible; the last has no value and no decisions, and ``conflict`` says why.
    ``work`` is the solver's, and makes the same plan again as ``work_limit``.
    """

    status: str
    value: float | None
    bound: float | None
    seconds: float
    work: int
    seed: int
    scenario_sha256: str
    decisions: tuple[Decision, ...]
    conflict: Conflict | None = None

    @property
    def accepted(self) -> dict[str, Acceptance]:
        """What it accepts, by offer."""
        return {one.offer: one.acceptance for one in self.decisions if one.acceptance is not None}

    def to_json(self) -> dict[str, Any]:
        """The plan as plain JSON values."""
        row: dict[str, Any] = {"status": self.status}
        if self.conflict is None:
            row |= {"value": self.value, "bound": self.bound}
        else:
            rules = [{"rule": number, "text": text} for number, text in self.conflict.rules]
            row["conflict"] = {"offers": list(self.conflict.offers), "rules": rules}
        return row | {
            "seconds": round(self.seconds, 3),
            "work": self.work,
            "seed": self.seed,
            "scenario_sha256": self.scenario_sha256,
            "decisions": [decision.to_json() for decision in self.decisions],
        }


def plan(
    scenario: Scenario,
    time_limit: float = 10.0,
    work_limit: int | None = None,
    seed: int = 0,
    gap: float = 0.0,
    interrupted: Callable[[], bool] = lambda: False,
    hands: Hands | None = None,
    reasons: bool = True,
    before: Iterable[Acceptance] = (),
) -> Plan:
    """The best plan found within ``time_limit`` seconds, or within ``work_limit``, which then alone counts.

    ``gap`` is the relative distance to the bound at which to stop; ``interrupted`` is asked now and then, and ends
    the search with the best plan so far. Under a work limit the same seed gives the same plan. ``hands`` may be an
    executor of ``concurrent.futures``, for scenarios of many states. Without ``reasons`` none are given: ``explain``
    has them for one offer. ``before`` is what a plan of a scenario much like this one accepts: where that still keeps
    the rules the search begins with it, and leaves it only for something better.

    Raises ``ValueError`` for a limit, a seed or a gap that is below 0 or no number.
    """
    _check_limits(time_limit, work_limit, seed, gap)
    began = time.monotonic()
    start = first_plan(scenario)
    if start is None:
        seconds = time.monotonic() - began
        return Plan("infeasible", None, None, seconds, 0, seed, scenario.sha256, (), find_conflict(scenario))
    start = best_of(scenario, [*_still_possible(scenario, before), start])
    seconds_left = None if work_limit is not None else max(0.0, time_limit - (time.monotonic() - began))
    solution = solve(scenario, Limits(seconds_left, work_limit, gap, seed, interrupted), start, hands=hands)
    found = [start] if solution.roster is None or _broken(solution.roster) else [start, solution.roster]
    best = spare(best_of(scenario, found))
    worth = float(value(scenario, best.accepted.values()))
    bound = max(worth, min(solution.bound, float(most_gain(scenario))))
    proven = bound - worth <= _TOLERANCE * max(1.0, abs(worth))
    told = reasons_for_all(best, bound) if reasons else [_NO_REASONS] * len(scenario.offers)
    decisions = tuple(
        Decision(offer.id, best.accepted.get(offer.id), why) for offer, why in zip(scenario.offers, told, strict=True)
    )
    status = "optimal" if proven else "feasible"
    return Plan(status, worth, bound, time.monotonic() - began, solution.work, seed, scenario.sha256, decisions)


def _check_limits(time_limit: object, work_limit: object, seed: object, gap: object) -> None:
    for name, number in (("time_limit", time_limit), ("gap", gap)):
        if not (isinstance(number, int | float) and number >= 0):
            raise ValueError(f"{name}: expected a number from 0, found {number!r}")
    for name, count in (("work_limit", 0 if work_limit is None else work_limit), ("seed", seed)):
        if not (isinstance(count, int) and count >= 0):
            raise ValueError(f"{name}: expected a whole number from 0, found {count!r}")


def explain(made: Plan, scenario: Scenario, offer: str) -> Reasons:
    """All reasons for a plan's answer to one offer, with every change that is found to turn it.

    Raises ``KeyError`` for an offer that the scenario does not have, ``ValueError`` for a plan of another scenario or
    without decisions.
    """
    if made.scenario_sha256 != scenario.sha256 or made.bound is None:
        raise ValueError("expected a plan of this scenario, with decisions")
    return reasons_for(Roster(scenario, made.accepted.values()), scenario.offer[offer], made.bound)


def first_plan(scenario: Scenario) -> Roster | None:
    """A plan without search, worth no less than either ranking alone; none where there is no plan at all.

    Only what ``must`` be accepted, with what it requires, is put to a solver: a small problem, and it decides
    whether there is a plan.
    """
    musts = required(scenario, [offer for offer in scenario.offers if offer.must])
    least = solve(scenario, offers=musts).roster
    if least is None:
        return None
    rosters = [least, by_score(scenario), by_date(scenario)]
    best = best_of(scenario, [roster for roster in rosters if not _broken(roster)])
    if len(scenario.offers) <= _MANY:
        improve(best)
    return best


def _still_possible(scenario: Scenario, before: Iterable[Acceptance]) -> list[Roster]:
    """The plan of what is accepted and still has its session, if there is any and it keeps the rules."""
    roster = Roster(scenario, (one for one in before if (one.offer, one.session) in scenario.outings))
    return [roster] if roster.accepted and not _broken(roster) else []


def _broken(roster: Roster) -> bool:
    return bool(violations(roster.scenario, roster.accepted.values()))
