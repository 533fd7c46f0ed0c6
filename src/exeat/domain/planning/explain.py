"""Why each offer is accepted or declined, and what would turn the answer (see ``turning``).

An offer's *worth* is what it adds to the plan's value beside all else in the plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from .greedy import best_acceptance, staff, ways_to_accept
from .records import Offer
from .roster import Acceptance, Roster, with_dependents
from .rules import obstacles
from .turning import turning
from .value import ZERO, worth

_SMALL = Fraction(1, 10**6)  # the bound is a binary fraction
_FEW = 100  # offers, up to which a plan's own reasons are searched for
_MANY = 400  # offers, beyond which a plan's own reasons are of each offer alone


@dataclass(frozen=True)
class Reasons:
    """``worth`` is what the offer adds, or None where its places cannot be filled at all."""

    worth: Fraction | None
    because: tuple[str, ...]
    would_change: tuple[str, ...]


def reasons_for_all(roster: Roster, bound: float) -> list[Reasons]:
    """The reasons for a plan's answer to each offer, in the scenario's order. The roster is left as it was.

    The more offers there are the less is searched for: ``reasons_for`` one offer leaves nothing out.
    """
    offers = roster.scenario.offers
    size = len(offers)
    waiting = _waiting(roster) if size <= _MANY else []
    return [_reasons(roster, offer, bound, waiting, changes=size <= _MANY, thorough=size <= _FEW) for offer in offers]


def reasons_for(roster: Roster, offer: Offer, bound: float) -> Reasons:
    """All reasons for a plan's answer to one offer. The roster is left as it was."""
    waiting = _waiting(roster) if offer.id in roster.accepted else []
    return _reasons(roster, offer, bound, waiting, changes=True, thorough=True)


def _reasons(
    roster: Roster, offer: Offer, bound: float, waiting: list[Offer], *, changes: bool, thorough: bool
) -> Reasons:
    if offer.id in roster.accepted:
        return _accepted(roster, offer, waiting)
    worth, because = _declined(roster, offer)
    turned = turning(roster, offer, Fraction(bound) + _SMALL, thorough=thorough) if changes else []
    return Reasons(worth, tuple(because), tuple(turned))


def _waiting(roster: Roster) -> list[Offer]:
    """The declined offers that no way of accepting is left for."""
    declined = (offer for offer in roster.scenario.offers if offer.id not in roster.accepted)
    return [offer for offer in declined if next(ways_to_accept(roster, offer), None) is None]


def _accepted(roster: Roster, offer: Offer, waiting: list[Offer]) -> Reasons:
    falling = with_dependents(roster, offer.id)
    removed = [roster.remove(name) for name in reversed(falling)]
    room_for = [other.id for other in waiting if best_acceptance(roster, other) is not None]
    added = ZERO
    for one in reversed(removed):
        added += worth(roster, one)
        roster.add(one)
    because = [f"it adds {_shown(added)} beside the rest of the plan"]
    if len(falling) > 1:
        because[0] += f", counting {', '.join(falling[1:])}, which need it"
    if offer.must:
        because.append("it must be accepted")
    because += [f"without it there would be room for {other}" for other in room_for]
    return Reasons(added, tuple(because), ())


def _declined(roster: Roster, offer: Offer) -> tuple[Fraction | None, list[str]]:
    ways = list(ways_to_accept(roster, offer))
    if ways:
        most = max(worth(roster, one) for one in ways)
        if most <= 0:
            return most, [f"it takes more from the desks than it builds: {_shown(most)} beside the rest of the plan"]
        return most, [f"beside the rest of the plan it would add {_shown(most)}"]
    blocked = [(one, [o.text for o in obstacles(roster, one)]) for one in _staffed(roster, offer)]
    if not blocked:
        return None, ["no session finds enough qualified officials who are not on leave"]
    one, because = min(blocked, key=lambda way: len(way[1]))
    because[0] = f"session {one.session}: {because[0]}"
    return worth(roster, one), because


def _staffed(roster: Roster, offer: Offer) -> Iterator[Acceptance]:
    """For each session and payment the least-travelled people, whatever rules this breaks."""
    for session in offer.sessions:
        attendees = staff(roster, offer, session, set())
        if attendees is not None:
            yield from (Acceptance(offer.id, session.id, at, attendees) for at in range(len(offer.funding)))


def _shown(amount: Fraction) -> str:
    return f"{float(amount):.1f}"
