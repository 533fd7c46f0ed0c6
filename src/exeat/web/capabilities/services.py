"""What the state set out to be able to do: entered, corrected, and moved on the ladder by evidence alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from exeat.domain.capabilities import PARAGRAPHS, Level, circle
from exeat.web.accounts.models import User
from exeat.web.audit.record import record
from exeat.web.capabilities.models import Capability, Evidence, Work
from exeat.web.errors import Invalid
from exeat.web.people.models import Official
from exeat.web.people.services import PLANNERS, as_tag, known_agency, require_planner
from exeat.web.policy import local_day

_NUMBERS = frozenset(paragraph.number for paragraph in PARAGRAPHS)


@dataclass(frozen=True)
class CapabilityGiven:
    """What is said of a capability. `work` is person-days still to be done by skill; `depends_on` are ids."""

    title: str
    planned: int
    agency: str
    weight: int = 1
    description: str = ""
    equipped: int = 0
    people_needed: int = 0
    people_trained: int = 0
    responsible: Official | None = None
    paragraphs: Sequence[str] = ()
    depends_on: Sequence[str] = ()
    work: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def set_out(*, slug: str = "", given: CapabilityGiven, by: User, now: datetime) -> Capability:
    """Enter a capability that the state set out to have; nothing of it is implemented until evidence says so.

    `slug` is made from the title where it is not given. Raises NotPermitted, or Invalid with the field at fault.
    """
    require_planner(by, now)
    slug = slug or slugify(given.title)[:60]
    if not slug or slug != slugify(slug):
        raise Invalid({"title": f"“{slug or given.title}” makes no name of small letters, digits and hyphens."})
    if Capability.objects.filter(pk=slug).exists():
        raise Invalid({"title": f"There is a capability {slug} already."})
    return _written("capability.set_out", Capability(id=slug), given, by, now)


@transaction.atomic
def change_capability(*, capability: Capability, given: CapabilityGiven, by: User, now: datetime) -> Capability:
    """Correct what is said of a capability. Its level is moved by evidence, not here."""
    require_planner(by, now)
    capability = Capability.objects.select_for_update().get(pk=capability.pk)
    return _written("capability.change", capability, given, by, now)


@transaction.atomic
def record_evidence(*, capability: Capability, level: int, text: str, on: date, by: User, now: datetime) -> Evidence:
    """Say what shows that the capability stood at `level` on a day. The evidence of the latest day says where it is."""
    require_planner(by, now)
    errors = {}
    if on > local_day(now):
        errors["on"] = "Evidence cannot be of a day to come."
    if not text.strip():
        errors["text"] = "Say what shows it."
    if errors:
        raise Invalid(errors)
    capability = Capability.objects.select_for_update().get(pk=capability.pk)
    latest = capability.evidence.aggregate(day=Max("on"))["day"]
    evidence = Evidence.objects.create(
        capability=capability, level=Level(level), text=text.strip(), on=on, by=by, at=now
    )
    if latest is None or on >= latest:
        capability.implemented = evidence.level
        capability.save(update_fields=["implemented"])
    record(
        kind="capability.evidence",
        subject=capability.subject,
        by=by,
        now=now,
        roles=PLANNERS,
        private={"said": f"{Level(level).label}: {evidence.text}"},
        rows=[capability, evidence],
    )
    return evidence


def _written(kind: str, capability: Capability, given: CapabilityGiven, by: User, now: datetime) -> Capability:
    _check(capability.pk, given)
    for name in (
        "description", "planned", "agency", "weight", "equipped", "people_needed", "people_trained", "responsible",
    ):  # fmt: skip
        setattr(capability, name, getattr(given, name))
    capability.title = given.title.strip()
    capability.paragraphs = [paragraph.number for paragraph in PARAGRAPHS if paragraph.number in given.paragraphs]
    capability.save()
    capability.depends_on.set(given.depends_on)
    capability.work.all().delete()
    work = {as_tag(skill): days for skill, days in given.work.items() if days}
    Work.objects.bulk_create(Work(capability=capability, skill=skill, days=days) for skill, days in work.items())
    data = {"depends_on": sorted(given.depends_on), "work": work}
    record(kind=kind, subject=capability.subject, by=by, now=now, roles=PLANNERS, data=data, rows=[capability])
    return capability


def _check(slug: str, given: CapabilityGiven) -> None:
    known_agency(given.agency)
    errors = {}
    if not given.title.strip():
        errors["title"] = "A title is needed."
    if not 0 <= given.equipped <= 100:
        errors["equipped"] = "A share is from 0 to 100 percent."
    if unknown := sorted(set(given.paragraphs) - _NUMBERS):
        errors["paragraphs"] = (
            f"Resolution 1540 has no operative paragraph {', '.join(unknown)} that asks for anything."
        )
    known = {row.pk: [other.pk for other in row.depends_on.all()] for row in _all()}
    if missing := sorted(set(given.depends_on) - known.keys()):
        errors["depends_on"] = f"There is no capability {', '.join(missing)}."
    elif found := circle(known | {slug: list(given.depends_on)}):
        errors["depends_on"] = f"They would depend on each other in a circle: {' → '.join(found)}."
    if errors:
        raise Invalid(errors)


def _all() -> list[Capability]:
    return list(Capability.objects.prefetch_related("depends_on"))
