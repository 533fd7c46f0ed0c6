"""Sittings as their readers see them, and what a case shows of the committee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, QuerySet

from exeat.domain.review import SITTING_ACTIONS, Action, Refusal, Role, quorum_lacks, sitting_refusals
from exeat.domain.review.policy.committee import EscalationStep
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.cases.models import Case
from exeat.web.committee.models import AgendaItem, Attendance, Escalation, Seat, Sitting, Spoken
from exeat.web.committee.standing import newest_words, sitting_standing
from exeat.web.permissions import committee_secretary, of_the_authority, visible_cases, visible_sittings
from exeat.web.policy import policy

A_PAGE = 30


@dataclass(frozen=True)
class SittingStep:
    """A step of a sitting that the reader may take, with the reasons why it cannot be taken yet."""

    action: Action
    refusals: tuple[Refusal, ...]

    @property
    def possible(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.refusals


@dataclass(frozen=True)
class SeatView:
    """An agency's seat, and who is there for it."""

    agency: str
    seat: Seat | None
    there: Attendance | None


@dataclass(frozen=True)
class ItemView:
    """A case on an agenda. `summary` is what the reader may see of it; `word` is of agencies that are there."""

    item: AgendaItem
    summary: tuple[str, ...]
    withheld: bool
    words: tuple[tuple[str, Spoken | None], ...]
    may_read: bool
    speaks_for: tuple[str, ...]


@dataclass(frozen=True)
class SittingPage:
    """Everything that the page of a sitting shows."""

    sitting: Sitting
    seats: list[SeatView]
    items: list[ItemView]
    waiting: list[AgendaItem]
    steps: dict[str, SittingStep]
    lacks: list[str]
    secretary: bool


@dataclass(frozen=True)
class StepView:
    """A step of an escalation with its words in the policy."""

    row: Escalation
    step: EscalationStep


@dataclass(frozen=True)
class BeforeCommittee:
    """A time that a case came before the committee."""

    item: AgendaItem
    summary: tuple[str, ...]
    words: tuple[tuple[str, Spoken | None], ...]
    steps: tuple[StepView, ...]


def sittings(viewer: User, *, page: str | None) -> Page:
    """The sittings that the viewer may open, the latest first."""
    rows = visible_sittings(viewer).annotate(cases=Count("items")).order_by("-day", "-pk")
    return Paginator(rows, A_PAGE).get_page(page)


def waiting_items(viewer: User) -> QuerySet[AgendaItem]:
    """The cases that wait for a sitting, for those who may open every case."""
    if not (of_the_authority(viewer) or committee_secretary(viewer)):
        return AgendaItem.objects.none()
    return AgendaItem.objects.filter(sitting=None, how="", case__state="under_review").select_related("case__exporter")


def seats() -> list[SeatView]:
    """Every seat of the policy, filled or not."""
    filled = {row.agency: row for row in Seat.objects.select_related("member", "deputy")}
    return [SeatView(agency, filled.get(agency), None) for agency in policy().committee.agencies]


def sitting_page(sitting: Sitting, *, viewer: User, now: datetime) -> SittingPage:
    """The page of a sitting that the viewer may open."""
    actor, standing = actor_for(viewer, now), sitting_standing(sitting, now)
    there = {row.agency: row for row in sitting.attendance.select_related("user")}
    secretary = actor.in_any((Role.SECRETARY,))
    inside = secretary or of_the_authority(viewer)
    readable = set(visible_cases(viewer).filter(agenda_items__sitting=sitting).values_list("pk", flat=True))
    steps = {
        action.name: SittingStep(action, tuple(sitting_refusals(action, standing, actor, policy())))
        for action in SITTING_ACTIONS
        if sitting.state in action.sources and actor.in_any(action.roles)
    }
    items = sitting.items.select_related("case__exporter", "laid_by").prefetch_related(_WORDS)
    speaks_for = tuple(agency for agency, row in there.items() if secretary or row.user_id == viewer.pk)
    return SittingPage(
        sitting=sitting,
        seats=[SeatView(one.agency, one.seat, there.get(one.agency)) for one in seats()],
        items=[_item(item, list(there), inside, readable, speaks_for) for item in items],
        waiting=list(waiting_items(viewer)) if secretary and sitting.state == "planned" else [],
        steps=steps,
        lacks=quorum_lacks(there, policy()) if sitting.state in ("called", "open") and there else [],
        secretary=secretary,
    )


def before_committee(case: Case, viewer: User) -> list[BeforeCommittee]:
    """Each time that the case came before the committee, the latest first."""
    inside = of_the_authority(viewer) or committee_secretary(viewer)
    rows = case.agenda_items.select_related("sitting", "laid_by").prefetch_related(_WORDS, "escalations__by")
    return [
        BeforeCommittee(
            item=item,
            summary=told_summary(item.summary, inside)[0],
            words=tuple(newest_words(item).items()),
            steps=tuple(StepView(row, policy().committee.step(row.step)) for row in item.escalations.all()),
        )
        for item in rows.order_by("-laid_at", "-pk")
    ]


def told_summary(text: str, inside: bool) -> tuple[tuple[str, ...], bool]:
    """The paragraphs of a summary that a reader gets, and whether some were withheld by their marking."""
    written = tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())
    told = tuple(part for part in written if inside or not part.startswith(policy().committee.marking))
    return told, len(told) < len(written)


_WORDS = Prefetch("spoken", Spoken.objects.select_related("by").order_by("at", "pk"))


def _item(
    item: AgendaItem, there: list[str], inside: bool, readable: set[int], speaks_for: tuple[str, ...]
) -> ItemView:
    summary, withheld = told_summary(item.summary, inside)
    words = newest_words(item)
    agencies = [*there, *(agency for agency in words if agency not in there)]
    return ItemView(
        item=item,
        summary=summary if inside or item.case_id in readable else (),
        withheld=withheld,
        words=tuple((agency, words.get(agency)) for agency in agencies),
        may_read=item.case_id in readable,
        speaks_for=speaks_for,
    )
