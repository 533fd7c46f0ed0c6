"""A case that changes a licence: begun with what was licensed, held to what the change may touch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from exeat.domain.licences import LicenceLine as Line
from exeat.domain.licences import check_carrying
from exeat.domain.review import OWN_MOTION, Application, CaseState, Refusal
from exeat.domain.review import Change as Asked
from exeat.domain.review.differences import PART_OF_ITEM
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case, Classification, Condition
from exeat.web.cases.standing import application_of, changed_by, current_classification
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.models import Licence
from exeat.web.licences.standing import ledger_of, line_value
from exeat.web.policy import policy
from exeat.web.registers.models import Exporter

GOODS = tuple(name for name, part in PART_OF_ITEM.items() if part == "goods")
CHANGEABLE_STATES = ("active", "suspended", "exhausted")
"""The states in which a licence may be changed: one that has ended is applied for anew."""


def as_licensed(licence: Licence) -> dict[str, Any]:
    """What was licensed, as the application that a change of the licence begins with."""
    before = changed_by(Case(changes=licence))
    return (before.before.to_json() if before else {}) | {"documents": []}


def note_change(case: Case, content: dict[str, Any]) -> None:
    """Tie a new draft to the licence that it says it changes; hold an old one to the licence with which it began.

    Raises Invalid, naming the field.
    """
    asked = Application.draft_from_json(content).change
    if case.pk is None:
        if asked.how or asked.licence:
            case.change, case.changes = asked.how, _changeable(case, asked)
    elif case.changes is not None:
        begun = {"how": case.change, "licence": case.changes.number}
        given = {name: str(text) for name, text in dict(content.get("change") or begun).items()}
        if {name: given.get(name, text) for name, text in begun.items()} != begun:
            raise Invalid({"change": f"this draft changes {case.changes.number}; another change is another draft"})
        content["change"] = {**given, **begun}
    elif asked.how or asked.licence:
        raise Invalid({"change": "this draft was begun without a licence to change"})
    if case.changes is not None:
        content["kind"] = case.changes.kind


def _changeable(case: Case, asked: Asked) -> Licence:
    licence = Licence.objects.filter(number=asked.licence, exporter=case.exporter).first()
    if licence is None:
        raise Invalid({"change.licence": f"{case.exporter} holds no licence {asked.licence[:40]}"})
    if asked.how not in policy().changes:
        raise Invalid({"change.how": f"{asked.how[:40]!r} is no change of a licence: {', '.join(policy().changes)}"})
    rule = policy().changes[asked.how]
    if rule.own_motion:
        raise NotPermitted.because("own_motion", f"a {rule.title.lower()} is not applied for: the authority opens it")
    if licence.supply == "general" and rule.ends_in_licence:
        raise NotPermitted.because("general", "a registration is not changed: everybody has the same")
    if licence.state not in CHANGEABLE_STATES:
        raise NotPermitted.because("state", f"licence {licence.number} is {licence.get_state_display()}")
    if other := open_changes(licence).exclude(change__in=OWN_MOTION).first():
        raise NotPermitted.because("changing", f"{other.reference} changes this licence already: finish that one first")
    return licence


def open_changes(licence: Licence) -> QuerySet[Case]:
    """The cases on the licence that have not ended."""
    return licence.changing.exclude(state__in=[state.value for state in CaseState if state.ended])


def require_no_proceeding(licence: Licence) -> None:
    """Refuse to end a licence at its holder's wish while the authority weighs a measure against it."""
    if other := open_changes(licence).filter(change__in=OWN_MOTION).first():
        raise NotPermitted.because("proceeding", f"a measure against {licence} is weighed: decide {other} first")


def require_carrying(case: Case, application: Application) -> None:
    """Refuse a change whose lines cannot take over what was drawn, or whose new holder is not in the register."""
    licence, rule = case.changes, policy().changes.get(case.change)
    if licence is None or (rule and not rule.ends_in_licence):
        return
    if reasons := check_carrying(list(_lines(application)), _licensed(licence), ledger_of(licence)):
        raise NotPermitted([Refusal("carried", reason) for reason in reasons])
    if application.change.to and new_holder(case) is None:
        raise NotPermitted.because("holder", f"no verified exporter has the registration {application.change.to}")


def new_holder(case: Case) -> Exporter | None:
    """The exporter to whom a transfer leads; None where nobody verified has that number, or there is no transfer."""
    to = " ".join(application_of(case).change.to.upper().split())
    return Exporter.objects.filter(registration=to, status=Exporter.Status.VERIFIED).first() if to else None


def carry_classifications(case: Case, *, by: User, now: datetime) -> list[Classification]:
    """Classify the lines whose goods are those of the licence as they were classified there; an officer may do anew."""
    changes, licence = changed_by(case), case.changes
    if changes is None or licence is None or licence.case is None:
        return []
    before = {item.line: item for item in changes.before.items}
    decided = {item.line: current_classification(item) for item in licence.case.items.all()}
    now_asked = {item.line: item for item in application_of(case).items}
    same = [
        line
        for line, item in before.items()
        if line in now_asked and all(getattr(item, name) == getattr(now_asked[line], name) for name in GOODS)
    ]
    return [
        Classification.objects.create(
            item=row,
            entry=found.entry,
            regimes=found.regimes,
            reason=f"Unchanged from licence {licence.number}. {found.reason}",
            list_versions=found.list_versions,
            engine_version=found.engine_version,
            by=by,
            at=now,
        )
        for row in case.items.all()
        if row.line in same and (found := decided.get(row.line))
    ]


def carry_conditions(case: Case, *, now: datetime) -> list[Condition]:
    """The conditions of the licence stand in its change too, each still the agency's that asked for it."""
    licence = case.changes
    if licence is None or licence.case is None:
        return []
    return [
        Condition.objects.create(
            case=case,
            **{name: getattr(one, name) for name in ("template", "values", "title", "text", "agency")},
            by=one.by,
            at=now,
        )
        for one in licence.case.conditions.filter(dropped_at=None)
    ]


def _licensed(licence: Licence) -> list[Line]:
    return [line_value(line) for line in licence.lines.all()]


def _lines(application: Application) -> Iterator[Line]:
    for item in application.items:
        if item.quantity > 0:
            yield Line(item.line, item.description, "", item.quantity, item.unit, item.value, item.currency or "XXX")
        else:
            yield Line(item.line, item.description, "", Decimal(0), item.unit, Decimal(0), item.currency, ceiling=False)
