"""How a plan is made: prices of desk days and the plan that they bring about, in turn, until they agree."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from exeat.domain.planning import Acceptance, Plan, Scenario, plan
from exeat.domain.planning.roster import Roster
from exeat.domain.planning.settle import settle
from exeat.domain.workload import WorkloadError
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.plans import as_solved
from exeat.web.cooperation.scenario import price_rows
from exeat.web.workload.trips import MeasuredOffice, Trip, measured_office

SECONDS = 10.0  # of search, for one plan


@dataclass(frozen=True)
class Made:
    """A plan with the scenario that it is of. `unpriced` says why desk days have no price in it, where they have none.

    `workload` is what the run keeps of the casework: how prices settled, and the cases that the plan makes late.
    """

    scenario: str
    plan: Plan
    workload: dict[str, Any]
    unpriced: str = ""


def make(run: PlanRun) -> Made:
    """Make what was asked for. A run that changes another keeps that one's prices, so that only the change differs."""
    try:
        office = measured_office(now=run.asked_at)
    except WorkloadError as refusal:
        return Made(run.scenario, plan(Scenario.read(run.scenario.encode()), SECONDS), {}, str(refusal))
    if run.base_id is not None:
        changed = Scenario.read(run.scenario.encode())
        found = plan(changed, SECONDS, before=as_solved(run.base)[1].accepted.values())
        return Made(run.scenario, found, _late(office, changed, found))
    return _settled(run, office)


def _settled(run: PlanRun, office: MeasuredOffice) -> Made:
    """Plan, price each officer-week with the plan's own absences in it, and plan again."""
    rows = json.loads(run.scenario)
    first, last = (date.fromisoformat(rows["horizon"][name]) for name in ("start", "end"))
    plans: dict[str, Plan] = {}

    def text_of(prices: str) -> str:
        return json.dumps(rows | {"desk_prices": json.loads(prices)})

    def plan_with(prices: str) -> Roster | None:
        scenario = Scenario.read(text_of(prices).encode())
        plans[prices] = plan(scenario, SECONDS)
        return None if plans[prices].conflict else Roster(scenario, plans[prices].accepted.values())

    def price(roster: Roster) -> str:
        found = office.prices(first, last, trips_of(roster.scenario, roster.accepted.values()))
        return json.dumps(price_rows(found, float(run.late_case)))

    def rerate(roster: Roster, prices: str) -> Roster:
        return Roster(Scenario.read(text_of(prices).encode()), roster.accepted.values())

    begin = json.dumps(price_rows(office.prices(first, last), float(run.late_case)))
    found = settle(begin, plan_with, price, rerate)
    if found is None:
        return Made(text_of(begin), plans[begin], {})
    text, kept = text_of(found.prices), plans[found.prices]
    rounds = [asdict(one) for one in found.rounds]
    said = {"outcome": found.outcome, "rounds": rounds, "chosen": found.chosen}
    return Made(text, kept, said | _late(office, Scenario.read(text.encode()), kept))


def _late(office: MeasuredOffice, scenario: Scenario, found: Plan) -> dict[str, Any]:
    """What the plan's absences make late together, by simulation."""
    cost = office.cost(trips_of(scenario, found.accepted.values()), scenario.end)
    late = {"low": cost.late_cases.low, "high": cost.late_cases.high, "mean": cost.mean_late_cases}
    return {"late": late, "case_days": cost.case_days, "weak": cost.weak, "load": office.office.utilisation}


def trips_of(scenario: Scenario, accepted: Iterable[Acceptance]) -> list[Trip]:
    """The absences of these acceptances, by the keys of officials."""
    found = []
    for one in accepted:
        offer, outing = scenario.offer[one.offer], scenario.outings[one.offer, one.session]
        dates = scenario.calendar.date(outing.first), scenario.calendar.date(outing.last)
        work = float(offer.preparation_days), float(offer.follow_up_days)
        found += [Trip(int(person.removeprefix("official-")), *dates, *work) for person, _ in one.attendees]
    return found
