"""How a policy's committee works: who sits, when it can decide, how it decides, and who decides where it cannot."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from exeat.domain.review.policy.tables import Table
from exeat.domain.review.policy.when import When
from exeat.domain.review.roles import Role

Rule = Literal["consensus", "vote"]
Otherwise = Literal["vote", "escalate"]
RULES: tuple[Rule, ...] = get_args(Rule)
OTHERWISE: tuple[Otherwise, ...] = get_args(Otherwise)
RECORDERS = (Role.HEAD, Role.SECRETARY)
"""Who may record what was decided at a step of the escalation."""


@dataclass(frozen=True)
class CommitteeCriterion:
    """A written rule that sends a case to the committee whatever the agencies say."""

    id: str
    text: str
    provision: str
    when: When


@dataclass(frozen=True)
class EscalationStep:
    """Somebody who decides where the committee cannot, within so many working days; `recorded_by` enters it."""

    id: str
    title: str
    working_days: int
    recorded_by: Role


@dataclass(frozen=True)
class CommitteeRules:
    """The committee of a state.

    `quorum` is the least number of agencies present, `needed` those without which there is none. The dossiers go out
    `dossier_days` working days before a sitting. A vote carries with more than `majority` of the votes cast.
    Paragraphs of a summary that begin with `marking` stay with the authority.
    """

    name: str
    provision: str
    agencies: tuple[str, ...]
    quorum: int
    needed: tuple[str, ...]
    dossier_days: int
    rule: Rule
    otherwise: Otherwise
    majority: Decimal
    marking: str
    criteria: tuple[CommitteeCriterion, ...]
    escalation: tuple[EscalationStep, ...]

    def step(self, id: str) -> EscalationStep:
        """A step of the escalation; KeyError for one that the policy does not have."""
        return {step.id: step for step in self.escalation}[id]

    def step_after(self, id: str) -> EscalationStep | None:
        """Who decides when that step has not; None after the last."""
        ids = [step.id for step in self.escalation]
        following = ids.index(id) + 1
        return self.escalation[following] if following < len(ids) else None


def read_committee(table: Table, agencies: Collection[str], when: Callable[[Table], When]) -> CommitteeRules:
    """What `committee.toml` says; `when` reads the tests in a table. Raises PolicyError."""
    seats = table.words("agencies", agencies)
    quorum = table.integer("quorum", least=1)
    if quorum > len(seats):
        raise table.fault("quorum", f"more than the {len(seats)} agencies that sit")
    majority = table.decimal("majority")
    if majority >= 1:
        raise table.fault("majority", 'expected a share under 1, such as "0.5" for more than half')
    steps = tuple(_step(part) for part in table.tables("escalation"))
    if not steps or len({step.id for step in steps}) < len(steps):
        raise table.fault("escalation", "expected at least one step, each with an id of its own")
    return CommitteeRules(
        name=table.text("name"),
        provision=table.text("provision"),
        agencies=seats,
        quorum=quorum,
        needed=table.words("needed", seats, default=()),
        dossier_days=table.integer("dossier_days", least=0),
        rule=table.word("rule", RULES),
        otherwise=table.word("otherwise", OTHERWISE),
        majority=majority,
        marking=table.text("marking"),
        criteria=tuple(_criterion(part, when) for part in table.tables("criterion")),
        escalation=steps,
    )


def _criterion(part: Table, when: Callable[[Table], When]) -> CommitteeCriterion:
    tests = when(part.table("when", optional=True))
    return CommitteeCriterion(part.id(), part.text("text"), part.text("provision"), tests)


def _step(part: Table) -> EscalationStep:
    return EscalationStep(
        part.id(), part.text("title"), part.integer("working_days", least=1), part.word("recorded_by", RECORDERS)
    )
