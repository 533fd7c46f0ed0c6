"""The committee: whether it is quorate, what its members' views come to, and what a sitting may do next.

Members speak for agencies, one voice each, themselves or by their deputy. The policy (`committee.toml`) says how many
make a quorum, whether they decide by consensus or by vote, and who decides where they cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from exeat.domain.review.actions import Action
from exeat.domain.review.calendar import WorkingCalendar
from exeat.domain.review.facts import Actor
from exeat.domain.review.policy.committee import CommitteeRules
from exeat.domain.review.policy.model import Policy
from exeat.domain.review.requirement import Refusal
from exeat.domain.review.roles import Role


class Voice(StrEnum):
    """What a member says on a case."""

    GRANT = "grant"
    GRANT_WITH_CONDITIONS = "grant_with_conditions"
    REFUSE = "refuse"
    ABSTAIN = "abstain"

    @property
    def label(self) -> str:
        """The voice as a person reads it."""
        return {"abstain": "no view"}.get(self.value, self.value.replace("_", " "))


class SittingState(StrEnum):
    """Where a sitting of the committee stands."""

    PLANNED = "planned"
    CALLED = "called"
    OPEN = "open"
    CLOSED = "closed"
    ADJOURNED = "adjourned"
    CALLED_OFF = "called_off"

    @property
    def label(self) -> str:
        """The state as a person reads it."""
        return self.value.replace("_", " ")


_S = SittingState
SITTING_ACTIONS: tuple[Action, ...] = (
    Action("call", "call the sitting", (_S.PLANNED,), _S.CALLED, (Role.SECRETARY,), ("has_agenda", "dossiers_in_time")),
    Action("attend", "record who is there", (_S.CALLED, _S.OPEN), None, (Role.SECRETARY,), ("day_has_come",)),
    Action("open", "open the sitting", (_S.CALLED,), _S.OPEN, (Role.SECRETARY,), ("day_has_come", "quorate")),
    Action("adjourn", "adjourn the sitting", (_S.CALLED, _S.OPEN), _S.ADJOURNED, (Role.SECRETARY,), ("day_has_come",)),
    Action("speak", "give a member's view", (_S.OPEN,), None, (Role.REVIEWER, Role.SECRETARY)),
    Action("conclude", "conclude on a case", (_S.OPEN,), None, (Role.SECRETARY,)),
    Action("close", "close the sitting", (_S.OPEN,), _S.CLOSED, (Role.SECRETARY,), ("all_concluded",)),
    Action("call_off", "call the sitting off", (_S.PLANNED, _S.CALLED), _S.CALLED_OFF, (Role.SECRETARY,)),
)
_BY_NAME = {action.name: action for action in SITTING_ACTIONS}


@dataclass(frozen=True)
class SittingStanding:
    """A sitting as the rules see it: `present` are agencies, `cases` how many it has, `open_cases` those without
    an outcome."""

    state: str
    day: date
    today: date
    present: frozenset[str] = frozenset()
    cases: int = 0
    open_cases: tuple[str, ...] = ()


def quorum_lacks(present: Collection[str], policy: Policy) -> list[str]:
    """Why the agencies present are no quorum; empty when they are."""
    rules = policy.committee
    seated = [agency for agency in rules.agencies if agency in present]
    lacks = [
        f"{policy.agencies[agency].name} is not there, and without it there is no quorum"
        for agency in rules.needed
        if agency not in present
    ]
    if len(seated) < rules.quorum:
        lacks.insert(0, f"{len(seated)} of {len(rules.agencies)} agencies are there, and {rules.quorum} are needed")
    return lacks


Check = Callable[[SittingStanding, Policy], Iterator[str]]


def _has_agenda(facts: SittingStanding, policy: Policy) -> Iterator[str]:
    if not facts.cases:
        yield "no case is on the agenda yet"


def _dossiers_in_time(facts: SittingStanding, policy: Policy) -> Iterator[str]:
    days = policy.committee.dossier_days
    if policy.calendar.count(facts.today, facts.day) < days:
        yield f"the dossiers go out {days} working days before the sitting: choose a later day"


def _day_has_come(facts: SittingStanding, policy: Policy) -> Iterator[str]:
    if facts.today < facts.day:
        yield f"the sitting is on {facts.day:%d %B %Y}"


def _quorate(facts: SittingStanding, policy: Policy) -> Iterator[str]:
    yield from quorum_lacks(facts.present, policy)


def _all_concluded(facts: SittingStanding, policy: Policy) -> Iterator[str]:
    for case in facts.open_cases:
        yield f"{case} has no outcome yet: conclude it, or move it to another sitting"


SITTING_REQUIREMENTS: Mapping[str, tuple[str, Check]] = {
    "has_agenda": ("at least one case is on the agenda", _has_agenda),
    "dossiers_in_time": ("the members have the dossiers for the policy's working days before it", _dossiers_in_time),
    "day_has_come": ("the day of the sitting has come", _day_has_come),
    "quorate": ("the agencies present are a quorum by policy", _quorate),
    "all_concluded": ("every case on the agenda has its outcome, or was moved to another sitting", _all_concluded),
}


def sitting_action(name: str) -> Action:
    """The row of that name; KeyError when the table has none."""
    return _BY_NAME[name]


def sitting_refusals(action: Action, facts: SittingStanding, actor: Actor, policy: Policy) -> list[Refusal]:
    """Why this actor may not take this step of a sitting now; empty when they may."""
    if facts.state not in action.sources:
        return [Refusal("state", f"not possible while the sitting is {facts.state.replace('_', ' ')}")]
    if not actor.in_any(action.roles):
        return [Refusal("role", f"only the {' or '.join(role.label for role in action.roles)} may {action.label}")]
    checks = ((name, SITTING_REQUIREMENTS[name][1]) for name in action.requires)
    return [Refusal(name, reason) for name, check in checks for reason in check(facts, policy)]


@dataclass(frozen=True)
class Resolution:
    """What the members' voices come to: `how` is consensus, vote or escalated; `advice` is empty when escalated."""

    how: str
    advice: str
    why: str


