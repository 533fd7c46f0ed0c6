"""Disposing of cases whose time has come, and keeping some longer.

What goes: documents, and every text and name that stands beside the ledger. What stays: the case's number, states,
dates, figures and the chain of events, from which statistics are made and in which the disposal is the last entry; and
the licence, a public act, with what was drawn down. Erased texts leave the chain whole: it holds their digests alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.models import EventPrivate
from exeat.web.audit.record import record
from exeat.web.cases import documents
from exeat.web.cases.models import Case, Document
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.mail.models import Message
from exeat.web.policy import local_day, policy
from exeat.web.records.models import Disposal, Hold
from exeat.web.records.selectors import due_for_disposal

KEEPERS = (Role.HEAD,)


@transaction.atomic
def hold(*, case: Case, reason: str, until: date, by: User, now: datetime) -> Hold:
    """Keep a case beyond its time until a day. Raises Invalid without a reason or a day to come."""
    _check_keeper(by, now)
    if not reason.strip():
        raise Invalid({"reason": "say why the case is kept longer"})
    if until <= local_day(now):
        raise Invalid({"until": "give a day to come"})
    made = Hold.objects.create(case=case, reason=reason.strip(), until=until, by=by, at=now)
    record(kind="case.hold", subject=case.subject, by=by, now=now, roles=KEEPERS, rows=[made])
    return made


@transaction.atomic
def dispose(*, case: Case, by: User, now: datetime) -> Disposal:
    """Erase the texts and documents of a case whose time has come. It cannot be undone.

    Raises NotPermitted for all but the head, Invalid for a case that is still to be kept.
    """
    _check_keeper(by, now)
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not due_for_disposal(now).filter(pk=case.pk).exists():
        raise Invalid({"": f"{case.reference} is still to be kept"})
    files = list(Document.objects.filter(case=case))
    for model, path in personal_models():
        _clear(model, {path: case.pk})
    Message.objects.filter(about=case.reference).delete()
    EventPrivate.objects.filter(event__subject=case.subject).update(content=None)
    made = Disposal.objects.create(
        case=case, legal_basis=policy().retention.legal_basis, documents=len(files), by=by, at=now
    )
    record(
        kind="case.dispose",
        subject=case.subject,
        by=by,
        now=now,
        roles=KEEPERS,
        data={"documents": len(files), "legal_basis": made.legal_basis},
        rows=[made],
    )
    transaction.on_commit(lambda: _delete_files({one.sha256 for one in files}))
    return made


def personal_models() -> Iterator[tuple[type[models.Model], str]]:
    """The kinds of rows that belong to a case and hold texts or names, with the path from each to the case."""
    for model in apps.get_models():
        if personal_fields(model) and (path := path_to_case(model)) is not None:
            yield model, path


def personal_fields(model: type[models.Model]) -> tuple[str, ...]:
    """The fields that are erased: those that stand beside the ledger, and those that a model names `PERSONAL`."""
    return (*getattr(model, "AUDITED_PRIVATE", ()), *getattr(model, "PERSONAL", ()))


def path_to_case(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> str | None:
    """The look-up from a model to its case by foreign keys that cannot be empty, the shortest way; None without one."""
    if model is Case:
        return "pk"
    keys = [field for field in model._meta.fields if isinstance(field, models.ForeignKey) and not _optional(field)]
    for field in keys:
        if field.related_model is Case:
            return f"{field.name}_id"
    for field in keys:
        target = field.related_model
        if target in seen or getattr(target, "_meta", None) is None:
            continue
        if (rest := path_to_case(target, seen | {model})) is not None:
            return f"{field.name}__{rest}"
    return None


def _optional(field: models.ForeignKey[Any, Any]) -> bool:
    return field.null and field.model is not Document


def _clear(model: type[models.Model], where: dict[str, Any]) -> None:
    """Empty the personal fields of the rows."""
    blank = {name: _blank(model._meta.get_field(name)) for name in personal_fields(model)}
    model._base_manager.filter(**where).update(**blank)


def _blank(field: Any) -> Any:
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return [] if field.default is list else {}
    return [] if field.get_internal_type() == "ArrayField" else ""


def _delete_files(digests: set[str]) -> None:
    """Delete the contents that no document of another case shares."""
    shared = Document.objects.filter(sha256__in=digests).exclude(case__disposal__isnull=False)
    for sha256 in digests - set(shared.values_list("sha256", flat=True)):
        documents.path_of(sha256).unlink(missing_ok=True)


def _check_keeper(by: User, now: datetime) -> None:
    if not actor_for(by, now).in_any(KEEPERS):
        raise NotPermitted.because("role", "only the head of the authority decides on what is kept")
