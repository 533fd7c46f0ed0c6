"""The offers as the desk shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from exeat.domain.offers import Sketch, overlaps
from exeat.web.cooperation.models import Offer

TONES = {Offer.State.PROPOSED: "attention", Offer.State.OPEN: "progress", Offer.State.WITHDRAWN: "neutral"}


@dataclass(frozen=True)
class Row:
    """An offer in the list; `same` may be the same event, `joint` could be held together with it."""

    offer: Offer
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


def offer_rows() -> list[Row]:
    """Every offer that is not withdrawn, by its reply date; those without one last."""
    offers = sorted(
        whole_offers().exclude(state=Offer.State.WITHDRAWN),
        key=lambda offer: (offer.reply_by or date.max, offer.reference),
    )
    by_reference = {offer.reference: offer for offer in offers}
    related: dict[tuple[str, str], list[Offer]] = defaultdict(list)
    for pair in overlaps([_sketch(offer) for offer in offers]):
        related[pair.first, pair.kind].append(by_reference[pair.second])
        related[pair.second, pair.kind].append(by_reference[pair.first])
    return [Row(o, related[o.reference, "duplicate"], related[o.reference, "joint"]) for o in offers]


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
