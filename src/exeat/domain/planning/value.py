"""What a plan is worth, exactly, by its own sums: no figure of a solver enters.

``value`` is of a whole roster, ``worth`` of one acceptance to the rest of it; both are made of the same terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from .records import Capability, Rules
from .roster import Acceptance, Roster
from .scenario import Scenario

ZERO = Fraction(0)


def steps(rules: Rules, capability: Capability) -> list[tuple[Fraction, Fraction]]:
    """The capability's gains as (units, worth of each), best first; beyond these, units count nothing."""
    found, left = [], Fraction(1)
    for share, slope in rules.gain_steps:
        used = min(share, left)
        left -= used
        found.append((used * capability.gap, slope * capability.weight))
    return found


def value(scenario: Scenario, accepted: Iterable[Acceptance]) -> Fraction:
    """The value of a plan of these acceptances."""
    roster = Roster(scenario, accepted)
    gains = gain_of(scenario, roster.gained)
    shortfalls = sum((_shortfall(scenario, key, days) for key, days in roster.lost.items()), ZERO)
    unfairness = scenario.rules.unfairness * sum(_most_away(roster, agency.id) for agency in scenario.agencies)
    return gains - shortfalls - unfairness - sum((charges(scenario, one) for one in roster.accepted.values()), ZERO)


def most_gain(scenario: Scenario) -> Fraction:
    """What all offers together would gain, at no cost: no plan is worth more."""
    units: dict[str, Fraction] = {}
    for offer in scenario.offers:
        for name, gain in offer.gain:
            units[name] = units.get(name, ZERO) + gain
    return gain_of(scenario, units)


def gain_of(scenario: Scenario, units: Mapping[str, Fraction]) -> Fraction:
    """What so many units of each capability are worth by the rules."""
    return sum((_gain(scenario, name, total) for name, total in units.items()), ZERO)


def worth(roster: Roster, one: Acceptance) -> Fraction:
    """What adding ``one`` to the roster, which does not have it, would add to its value."""
    scenario = roster.scenario
    offer = scenario.offer[one.offer]
    total = -charges(scenario, one)
    for name, units in offer.gain:
        total += _gain(scenario, name, roster.gained[name] + units) - _gain(scenario, name, roster.gained[name])
    for key, days in _losses(roster, one).items():
        before = roster.lost[key]
        total -= _shortfall(scenario, key, before + days) - _shortfall(scenario, key, before)
    return total - scenario.rules.unfairness * _more_unfair(roster, one)


def shortfall_days(roster: Roster, one: Acceptance) -> Fraction:
    """The days by which desks would stand below their reserve in the weeks of ``one``, were it added."""
    losses = _losses(roster, one).items()
    return sum((max(ZERO, roster.lost[key] + days - roster.scenario.spare[key]) for key, days in losses), ZERO)


def _losses(roster: Roster, one: Acceptance) -> dict[tuple[str, int], Fraction]:
    """The working days that ``one`` takes, by agency and week."""
    losses: dict[tuple[str, int], Fraction] = {}
    for official, _ in one.attendees:
        for week, days in roster.outing(one).losses:
            key = roster.scenario.official[official].agency, week
            losses[key] = losses.get(key, ZERO) + days
    return losses


def _gain(scenario: Scenario, name: str, units: Fraction) -> Fraction:
    total = ZERO
    for width, slope in steps(scenario.rules, scenario.capability[name]):
        used = min(units, width)
        units -= used
        total += slope * used
    return total


def _shortfall(scenario: Scenario, key: tuple[str, int], lost: Fraction) -> Fraction:
    return scenario.rules.shortfall * max(ZERO, lost - scenario.spare[key])


def _most_away(roster: Roster, agency: str) -> int:
    return max((roster.days_away(o.id) for o in roster.scenario.staff[agency]), default=0)


def _more_unfair(roster: Roster, one: Acceptance) -> int:
    after: dict[str, int] = {}
    for official, _ in one.attendees:
        agency = roster.scenario.official[official].agency
        days = len(roster.away[official].keys() | set(roster.outing(one).working))
        after[agency] = max(after.get(agency, 0), days)
    return sum(max(0, most - _most_away(roster, agency)) for agency, most in after.items())


def charges(scenario: Scenario, one: Acceptance) -> Fraction:
    """Asking, own money, and the price of the desk days it takes."""
    offer, rules = scenario.offer[one.offer], scenario.rules
    funding = offer.funding[one.funding]
    session = next(s for s in offer.sessions if s.id == one.session)
    outing = scenario.outings[one.offer, one.session]
    lost = ((person, week, days) for person, _ in one.attendees for week, days in outing.losses)
    desk = sum((scenario.day_price.get((person, week), ZERO) * days for person, week, days in lost), ZERO)
    asking = rules.ask_to_move * session.ask_to_move + rules.ask_to_fund * funding.ask
    return desk + asking + rules.own_money * Fraction(funding.own_cost)
