"""What a policy says of inspection: how often, by which questions, and what may follow a finding."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from exeat.domain.review.policy.tables import Table

TAKERS = ("inspector", "head")
"""Who may take a measure: whoever inspects the site, or the head of the authority."""


@dataclass(frozen=True)
class RiskClass:
    """Sites of this class are seen every `months`; a visit takes `days` of inspectors' time."""

    id: str
    title: str
    months: int
    days: int


@dataclass(frozen=True)
class Severity:
    """How grave a finding is; what corrects it is due within `days` calendar days unless a day is set."""

    id: str
    title: str
    days: int


@dataclass(frozen=True)
class Question:
    """An item of a checklist. `id` is of the whole policy: `nuclear-safety.doses`."""

    id: str
    text: str
    provision: str


@dataclass(frozen=True)
class Checklist:
    """What is asked on a visit, by which agencies; one of the inspectors holds the `skill`.

    With `details_elsewhere` answers and findings say what is met, and of what was seen only where it is held.
    """

    id: str
    title: str
    agencies: tuple[str, ...]
    skill: str
    questions: tuple[Question, ...]
    details_elsewhere: bool = False


@dataclass(frozen=True)
class Measure:
    """An enforcement measure: for findings of some severities, taken by some of TAKERS."""

    id: str
    title: str
    provision: str
    severities: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True)
class DisclosureRule:
    """What a breach disclosed within `days` of its discovery is met with, unless it is as grave as `not_for`."""

    provision: str
    days: int
    measures: tuple[str, ...]
    not_for: tuple[str, ...]


@dataclass(frozen=True)
class InspectionRules:
    """`inspection.toml`: the programme plans with a `share` of inspectors' working days, over `weeks`."""

    share: float
    weeks: int
    new_site: str
    risks: Mapping[str, RiskClass]
    severities: Mapping[str, Severity]
    checklists: Mapping[str, Checklist]
    measures: Mapping[str, Measure]
    disclosure: DisclosureRule

    def question(self, id: str) -> Question | None:
        """A question by its id; None for one that the policy has no longer."""
        checklist = self.checklists.get(id.partition(".")[0])
        return next((one for one in checklist.questions if one.id == id), None) if checklist else None

    def due(self, severity: str, found_on: date) -> date:
        """By when a finding is put right unless a day is set."""
        return found_on + timedelta(days=self.severities[severity].days)

    def disclosed_in_time(self, discovered_on: date, disclosed_on: date) -> bool:
        """Whether a disclosure came soon enough to count."""
        return disclosed_on <= discovered_on + timedelta(days=self.disclosure.days)

    def open_measures(self, severity: str, *, disclosed: bool) -> list[Measure]:
        """The measures that a finding may be met with; `disclosed` when the breach was disclosed in time."""
        mild = disclosed and severity not in self.disclosure.not_for
        return [
            measure
            for measure in self.measures.values()
            if severity in measure.severities and (not mild or measure.id in self.disclosure.measures)
        ]


def read_inspection(table: Table, agencies: Collection[str]) -> InspectionRules:
    """What `inspection.toml` says. Raises PolicyError."""
    risks = table.table("risk").named(_risk)
    _gravest_first(table, risks)
    severities = table.table("severity").named(
        lambda key, part: Severity(key, part.text("title"), part.integer("days", least=1))
    )
    checklists = table.table("checklist").named(lambda key, part: _checklist(key, part, agencies))
    measures = table.table("measure").named(lambda key, part: _measure(key, part, tuple(severities)))
    disclosure = table.table("disclosure")
    return InspectionRules(
        share=table.share("share"),
        weeks=table.integer("weeks", least=1),
        new_site=table.word("new_site", tuple(risks)),
        risks=risks,
        severities=severities,
        checklists=checklists,
        measures=measures,
        disclosure=DisclosureRule(
            provision=disclosure.text("provision"),
            days=disclosure.integer("days", least=0),
            measures=disclosure.words("measures", tuple(measures)),
            not_for=disclosure.words("not_for", tuple(severities), default=()),
        ),
    )


def _risk(key: str, table: Table) -> RiskClass:
    return RiskClass(key, table.text("title"), table.integer("months", least=1), table.integer("days", least=1))


def _gravest_first(table: Table, risks: Mapping[str, RiskClass]) -> None:
    """Raise PolicyError for a class that is seen more often than a graver one."""
    months = 0
    for risk in risks.values():
        if risk.months < months:
            raise table.fault(f"risk.{risk.id}.months", "seen more often than the graver class before it")
        months = risk.months


def _checklist(key: str, table: Table, agencies: Collection[str]) -> Checklist:
    questions = [
        Question(f"{key}.{part.id()}", part.text("question"), part.text("provision")) for part in table.tables("item")
    ]
    if not questions or len({one.id for one in questions}) < len(questions):
        raise table.fault("item", "expected at least one question, each with an id of its own")
    return Checklist(
        id=key,
        title=table.text("title"),
        agencies=table.words("agencies", tuple(agencies)),
        skill=table.text("skill"),
        questions=tuple(questions),
        details_elsewhere=table.flag("details_elsewhere", default=False),
    )


def _measure(key: str, table: Table, severities: tuple[str, ...]) -> Measure:
    return Measure(
        id=key,
        title=table.text("title"),
        provision=table.text("provision"),
        severities=table.words("severities", severities),
        by=table.words("by", TAKERS),
    )
