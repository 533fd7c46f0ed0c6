"""One programme office, many states: which invitations to extend to whom, planned against published windows.

Each state's section becomes an agency of a scenario, with as many nameless travellers as its windows have places, so
that the planner for one state's officials plans a partner's year as well. Desk days that are free in a week are the
agency's to spare. It is a recommendation whom to invite; the state decides with its own plan, which knows its people.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from .calendar import Calendar
from .load import Load, OfferLoad, loads
from .plan import Plan, plan
from .records import ScenarioError
from .roster import Acceptance
from .scenario import Scenario
from .value import ZERO

Statement = Mapping[str, Any]
_ASKED = 6  # worth of asking a state for someone of whom there is only one; as asking a host for another date
_OWN_MONEY = 0.0002


@dataclass(frozen=True)
class Invitation:
    """An offer to a state.

    ``session`` and ``funding`` are None where it is better not extended; ``load`` is None where nobody could go.
    ``on_request`` are skills that one official holds alone, so that the state has to be asked when.
    """

    offer: str
    state: str
    session: str | None
    funding: int | None
    places: int
    on_request: tuple[str, ...]
    load: OfferLoad | None
    because: tuple[str, ...]

    @property
    def extended(self) -> bool:
        """Whether the state is to be invited."""
        return self.session is not None


@dataclass(frozen=True)
class PartnerPlan:
    """Whom to invite to what. ``planned`` is the load of the invitations, ``whole`` that of every offer accepted."""

    plan: Plan
    scenario: Scenario
    invitations: tuple[Invitation, ...]
    planned: tuple[Load, ...]
    whole: tuple[Load, ...]

    def to_json(self) -> dict[str, Any]:
        """The invitations and the load of each section as plain JSON values."""
        return {
            "status": self.plan.status,
            "value": self.plan.value,
            "bound": self.plan.bound,
            "currency": self.scenario.currency,
            "invitations": [self._invitation(one) for one in self.invitations],
            "load": [self._load(row) for row in self.whole],
        }

    def _invitation(self, one: Invitation) -> dict[str, Any]:
        row: dict[str, Any] = {"offer": one.offer, "state": one.state, "invite": one.extended, "places": one.places}
        if one.session is not None and one.funding is not None:
            offer = self.scenario.offer[f"{one.offer}@{one.state}"]
            session = next(each for each in offer.sessions if each.id == one.session)
            funding = offer.funding[one.funding]
            cost = {"payer": funding.payer, "host_cost": str(funding.host_cost), "own_cost": str(funding.own_cost)}
            dates = {"start": session.start.isoformat(), "end": session.end.isoformat()}
            row |= {"session": one.session, **dates, "funding": cost}
        load = one.load
        desk = None if load is None else {"days": float(sum(load.days.values())), "cost": float(load.cost)}
        return row | {
            "on_request": list(one.on_request),
            "desk": desk,
            "builds": None if load is None else float(load.gain),
            "because": list(one.because),
        }

    def _load(self, whole: Load) -> dict[str, Any]:
        planned = next((row for row in self.planned if row.agency == whole.agency), None)
        agency = self.scenario.agency[whole.agency]
        return {
            "section": agency.id,
            "state": agency.state,
            "name": agency.name,
            "all_offers": round(float(whole.share), 4),
            "invited": round(float(planned.share), 4) if planned else 0.0,
            "dear": [one.offer.rpartition("@")[0] for one in whole.offers if one.dear],
        }


def partner_plan(
    statements: Iterable[Statement], offers: Mapping[str, Any], time_limit: float = 10.0, seed: int = 0
) -> PartnerPlan:
    """Plan a partner's offers against what states published. Raises ``ScenarioError``, naming the field.

    ``statements`` are verified ones of ``windows``; ``offers`` the partner's file, as docs/partner.md tells it.
    """
    known = {one["state"]["id"]: one for one in statements}
    scenario = partner_scenario(known, offers)
    found = plan(scenario, time_limit, seed=seed)
    desks = {f"{name}/{row['id']}": row["desk_days"] for name, one in known.items() for row in one["sections"]}
    whole = loads(scenario, scenario.offers, desks)
    alone = {one.offer: one for load in whole for one in load.offers}
    invitations = tuple(
        _invitation(known, scenario, d.offer, d.acceptance, alone.get(d.offer), d.reasons.because)
        for d in found.decisions
    )
    taken = [scenario.offer[name] for name in found.accepted]
    return PartnerPlan(found, scenario, invitations, tuple(loads(scenario, taken, desks)), tuple(whole))


def _invitation(
    known: Mapping[str, Statement],
    scenario: Scenario,
    name: str,
    one: Acceptance | None,
    load: OfferLoad | None,
    because: tuple[str, ...],
) -> Invitation:
    offer = scenario.offer[name]
    asked = {skill for section in known[offer.state]["sections"] for skill in section["on_request"]}
    needs = sorted({skill for seat in offer.seats for skill in seat.needs & asked})
    plain, places = name.rpartition("@")[0], sum(seat.count for seat in offer.seats)
    session, funding = (one.session, one.funding) if one else (None, None)
    return Invitation(plain, offer.state, session, funding, places, tuple(needs), load, because)


def partner_scenario(known: Mapping[str, Statement], offers: Mapping[str, Any]) -> Scenario:
    """The scenario of a partner's offers to each of the states, by country code."""
    if not known:
        raise ScenarioError("no state has published windows to plan against")
    partner = _given(offers, "partner")
    numbered = enumerate(_given(offers, "offers"))
    rows: dict[str, Any] = {
        "horizon": {
            "start": min(one["start"] for one in known.values()),
            "end": max(one["end"] for one in known.values()),
        },
        "currency": offers.get("currency") or next(iter(known.values()))["currency"],
        "states": [],
        "agencies": [],
        "officials": [],
        "capabilities": [],
        "desk_prices": [],
        "hosts": [{"id": _given(partner, "id", "partner."), "budget": partner.get("budget")}],
        "offers": [row for at, offer in numbered for row in _to_each(known, offer, at, partner)],
        "rules": _rules(known),
    }
    for one in known.values():
        _add_state(rows, one)
    scenario = Scenario.read(json.dumps(rows).encode())
    return scenario.with_spare(_spare(scenario, known))


