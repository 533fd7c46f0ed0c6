"""An exporter's applications: where each stands, and what is asked of the exporter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as If
from django.db.models import Exists, IntegerField, OuterRef, Prefetch, QuerySet, Value, When

from exeat.domain.review import ClockReading
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.models import Event
from exeat.web.cases.models import Case, Document, InformationRequest
from exeat.web.cases.standing import CLOCK, clock_of
from exeat.web.permissions import visible_documents

EDITABLE = ("draft", "returned")


@dataclass(frozen=True)
class Standing:
    """An application as its exporter sees it: `question` is the oldest one still to be answered."""

    case: Case
    clock: ClockReading
    question: InformationRequest | None

    @property
    def editable(self) -> bool:
        """Whether the application is with the exporter: a draft, or returned for completion."""
        return self.case.state in EDITABLE

    @property
    def goods(self) -> str:
        """The first line's description, as far as it was typed."""
        items = self.case.application.get("items") or [{}]
        return str(items[0].get("description", ""))


def applications_of(user: User, now: datetime) -> QuerySet[Case]:
    """The cases of the exporters that the user acts for: first those that wait for them, then the newest."""
    asked = InformationRequest.objects.filter(case=OuterRef("pk"), answered_at=None)
    waiting = If(When(Exists(asked), then=Value(0)), When(state__in=EDITABLE, then=Value(1)), default=Value(2))
    unanswered = Prefetch("requests", InformationRequest.objects.filter(answered_at=None), to_attr="unanswered")
    return (
        Case.objects.filter(exporter_id__in=actor_for(user, now).exporters)
        .annotate(waiting=If(When(state="returned", then=Value(0)), default=waiting, output_field=IntegerField()))
        .select_related("exporter")
        .prefetch_related(unanswered, "licences", "decisions__letter")
        .order_by("waiting", "-created_at", "-pk")
    )


def standings(cases: Iterable[Case], now: datetime) -> list[Standing]:
    """Each case with its clock, the events of all of them in one query."""
    rows = list(cases)
    events: dict[str, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(subject__in=[case.subject for case in rows], kind__in=CLOCK).order_by("seq"):
        events[event.subject].append(event)
    return [_standing(case, events[case.subject], now) for case in rows]


def why_returned(case: Case) -> str:
    """What the officer wrote when the application was last returned for completion."""
    last = Event.objects.filter(subject=case.subject, kind="case.return").select_related("private").last()
    content = (last.private.content or {}) if last and hasattr(last, "private") else {}
    return str(content.get("message", ""))


def documents_of(case: Case, viewer: User) -> list[Document]:
    """The applicant's documents in force that the viewer may open, from those that the caller has prefetched."""
    return [one for one in visible_documents(viewer, case) if one.superseded_by_id is None and not one.internal]


def _standing(case: Case, events: Sequence[Event], now: datetime) -> Standing:
    question = next(iter(case.unanswered), None)  # type: ignore[attr-defined]  # prefetched under this name
    return Standing(case, clock_of(case, now, list(events)), question)
