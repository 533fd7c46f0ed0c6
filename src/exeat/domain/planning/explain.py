"""Why each offer is accepted or declined, and what would turn the answer.

An offer's *worth* is what it adds to the plan's value beside all else in the plan. A change *would* turn a declined
offer when, with it, the offer adds so much that the plan passes the bound: no plan that declines the offer is worth
more than the bound, and the change is to the offer alone, so every best plan then accepts it. No new solve is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from .greedy import best_acceptance, staff, ways_to_accept
from .roster import Acceptance, Roster, with_dependents
from .rules import obstacles
from .scenario import Funding, Offer, Session
from .value import value, worth

_WEEKS = (1, -1, 2, -2, 3, -3)
_SMALL = Fraction(1, 10**6)  # the bound is a binary fraction


@dataclass(frozen=True)
class Reasons:
    """``worth`` is what the offer adds, or None where its places cannot be filled at all."""

    worth: Fraction | None
    because: tuple[str, ...]
    would_change: tuple[str, ...]


def explain(roster: Roster, offer: Offer, total: Fraction, bound: float) -> Reasons:
    """The reasons for a plan's answer to one offer; the plan's value is ``total``. The roster is left as it was."""
    if offer.id in roster.accepted:
        return _accepted(roster, offer, total)
    return _declined(roster, offer, Fraction(bound) - total + _SMALL)


def _accepted(roster: Roster, offer: Offer, total: Fraction) -> Reasons:
    scenario = roster.scenario
    falling = with_dependents(roster, offer.id)
    rest = Roster(scenario, (one for name, one in roster.accepted.items() if name not in falling))
    added = total - value(scenario, rest.accepted.values())
    because = [f"it adds {_shown(added)} beside the rest of the plan"]
    if len(falling) > 1:
        because[0] += f", counting {', '.join(falling[1:])}, which need it"
    if offer.must:
        because.append("it must be accepted")
    because += [
        f"without it there would be room for {other.id}"
        for other in scenario.offers
        if other.id not in roster.accepted and _only_then(roster, rest, other)
    ]
    return Reasons(added, tuple(because), ())


def _only_then(roster: Roster, rest: Roster, other: Offer) -> bool:
    return best_acceptance(rest, other) is not None and next(ways_to_accept(roster, other), None) is None


def _declined(roster: Roster, offer: Offer, room: Fraction) -> Reasons:
    ways = list(ways_to_accept(roster, offer))
    if ways:
        most = max(worth(roster, one) for one in ways)
        because = [f"beside the rest of the plan it would add {_shown(most)}"]
        if most <= 0:
            because = [f"it takes more from the desks than it builds: {_shown(most)} beside the rest of the plan"]
        return Reasons(most, tuple(because), tuple(_changes(roster, offer, room)))
    blocked = [(one, [o.text for o in obstacles(roster, one)]) for one in _staffed(roster, offer)]
    if not blocked:
        because = ["no session finds enough qualified officials who are not on leave"]
        return Reasons(None, tuple(because), tuple(_changes(roster, offer, room)))
    one, because = min(blocked, key=lambda way: len(way[1]))
    because[0] = f"session {one.session}: {because[0]}"
    return Reasons(worth(roster, one), tuple(because), tuple(_changes(roster, offer, room)))


def _staffed(roster: Roster, offer: Offer) -> Iterator[Acceptance]:
    """For each session and payment the least-travelled people, whatever rules this breaks."""
    for session in offer.sessions:
        attendees = staff(roster, offer, session, set())
        if attendees is not None:
            yield from (Acceptance(offer.id, session.id, at, attendees) for at in range(len(offer.funding)))


def _changes(roster: Roster, offer: Offer, room: Fraction) -> Iterator[str]:
    """The changes with which the offer adds more than ``room``, the way from the plan to its bound."""
    for text, changed in _variants(offer):
        other = copy(roster)  # the offer is in none of its sums
        other.scenario = roster.scenario.with_offer(changed)
        best = best_acceptance(other, changed)
        if best is not None and worth(other, best) > room:
            yield text


def _variants(offer: Offer) -> Iterator[tuple[str, Offer]]:
    if any(option.own_cost for option in offer.funding):
        yield "accepted if the host pays all", replace(offer, funding=tuple(_host_pays(f) for f in offer.funding))
    if any(option.own_cost or option.host_cost for option in offer.funding):
        free = tuple(replace(f, own_cost=f.own_cost * 0, host_cost=f.host_cost * 0, ask=False) for f in offer.funding)
        yield "accepted if it is paid from outside both budgets", replace(offer, funding=free)
    for weeks in _WEEKS:
        moved = tuple(s for session in offer.sessions if (s := _moved(session, weeks)))
        what = f"{abs(weeks)} week{'s' * (abs(weeks) > 1)} {'later' if weeks > 0 else 'earlier'}"
        yield f"accepted if held {what}", replace(offer, sessions=moved)
    for at, seat in enumerate(offer.seats):
        if seat.count > 1:
            seats = (*offer.seats[:at], replace(seat, count=seat.count - 1), *offer.seats[at + 1 :])
            yield f"accepted if it takes one fewer with {', '.join(sorted(seat.needs))}", replace(offer, seats=seats)


def _host_pays(option: Funding) -> Funding:
    return replace(option, own_cost=option.own_cost * 0, host_cost=option.host_cost + option.own_cost, ask=False)


def _moved(session: Session, weeks: int) -> Session | None:
    step = timedelta(weeks=weeks)
    if session.start < date.min + abs(step) or session.end > date.max - abs(step):
        return None
    return replace(session, start=session.start + step, end=session.end + step)


def _shown(amount: Fraction) -> str:
    return f"{float(amount):.1f}"