def _given(rows: Mapping[str, Any], key: str, where: str = "") -> Any:
    if rows.get(key) is None:
        raise ScenarioError(f"{where}{key}: is missing")
    return rows[key]


def _rules(known: Mapping[str, Statement]) -> dict[str, Any]:
    """The first state's scale of gains: weights of different states are each its own and are not made equal."""
    first = next(iter(known.values()))["rules"]
    rules = {"critical_skills": [], "gain_steps": first["gain_steps"], "shortfall": first["shortfall"]}
    return rules | {"unfairness": 0, "ask_to_move": _ASKED, "ask_to_fund": _ASKED, "own_money": _OWN_MONEY}


def _add_state(rows: dict[str, Any], one: Statement) -> None:
    state, name = one["state"], one["state"]["id"]
    rows["states"].append({key: state[key] for key in ("id", "name", "weekend", "holidays")})
    rows["capabilities"] += [
        {"id": f"{name}/{c['id']}", "state": name, "weight": c["weight"], "gap": c["gap"]} for c in one["capabilities"]
    ]
    for section in one["sections"]:
        agency = f"{name}/{section['id']}"
        rows["agencies"].append({"id": agency, "state": name, "name": section["name"], "reserve": 0})
        rows["officials"] += _travellers(agency, section)
        rows["desk_prices"] += [
            {"agency": agency, "week": week, "price": late * one["rules"]["late_case"]}
            for week, late in _late_cases(one, section)
        ]


