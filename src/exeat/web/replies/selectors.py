"""Answers as pages show them, and the board of offers by the answer that is recommended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exeat.web.cooperation.models import Offer, PlanRun
from exeat.web.cooperation.plans import Answer, plan_page
from exeat.web.cooperation.selectors import Bite, bites, offers_ahead
from exeat.web.replies.models import Reply

COLUMNS: dict[str, tuple[Promise, str]] = {
    "accept": (gettext_lazy("Accept"), "good"),
    "ask": (gettext_lazy("Ask: a date or money"), "attention"),
    "decline": (gettext_lazy("Decline"), "neutral"),
    "unplanned": (gettext_lazy("Not yet planned"), "progress"),
}
_SHOWN = 100


@dataclass(frozen=True)
class Card:
    """An offer on the board: what is recommended, the reason in a line, what bites next, the answer so far."""

    offer: Offer
    line: str
    answer: Answer | None = None
    bite: Bite | None = None
    reply: Reply | None = None

    @property
    def may_answer(self) -> bool:
        """Whether an answer may be drafted from here."""
        return self.offer.state == Offer.State.OPEN and self.reply is None

    @property
    def may_fix(self) -> bool:
        """Whether somebody might want it accepted although the plan says otherwise."""
        accepted = self.answer is not None and self.answer.column == "accept"
        return self.offer.state == Offer.State.OPEN and not self.offer.must and not accepted


@dataclass(frozen=True)
class BoardColumn:
    """The offers with one answer."""

    key: str
    label: Promise
    tone: str
    cards: list[Card] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """The board; `run` is the plan that it shows, None where there is none."""

    run: PlanRun | None
    columns: tuple[BoardColumn, ...]
    drafts: int


def board(*, run: PlanRun | None, today: date) -> Board:
    """Every offer that is still ahead, by the answer of the plan; those that bite next first."""
    answers = {one.reference: one for one in plan_page(run).answers} if run else {}
    columns = {key: BoardColumn(key, label, tone) for key, (label, tone) in COLUMNS.items()}
    offers = list(offers_ahead(today).select_related("host"))
    latest = {one.offer_id: one for one in Reply.objects.filter(offer__in=offers).order_by("drafted_at", "pk")}
    for offer in offers:
        card = _card(offer, answers.get(offer.reference), latest.get(offer.pk), today)
        columns[_column(card.answer)].cards.append(card)
    for column in columns.values():
        column.cards.sort(key=lambda card: (card.bite.day if card.bite else date.max, card.offer.reference))
    drafts = sum(one.released_at is None for one in latest.values())
    return Board(run, tuple(columns.values()), drafts)


def shown_run(pk: int | None) -> PlanRun | None:
    """The plan that was chosen; else the one released last, else the one made last."""
    made = PlanRun.objects.filter(plan__isnull=False)
    if pk is not None:
        return made.filter(pk=pk).first()
    released = made.filter(released_at__isnull=False).order_by("-released_at", "-pk")
    return released.first() or made.filter(base=None).first()


def plans_to_choose() -> Sequence[PlanRun]:
    """The latest plans that the board can show."""
    return list(PlanRun.objects.filter(plan__isnull=False).defer("scenario", "plan")[:10])


def shown_replies() -> tuple[list[Reply], list[Reply]]:
    """Drafts that wait for the head, and the latest that were released, the newest first."""
    found = Reply.objects.select_related("offer__host", "drafted_by", "released_by", "message")
    drafts = list(found.filter(released_at=None).order_by("offer__reply_by", "pk"))
    return drafts, list(found.filter(released_at__isnull=False).order_by("-released_at", "-pk")[:_SHOWN])


def _card(offer: Offer, answer: Answer | None, reply: Reply | None, today: date) -> Card:
    if answer is not None:
        line = answer.line
    elif offer.state == Offer.State.PROPOSED:
        line = _("It waits for a person to confirm what it says.")
    else:
        line = _("It came in after the plan was asked for, or takes place outside of its dates.")
    return Card(offer, line, answer, next(iter(bites(offer, today)), None), reply)


def _column(answer: Answer | None) -> str:
    if answer is None:
        return "unplanned"
    return "ask" if answer.column in ("move", "ask") else answer.column
