"""Why a scenario has no plan: the offers that must be accepted and cannot be, and the rules that forbid it.

Offers that need not be accepted never stand in the way, so only the ``must`` offers and what they require are looked
at; of these the fewest are named that already cannot go together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .candidates import candidates, payments
from .model import Model
from .records import Offer
from .scenario import Scenario
from .search import solve
from .solvers.highs import run
from .solvers.interface import Limits, Meter

_RULES = {
    2: "{} cannot be on two trips at once, rest included",
    3: "{} may be away only so many days in four weeks",
    4: "a holder of {} must stay at a desk",
    5: "the budget or the sessions a fortnight of {}",
    6: "what {} requires or excludes",
}


@dataclass(frozen=True)
class Conflict:
    """``offers`` must be accepted or are required by one that must; ``rules`` are (number, what it says here)."""

    offers: tuple[str, ...]
    rules: tuple[tuple[int, str], ...]

    def __str__(self) -> str:
        rules = "; ".join(f"rule {number}: {text}" for number, text in self.rules)
        return f"{', '.join(self.offers)} cannot be accepted: {rules}"


def required(scenario: Scenario, offers: Iterable[Offer]) -> list[Offer]:
    """The offers and all that they require, in the scenario's order."""
    found: set[str] = set()
    waiting = [offer.id for offer in offers]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(scenario.offer[name].requires)
    return [offer for offer in scenario.offers if offer.id in found]


def find_conflict(scenario: Scenario) -> Conflict:
    """The conflict of a scenario whose ``must`` offers cannot all be accepted."""
    musts = [offer for offer in scenario.offers if offer.must]
    for offer in list(musts):
        fewer = [other for other in musts if other is not offer]
        if _impossible(scenario, fewer):
            musts = fewer
    offers = required(scenario, musts)
    alone = [(offer, reasons) for offer in offers if (reasons := _alone(scenario, offer))]
    if alone:
        return Conflict(tuple(o.id for o, _ in alone), tuple(reason for _, reasons in alone for reason in reasons))
    rules = tuple((number, _RULES[number].format(name)) for number, name in _binding(scenario, offers))
    return Conflict(tuple(offer.id for offer in offers), rules)


def _impossible(scenario: Scenario, musts: list[Offer]) -> bool:
    return bool(musts) and solve(scenario, offers=required(scenario, musts)).roster is None


def _binding(scenario: Scenario, offers: list[Offer]) -> list[tuple[int, str]]:
    """Rules, as (number, id), that these offers cannot all keep, and could if any one of the rules were dropped.

    Found by leaving out one rule after the other (a deletion filter, Chinneck & Dravnieks 1991).
    """
    program = Model.of(scenario, offers).program
    kept = sorted({row.rule for row in program.rows if row.rule is not None})
    for rule in list(kept):
        fewer = [other for other in kept if other != rule]
        rows = [row for row in program.rows if row.rule is None or row.rule in fewer]
        outcome = run(program.matrix(rows), Meter(Limits()))
        if outcome.values is None:
            kept = fewer
    return kept


def _alone(scenario: Scenario, offer: Offer) -> list[tuple[int, str]]:
    """The rules that forbid an offer whatever else is accepted."""
    reasons = []
    if not payments(scenario, offer):
        reasons.append((5, f"no payment of {offer.id} is within the budgets of {offer.lead_agency} and {offer.host}"))
    if not candidates(scenario, offer):
        outings = [scenario.outings[offer.id, session.id] for session in offer.sessions]
        if not any(scenario.calendar.within(outing) for outing in outings):
            reasons.append((7, f"no session of {offer.id} lies within the horizon"))
        else:
            reasons.append((1, f"no session of {offer.id} finds enough qualified officials who are not on leave"))
    return reasons