def _late_cases(one: Statement, section: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Cases made late by a desk day of the section, by week; none where nothing is measured."""
    if (always := section.get("late_cases_a_day")) is not None:
        first, last = (date.fromisoformat(one[name]) for name in ("start", "end"))
        weeks = range((last - first).days // 7 + 2)
        names = ("{}-W{:02}".format(*(first + timedelta(weeks=number)).isocalendar()) for number in weeks)
        yield from ((name, always) for name in names)
    yield from ((week["week"], week["late_cases_a_day"]) for week in section["weeks"] if "late_cases_a_day" in week)


def _travellers(agency: str, section: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Nameless officials: the n-th holds every skill of which n are there in some week, and is off in other weeks.

    What is on request is with the first; on which days that one can go, only the state can say.
    """
    weeks = section["weeks"]
    most: dict[str, int] = dict.fromkeys(section["on_request"], 1)
    for week in weeks:
        for skill, count in week["skills"].items():
            most[skill] = max(most.get(skill, 0), count)
    found = []
    for number in range(1, max(most.values(), default=0) + 1):
        skills = sorted(skill for skill, count in most.items() if count >= number)
        off = [w["week"] for w in weeks if max(w["skills"].values(), default=1) < number or not w["free_days"]]
        found.append(_official(f"{agency}/{number}", agency, skills, off))
    return found


def _official(name: str, agency: str, skills: list[str], off: list[str]) -> dict[str, Any]:
    leave = [[_monday(week).isoformat(), (_monday(week) + timedelta(days=6)).isoformat()] for week in off]
    return {"id": name, "agency": agency, "skills": skills, "leave": leave}


def _monday(week: str) -> date:
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def _to_each(
    known: Mapping[str, Statement], offer: Mapping[str, Any], at: int, partner: Mapping[str, Any]
) -> Iterable[dict[str, Any]]:
    where = f"offers[{at}]."
    invited = offer.get("states") or sorted(known)
    for state in invited:
        if state not in known:
            raise ScenarioError(f"{where}states: {state} has published no windows; leave it out or add its file")
        statement = known[state]
        wanted = {one["id"] for one in statement["capabilities"]}
        row = {key: value for key, value in offer.items() if key not in ("states", "requires", "excludes", "must")}
        row |= {
            "id": f"{_given(offer, 'id', where)}@{state}",
            "state": state,
            "host": partner["id"],
            "lead_agency": _lead(statement, _given(offer, "seats", where)),
            "gain": {f"{state}/{name}": n for name, n in _given(offer, "gain", where).items() if name in wanted},
            "sessions": _open_sessions(statement, offer, where),
        }
        yield row


def _lead(statement: Statement, seats: list[Mapping[str, Any]]) -> str:
    """The section that holds the first seat's skill, which then pays; the first section where none does."""
    skill = seats[0].get("skill") if seats else None
    for section in statement["sections"]:
        if skill in section["on_request"] or any(skill in week["skills"] for week in section["weeks"]):
            return f"{statement['state']['id']}/{section['id']}"
    return f"{statement['state']['id']}/{statement['sections'][0]['id']}"


def _open_sessions(statement: Statement, offer: Mapping[str, Any], where: str) -> list[Mapping[str, Any]]:
    """The offer's sessions within what the state published."""
    return [
        one
        for one in _given(offer, "sessions", where)
        if statement["start"] <= str(one.get("start")) and str(one.get("end")) <= statement["end"]
    ]


def _spare(scenario: Scenario, known: Mapping[str, Statement]) -> dict[tuple[str, int], Fraction]:
    """The free days of each section and week; a section without weeks is taken to be free, for it will be asked."""
    spare = dict(scenario.spare)
    calendar: Calendar = scenario.calendar
    for state, one in known.items():
        for section in one["sections"]:
            for week in section["weeks"]:
                number = calendar.week(calendar.day(_monday(week["week"])))
                if 0 <= number < calendar.weeks:
                    spare[f"{state}/{section['id']}", number] = max(ZERO, Fraction(str(week["free_days"])))
    return spare
