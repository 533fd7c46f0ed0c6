"""What a requirement of the table of steps is, and the words that the table and its requirements share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from exeat.domain.review.facts import Actor, CaseStanding
from exeat.domain.review.policy import Policy
from exeat.domain.review.roles import Role


@dataclass(frozen=True)
class Refusal:
    """One reason why a step may not be taken: the requirement's name, and a sentence for the person."""

    code: str
    message: str


Check = Callable[[str, CaseStanding, Actor, Policy], Iterator[str]]


@dataclass(frozen=True)
class Requirement:
    """A requirement by name, with the sentence that the docs print."""

    name: str
    sentence: str
    reasons: Check

    def check(self, action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> list[Refusal]:
        """The reasons why the requirement is not met."""
        return [Refusal(self.name, reason) for reason in self.reasons(action, facts, actor, policy)]


REQUIREMENTS: dict[str, Requirement] = {}

# Which people a step counts as depends on the capacity in which it is taken.
STEP_ROLES: dict[str, tuple[Role, ...]] = {
    "recommend": (Role.OFFICER,),
    "countersign": (Role.OFFICER, Role.HEAD),
}
MEASURES = ("revoke_licence", "suspend_licence", "leave_licence")
"""The decisions in which a proceeding of the authority's own motion ends."""
CITING = ("refuse", "revoke_licence", "suspend_licence")
"""The decisions that cite grounds of the policy's register."""
DECIDE = ("grant", "grant_with_conditions", "refuse", "find_no_licence_required", "give_answer", *MEASURES)


def step_of(action: str) -> str:
    """The step that a separation of duties speaks of: each outcome of a decision is the step `decide`."""
    return "decide" if action in DECIDE else action


def capacities(step: str, policy: Policy) -> tuple[Role, ...]:
    """The roles in which a step that separations speak of is taken; who decides is the policy's to say."""
    return tuple(Role(role) for role in policy.signatories) if step == "decide" else STEP_ROLES[step]


def requirement(sentence: str) -> Callable[[Check], Check]:
    """Register the predicate under its function's name."""

    def register(check: Check) -> Check:
        REQUIREMENTS[check.__name__] = Requirement(check.__name__, sentence, check)
        return check

    return register
