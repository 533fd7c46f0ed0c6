"""What would turn a declined offer, verified by solving.

Each change is to the offer alone, so that no plan which declines the changed offer is worth more than the bound. A plan
that accepts it and is worth more proves that every best plan then does. Such a plan is looked for close to the plan at
hand: the changed offer is accepted, offers near to it are decided anew, the others stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from .greedy import best_acceptance
from .model import Model
from .model.program import Floats, Matrix
from .records import Funding, Offer, Official, Session
from .roster import Roster
from .rules import violations
from .scenario import Scenario
from .solvers.highs import PROOF, relax, run
from .solvers.interface import Limits, Meter
from .value import value, worth

_WEEKS = (1, -1, 2, -2, 3, -3)
_NEAR = 16  # offers decided anew beside the changed one
_NODES = 30  # of branch and bound for one change


@dataclass(frozen=True)
class Variant:
    """The offer as it would be, and what to call that; ``tagged`` then also counts as whom the offer asks for."""

    text: str
    offer: Offer
    tagged: tuple[str, str] | None = None  # an official, and the skill that it would hold


def turning(roster: Roster, offer: Offer, bound: Fraction, *, thorough: bool) -> list[str]:
    """The changes with which every best plan accepts the offer, which the roster's plan declines.

    Some show without a search: the offer then adds enough beside the rest of the plan. The others are searched for
    where ``thorough`` asks for it.
    """
    tried = list(variants(roster, offer))
    room = bound - value(roster.scenario, roster.accepted.values())
    certain = [one.tagged is None and _adds_more(roster, one.offer, room) for one in tried]
    open_ones = [one for one, known in zip(tried, certain, strict=True) if not known]
    found = _searched(roster, offer, open_ones, bound) if thorough and open_ones else set()
    return [f"accepted if {one.text}" for one, known in zip(tried, certain, strict=True) if known or one.text in found]


def _adds_more(roster: Roster, changed: Offer, room: Fraction) -> bool:
    other = copy(roster)  # the offer is in none of its sums
    other.scenario = roster.scenario.with_offer(changed)
    best = best_acceptance(other, changed)
    return best is not None and worth(other, best) > room


def _searched(roster: Roster, offer: Offer, changes: Sequence[Variant], bound: Fraction) -> set[str]:
    """The changes with which a plan near to the roster's passes the bound."""
    scenario, names = _with_all(roster.scenario, offer, changes)
    model = Model.of(scenario, scenario.offers)
    model.program.row({model.columns.accept[name]: 1 for name in names}, low=1)
    matrix, values = model.program.matrix(), model.values(Roster(scenario, roster.accepted.values()))
    near = _near(roster, [one for one in scenario.offers if one.id in names])
    found: set[str] = set()
    if relax(_part(model, matrix, values, near | set(names))).worth <= bound:
        return found  # not with one of them
    for name, change in zip(names, changes, strict=True):
        answer = _first(_part(model, matrix, values, near | {name}), bound)
        if answer is not None and _holds(model, answer, bound):
            found.add(change.text)
    return found


def _first(part: Matrix, bound: Fraction) -> Floats | None:
    """The first values found that are worth more than the bound; of those worth less HiGHS takes no notice."""
    above = {"mip_max_improving_sols": 1, "mip_max_nodes": _NODES, "objective_bound": -float(bound)}
    return run(part, Meter(Limits()), None, {**PROOF, **above}).values


def _with_all(scenario: Scenario, offer: Offer, changes: Sequence[Variant]) -> tuple[Scenario, list[str]]:
    """The scenario with each changed offer beside the unchanged, and their ids."""
    names = [f"{offer.id} ~ {number}" for number in range(len(changes))]
    apart = tuple(scenario.links[offer.id].excluded)
    added = [replace(one.offer, id=name, excludes=apart) for name, one in zip(names, changes, strict=True)]
    tags = {one.tagged: needs for one in changes if one.tagged for needs in [_needs(offer, one)]}

    def tagged(one: Official) -> Official:
        held = {tag for (who, tag), needs in tags.items() if one.id == who or needs <= one.skills}
        return replace(one, skills=one.skills | held)

    officials = tuple(tagged(one) for one in scenario.officials) if tags else scenario.officials
    return replace(scenario, offers=(*scenario.offers, *added), officials=officials), names


