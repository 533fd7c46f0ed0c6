"""What a holder owes after the grant: which obligations arise, by which day, and who may take which step.

An obligation is met when an officer has accepted what the holder handed in, or, to bring goods back, when they are.
One that is overdue is shown in the party's next case, and by policy stands in the way of its grant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from exeat.domain.review.actions import Action
from exeat.domain.review.policy import Policy
from exeat.domain.review.policy.conditions import ObligationRule, Start
from exeat.domain.review.policy.when import ReferralFacts
from exeat.domain.review.roles import Role


class ObligationState(StrEnum):
    """Where an obligation stands."""

    OPEN = "open"
    HANDED_IN = "handed_in"
    MET = "met"
    RELEASED = "released"

    @property
    def label(self) -> str:
        """The state as a person reads it."""
        return self.value.replace("_", " ")


_O = ObligationState
OBLIGATION_ACTIONS: tuple[Action, ...] = (
    Action("fulfil", "hand in what is owed", (_O.OPEN,), _O.HANDED_IN, (Role.EXPORTER, Role.OFFICER), ("own_case",)),
    Action("accept_fulfilment", "accept what was handed in", (_O.HANDED_IN,), _O.MET, (Role.OFFICER,)),
    Action(
        "send_back_fulfilment", "send back what was handed in", (_O.HANDED_IN,), _O.OPEN, (Role.OFFICER,), weighs=True
    ),
    Action(
        "meet_by_returns",
        "find it met by the goods' return",
        (_O.OPEN, _O.HANDED_IN),
        _O.MET,
        (Role.SYSTEM,),
        weighs=True,
    ),
    Action("reopen_returns", "find the goods abroad after all", (_O.MET,), _O.OPEN, (Role.SYSTEM,), weighs=True),
    Action(
        "release_obligation",
        "release from the obligation",
        (_O.OPEN, _O.HANDED_IN),
        _O.RELEASED,
        (Role.HEAD,),
        weighs=True,
    ),
)
_BY_NAME = {action.name: action for action in OBLIGATION_ACTIONS}


def obligation_action(name: str) -> Action:
    """The row of that name; KeyError when the table has none."""
    return _BY_NAME[name]


@dataclass(frozen=True)
class Owed:
    """An obligation that arises: by which rule, with how many days, and under which condition of the licence."""

    rule: ObligationRule
    days: int

    def due(self, since: date) -> date:
        """The last day for it, counted from the day of the grant, of the shipment, or of the licence's end."""
        return since + timedelta(days=self.days)


def obligations_arising(
    facts: ReferralFacts, conditions: Mapping[str, Mapping[str, str]], start: Start, policy: Policy
) -> tuple[Owed, ...]:
    """What arises with a grant, a shipment or a licence's end, in the order of the policy.

    `conditions` are those of the library that stand on the licence, each with its parameters' values.
    """
    found = []
    for rule in policy.obligations.rules.values():
        if rule.start != start or not rule.when.holds(facts) or (rule.condition and rule.condition not in conditions):
            continue
        stated = conditions[rule.condition].get(rule.days_of, "") if rule.condition and rule.days_of else ""
        found.append(Owed(rule, int(stated) if stated else rule.days))
    return tuple(found)


def return_possible_from(last: date, ended: date | None) -> date:
    """The first day on which the return of a period that ends on `last` may be handed in.

    A return says what left in the whole of its months, so it waits until they are over, or until the registration has
    `ended`, since nothing leaves on it any more.
    """
    over = last + timedelta(days=1)
    return over if ended is None else min(over, ended)
