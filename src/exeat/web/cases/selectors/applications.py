"""An exporter's applications: where each stands, and what is asked of the exporter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as If
from django.db.models import Exists, IntegerField, OuterRef, Prefetch, QuerySet, Value, When

from exeat.domain.review import ClockReading, case_action
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.models import Event
from exeat.web.cases.models import Case, Document, InformationRequest, IntendedRefusal
from exeat.web.cases.standing import CLOCK, clock_of
from exeat.web.permissions import visible_documents
from exeat.web.policy import local_day

EDITABLE = ("draft", "returned")
UNDECIDED = case_action("answer_intended_refusal").sources


@dataclass(frozen=True)
class Standing:
    """An application as its exporter sees it: `question` is the oldest one still to be answered, `intended` what the
    authority intends, while the exporter may still say something to it.
    """

    case: Case
    clock: ClockReading
    question: InformationRequest | None
    intended: IntendedRefusal | None

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
    questions = InformationRequest.objects.filter(answered_at=None)
    hearings = IntendedRefusal.objects.filter(answered_at=None, due__gte=local_day(now))
    asked = Exists(questions.filter(case=OuterRef("pk")))
    heard = Exists(hearings.filter(case=OuterRef("pk")))
    waiting = If(
        When(asked, then=Value(0)),
        When(heard, state__in=UNDECIDED, then=Value(0)),
        When(state__in=EDITABLE, then=Value(1)),
        default=Value(2),
    )
    unanswered = Prefetch("requests", questions, to_attr="unanswered")
    unheard = Prefetch("intended_refusals", hearings, to_attr="unheard")
    return (
        Case.objects.filter(exporter_id__in=actor_for(user, now).exporters)
        .annotate(waiting=If(When(state="returned", then=Value(0)), default=waiting, output_field=IntegerField()))
        .select_related("exporter")
        .prefetch_related(unanswered, unheard, "licences", "decisions__letter")
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
    unheard = case.unheard if case.state in UNDECIDED else ()  # type: ignore[attr-defined]
    return Standing(case, clock_of(case, now, list(events)), question, next(iter(unheard), None))
