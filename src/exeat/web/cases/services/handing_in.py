"""A whole application at once, for programs: the draft, its documents, and its submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from exeat.domain.offers import Level
from exeat.domain.review import Refusal
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.cases.services.applying import add_document, create_draft, submit
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.registers.visible import exporter_named


@dataclass(frozen=True)
class File:
    """A document as it came."""

    kind: str
    name: str
    content: bytes
    marking: Level = Level.UNMARKED


@dataclass(frozen=True)
class HandedIn:
    """The case, and what kept it a draft: nothing when it was submitted."""

    case: Case
    refusals: tuple[Refusal, ...] = ()


@transaction.atomic
def hand_in(
    *,
    application: Mapping[str, Any],
    files: Sequence[File],
    by: User,
    now: datetime,
    on_paper: bool = False,
    submitting: bool = True,
) -> HandedIn:
    """Make a draft for the exporter that the application names, add its documents, and submit it if asked and complete.

    What is incomplete stays a draft, with the reasons. What cannot be used (an unknown exporter, a file of a wrong
    type) raises Invalid, and leaves nothing.
    """
    exporter = exporter_named(application.get("exporter", {}), by=by, now=now, on_paper=on_paper)
    case = create_draft(exporter=exporter, application=application, by=by, now=now, on_paper=on_paper)
    for position, file in enumerate(files):
        try:
            add_document(case=case, **vars(file), by=by, now=now)
        except Invalid as refusal:
            raise Invalid({f"documents[{position}].{field}": said for field, said in refusal.errors.items()})
    if not submitting:
        return HandedIn(case)
    try:
        with transaction.atomic():
            return HandedIn(submit(case=case, by=by, now=now))
    except NotPermitted as refusal:
        return HandedIn(_again(case), tuple(refusal.refusals))
    except Invalid as refusal:
        faults = tuple(Refusal("complete", f"{field}: {said}") for field, said in refusal.errors.items())
        return HandedIn(_again(case), faults)


def _again(case: Case) -> Case:
    """The case as it is once the failed submission is undone."""
    return Case.objects.select_related("exporter").get(pk=case.pk)