FOR = (Voice.GRANT, Voice.GRANT_WITH_CONDITIONS)


def resolve(voices: Mapping[str, Voice], rules: CommitteeRules) -> Resolution:
    """What the voices of the agencies present come to under the policy's rule.

    Those who have no view take no side. Consensus is that all others take one; a vote carries with more than the
    policy's share of the votes cast. A grant is with conditions as soon as one of those for it asks for some.
    """
    cast = [voice for voice in voices.values() if voice is not Voice.ABSTAIN]
    grants = [voice for voice in cast if voice in FOR]
    refusals = len(cast) - len(grants)
    counted = f"{len(grants)} for a grant, {refusals} for a refusal, {len(voices) - len(cast)} without a view"
    if not cast:
        return Resolution("escalated", "", "no member has a view")
    if rules.rule == "consensus":
        if not (grants and refusals):
            return Resolution("consensus", _advice(grants), f"all who have a view share it: {counted}")
        if rules.otherwise == "escalate":
            return Resolution("escalated", "", f"no consensus: {counted}")
    for votes, advice in ((len(grants), _advice(grants)), (refusals, Voice.REFUSE.value)):
        if Decimal(votes) > rules.majority * len(cast):
            return Resolution("vote", advice, f"carried by vote: {counted}")
    return Resolution("escalated", "", f"no majority: {counted}")


def _advice(grants: Collection[Voice]) -> str:
    if not grants:
        return Voice.REFUSE.value
    with_conditions = Voice.GRANT_WITH_CONDITIONS in grants
    return (Voice.GRANT_WITH_CONDITIONS if with_conditions else Voice.GRANT).value


def escalation_due(step: str, since: date, rules: CommitteeRules, calendar: WorkingCalendar) -> date:
    """The last day on which that step of the escalation decides; `since` is day 0."""
    return calendar.add(since, rules.step(step).working_days)
