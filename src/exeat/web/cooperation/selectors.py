"""The offers as the desk shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exeat.domain.offers import Sketch, overlaps
from exeat.web.cooperation.models import Offer

TONES = {Offer.State.PROPOSED: "attention", Offer.State.OPEN: "progress", Offer.State.WITHDRAWN: "neutral"}


BITES = {
    "reply": _("reply"),
    "nomination": _("name people"),
    "visa": _("ask for visas"),
    "travel": _("have travel approved"),
}
_SOON = 14  # calendar days before a date in which it draws the eye


@dataclass(frozen=True)
class Bite:
    """A date that bites, as pages show it: what must be done, by when, and how urgent that is."""

    kind: str
    what: Promise
    day: date
    days_left: int

    @property
    def overdue(self) -> bool:
        """Whether the day has passed."""
        return self.days_left < 0

    @property
    def tone(self) -> str:
        """The colour of its urgency."""
        return "bad" if self.overdue else "attention" if self.days_left <= _SOON else "neutral"


def bites(offer: Offer, today: date) -> list[Bite]:
    """The dates of an offer that still bite, the next first."""
    return [Bite(one.kind, BITES[one.kind], one.day, one.days_left(today)) for one in offer.deadlines]


@dataclass(frozen=True)
class Row:
    """An offer in the list; `same` may be the same event, `joint` could be held together with it."""

    offer: Offer
    next: Bite | None = None
    same: list[Offer] = field(default_factory=list)
    joint: list[Offer] = field(default_factory=list)

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return TONES[Offer.State(self.offer.state)]


def whole_offers() -> QuerySet[Offer]:
    """Offers with all that belongs to them."""
    return Offer.objects.select_related("host").prefetch_related(
        "sessions", "seats", "gains__capability__depends_on", "funding"
    )


def offers_ahead(today: date) -> QuerySet[Offer]:
    """Offers that are not withdrawn, and have a date that is not over."""
    over = Offer.objects.annotate(last=Max("sessions__end")).filter(last__lt=today)
    return Offer.objects.exclude(state=Offer.State.WITHDRAWN).exclude(pk__in=over.values("pk"))


def past_offers(today: date) -> Sequence[Offer]:
    """The latest that are over."""
    found = Offer.objects.exclude(state=Offer.State.WITHDRAWN).exclude(pk__in=offers_ahead(today).values("pk"))
    return list(found.order_by("-reference")[:20])


def offer_rows(*, today: date) -> list[Row]:
    """Every offer that is still ahead, by the date that bites next; those without one last."""
    shown = whole_offers().prefetch_related("replies").filter(pk__in=offers_ahead(today).values("pk"))
    nexts = {one: next(iter(bites(one, today)), None) for one in shown}
    offers = sorted(nexts, key=lambda one: (bite.day if (bite := nexts[one]) else date.max, one.reference))
    by_reference = {offer.reference: offer for offer in offers}
    related: dict[tuple[str, str], list[Offer]] = defaultdict(list)
    for pair in overlaps([_sketch(offer) for offer in offers]):
        related[pair.first, pair.kind].append(by_reference[pair.second])
        related[pair.second, pair.kind].append(by_reference[pair.first])
    return [Row(o, nexts[o], related[o.reference, "duplicate"], related[o.reference, "joint"]) for o in offers]


def withdrawn_offers() -> Sequence[Offer]:
    """The latest that are out of planning."""
    return list(Offer.objects.filter(state=Offer.State.WITHDRAWN).order_by("-reference")[:20])


def _sketch(offer: Offer) -> Sketch:
    return Sketch(
        offer.reference,
        offer.title,
        offer.host.name,
        tuple((session.start, session.end) for session in offer.sessions.all()),
        frozenset(gain.capability_id for gain in offer.gains.all()),
    )
