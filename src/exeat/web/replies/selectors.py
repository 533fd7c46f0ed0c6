"""Answers as pages show them, and the board of offers by the answer that is recommended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exeat.web.cooperation.models import Offer, PlanRun
from exeat.web.cooperation.plans import Answer, plan_page
from exeat.web.cooperation.selectors import Bite, bites, offers_ahead
from exeat.web.replies.models import Reply

COLUMNS: dict[str, tuple[Promise, str]] = {
    "accept": (gettext_lazy("Accept"), "good"),
    "move": (gettext_lazy("Ask for another date"), "attention"),
    "ask": (gettext_lazy("Ask the host to pay"), "attention"),
    "decline": (gettext_lazy("Decline"), "neutral"),
    "unplanned": (gettext_lazy("Not yet planned"), "progress"),
}
_SAYS = {
    Reply.Kind.ACCEPT: "accept",
    Reply.Kind.NOMINATE: "accept",
    Reply.Kind.DELEGATE: "accept",
    Reply.Kind.ANOTHER_DATE: "move",
    Reply.Kind.TRAINERS_HERE: "move",
    Reply.Kind.HOST_PAYS: "ask",
    Reply.Kind.DECLINE: "decline",
}
"""The column of each answer. A joint event is proposed without an answer of either kind."""
_BY_HAND = {
    "accept": (Reply.Kind.ACCEPT, gettext_lazy("Accept it")),
    "move": (Reply.Kind.ANOTHER_DATE, gettext_lazy("Ask for another date")),
    "ask": (Reply.Kind.HOST_PAYS, gettext_lazy("Ask the host to pay")),
    "decline": (Reply.Kind.DECLINE, gettext_lazy("Decline it")),
}
_SHOWN = 100


@dataclass(frozen=True)
class Step:
    """Another answer for an offer: the column to which it leads, what its button says, and the form that it sends."""

    column: str
    label: Promise
    address: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Card:
    """An offer on the board: what is recommended, the reason in a line, what bites next, the answer so far.

    It stands under the answer that somebody chose, by fixing the offer or drafting a reply, else under the plan's.
    """

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
    def planned(self) -> str:
        """The column of the plan's answer."""
        return self.answer.column if self.answer else "unplanned"

    @property
    def drafted(self) -> str:
        """The column of the reply, else that of the plan's answer."""
        return _SAYS.get(Reply.Kind(self.reply.kind), self.planned) if self.reply else self.planned

    @property
    def column(self) -> str:
        """Where it stands."""
        return "accept" if self.offer.must else self.drafted

    @property
    def differs(self) -> Promise | None:
        """What the plan recommends, where that is not what somebody chose."""
        return COLUMNS[self.planned][0] if self.answer and self.planned != self.column else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The other answers that somebody may choose, in the order of the columns; none once a reply went out."""
        if self.offer.state != Offer.State.OPEN or (self.reply and self.reply.released_at):
            return ()
        if self.offer.must:
            back = reverse("offer_fix", args=[self.offer.reference, "no"])
            return (Step(self.drafted, gettext_lazy("Leave it to the plan"), back),) if self.drafted != "accept" else ()
        return tuple(self._step(column) for column in _BY_HAND if column != self.column and self._can_be(column))

    def _can_be(self, column: str) -> bool:
        return column != "move" or any(session.ask_to_move for session in self.offer.sessions.all())

    def _step(self, column: str) -> Step:
        """To accept what no reply was drafted for is to fix it in the next plan; all else is a reply."""
        if column == "accept" and self.reply is None:
            address = reverse("offer_fix", args=[self.offer.reference, "yes"])
            return Step(column, gettext_lazy("Accept all the same"), address)
        kind, label = _BY_HAND[column]
        instead = (("instead", str(self.reply.pk)),) if self.reply else ()
        address = reverse("reply_draft", args=[self.offer.reference])
        return Step(column, label, address, (("kind", kind.value), *instead))


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
    """Every offer that is still ahead, by its answer; those that bite next first."""
    answers = {one.reference: one for one in plan_page(run).answers} if run else {}
    columns = {key: BoardColumn(key, label, tone) for key, (label, tone) in COLUMNS.items()}
    offers = list(offers_ahead(today).select_related("host").prefetch_related("sessions"))
    latest = {one.offer_id: one for one in Reply.objects.filter(offer__in=offers).order_by("drafted_at", "pk")}
    for offer in offers:
        card = _card(offer, answers.get(offer.reference), latest.get(offer.pk), today)
        columns[card.column].cards.append(card)
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