def _needs(offer: Offer, change: Variant) -> frozenset[str]:
    """What the one seat asked for that the change lets another take."""
    return next(old.needs for old, new in zip(offer.seats, change.offer.seats, strict=True) if old != new)


def _near(roster: Roster, changed: Sequence[Offer]) -> set[str]:
    """The offers to decide on anew: close in time, and before others those of the same host or purse."""
    scenario = roster.scenario
    weeks = [scenario.calendar.week(scenario.calendar.day(s.start)) for one in changed for s in one.sessions] or [0]

    def distance(offer: Offer) -> int:
        mine = (scenario.outings[offer.id, session.id].first // 7 for session in offer.sessions)
        apart = min((abs(week - other) for week in mine for other in weeks), default=99)
        return apart - (offer.host == changed[0].host) - (offer.lead_agency == changed[0].lead_agency)

    return {one.id for one in sorted(scenario.offers, key=distance)[:_NEAR]}


def _part(model: Model, matrix: Matrix, values: Floats, freed: set[str]) -> Matrix:
    """The program in which only the freed are decided on."""
    about = model.program.about
    kept = np.array([name is not None and name not in freed for name in about])
    lower = np.where(kept, np.round(values), matrix.lower)
    upper = np.where(kept, np.round(values), matrix.upper)
    return replace(matrix, lower=lower, upper=upper)


def _holds(model: Model, values: Floats, bound: Fraction) -> bool:
    """Whether the plan keeps the rules and, counted exactly, passes the bound."""
    accepted = list(model.roster(values).accepted.values())
    return not violations(model.scenario, accepted) and value(model.scenario, accepted) > bound


def variants(roster: Roster, offer: Offer) -> Iterator[Variant]:
    """The changes that are tried, in the order in which they are told."""
    if any(option.own_cost for option in offer.funding):
        yield Variant("the host pays all", replace(offer, funding=tuple(_host_pays(f) for f in offer.funding)))
    if any(option.own_cost or option.host_cost for option in offer.funding):
        free = tuple(replace(f, own_cost=f.own_cost * 0, host_cost=f.host_cost * 0, ask=False) for f in offer.funding)
        yield Variant("it is paid from outside both budgets", replace(offer, funding=free))
    for weeks in _WEEKS:
        moved = tuple(s for session in offer.sessions if (s := _moved(session, weeks)))
        what = f"{abs(weeks)} week{'s' * (abs(weeks) > 1)} {'later' if weeks > 0 else 'earlier'}"
        yield Variant(f"held {what}", replace(offer, sessions=moved))
    for at, seat in enumerate(offer.seats):
        if seat.count > 1:
            seats = (*offer.seats[:at], replace(seat, count=seat.count - 1), *offer.seats[at + 1 :])
            what = f"it takes one fewer with {', '.join(sorted(seat.needs))}"
            yield Variant(what, replace(offer, seats=seats))
    yield from _trained(roster, offer)


def _trained(roster: Roster, offer: Offer) -> Iterator[Variant]:
    """For each seat one official more who could take it: of those who could not, one whom no other seat needs."""
    for at, seat in enumerate(offer.seats):
        lacking = [one for one in roster.scenario.people[offer.state] if not seat.needs <= one.skills]
        if lacking:
            who = min(lacking, key=lambda one: (_wanted(offer, one), roster.days_away(one.id), one.id)).id
            tag = f"{offer.id} seat {at}"
            seats = (*offer.seats[:at], replace(seat, needs=frozenset({tag})), *offer.seats[at + 1 :])
            what = f"{who} could fill a place for {', '.join(sorted(seat.needs))}"
            yield Variant(what, replace(offer, seats=seats), (who, tag))


def _wanted(offer: Offer, official: Official) -> int:
    return sum(seat.needs <= official.skills for seat in offer.seats)


def _host_pays(option: Funding) -> Funding:
    return replace(option, own_cost=option.own_cost * 0, host_cost=option.host_cost + option.own_cost, ask=False)


def _moved(session: Session, weeks: int) -> Session | None:
    step = timedelta(weeks=weeks)
    if session.start < date.min + abs(step) or session.end > date.max - abs(step):
        return None
    return replace(session, start=session.start + step, end=session.end + step)
