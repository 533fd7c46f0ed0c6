"""What people look at in a licence's ledger: at a customs post, at the authority, in the exporter's books."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from exeat.domain.licences import (
    CONSIGNEES,
    EntryKind,
    LedgerEntry,
    LicenceDocument,
    LinePosition,
    position,
    remaining_value,
    share_left,
    standing,
)
from exeat.domain.review import LICENCE_ACTIONS, Action, Role, offered
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.cases.services.changing import CHANGEABLE_STATES
from exeat.web.licences.models import Draw, Licence, LicenceLine
from exeat.web.licences.standing import entries_of, licence_standing, line_value
from exeat.web.obligations.services import goods_return
from exeat.web.policy import local_day, zone

ON_THE_PAGE = ("propose_measure", "suspend", "reinstate", "ask_surrender")
"""The steps in the life of a licence that people take on its page."""


@dataclass(frozen=True)
class LineView:
    """A line with what left, what may still leave, and what part of its value that is."""

    line: LicenceLine
    where: LinePosition
    value_left: Decimal


@dataclass(frozen=True)
class ShareLeft:
    """What a consignee may still have of a line."""

    line: LicenceLine
    quantity: Decimal
    value: Decimal


@dataclass(frozen=True)
class ShareView:
    """A consignee of a licence that several share, with the share in percent and what is left of it."""

    name: str
    country: str
    percent: Decimal
    lines: tuple[ShareLeft, ...]


@dataclass(frozen=True)
class EntryView:
    """An entry of the ledger; `counts` unless a later one undid or settled it."""

    draw: Draw
    counts: bool

    @property
    def may_reverse(self) -> bool:
        """Whether a counter-entry may undo it."""
        return self.counts

    @property
    def may_reconcile(self) -> bool:
        """Whether it is a provisional entry that nothing settled yet."""
        return self.counts and self.draw.kind == EntryKind.PROVISIONAL


@dataclass(frozen=True)
class LicenceView:
    """A licence with its lines, its ledger (the latest entry first), and the steps that this reader may take."""

    licence: Licence
    lines: tuple[LineView, ...]
    shares: tuple[ShareView, ...]
    entries: tuple[EntryView, ...]
    steps: tuple[Action, ...]
    may_record: bool
    may_reverse: bool
    may_reconcile: bool
    may_change: bool
    returns: bool
    may_return: bool


def licence_view(licence: Licence, *, viewer: User, now: datetime) -> LicenceView:
    """Everything that the page of a licence shows; what `viewer` may do follows the table of a licence's life."""
    draws = list(Draw.objects.filter(line__licence=licence).select_related("line", "by"))
    entries = entries_of(draws)
    counting = {entry.id for entry in standing(entries)}
    lines = [
        LineView(line, position(value, entries, line.tolerance), remaining_value(value, entries))
        for line, value in _values(licence)
    ]
    actor = actor_for(viewer, now)
    actions = offered(licence_standing(licence, now), actor, LICENCE_ACTIONS)
    names, returns = {action.name for action in actions}, goods_return(licence)
    return LicenceView(
        licence=licence,
        lines=tuple(lines),
        shares=tuple(_shares(licence, entries)),
        entries=tuple(EntryView(draw, str(draw.pk) in counting) for draw in reversed(draws)),
        steps=tuple(a for a in actions if a.name in ON_THE_PAGE and _own(a, licence, actor.exporters)),
        may_record=licence.form == "licence"
        and "record_shipment" in names
        and licence.valid_from <= local_day(now) <= licence.valid_until,
        may_reverse="reverse_shipment" in names,
        may_reconcile=Role.CUSTOMS in actor.roles,
        may_change=licence.exporter_id in actor.exporters
        and licence.state in CHANGEABLE_STATES
        and licence.supply != "general",
        returns=returns,
        may_return=returns and "record_return" in names,
    )


def _shares(licence: Licence, entries: Sequence[LedgerEntry]) -> Iterator[ShareView]:
    """The consignees of a global licence that are held to a share of it."""
    if licence.supply != "global":
        return
    for party in LicenceDocument.from_json(licence.content).parties:
        if party.role in CONSIGNEES and party.share is not None:
            left = (
                ShareLeft(line, *share_left(value, entries, party.name, party.share))
                for line, value in _values(licence)
            )
            yield ShareView(party.name, party.country, party.share, tuple(left))


def _values(licence: Licence):
    return ((line, line_value(line)) for line in licence.lines.all())


def _own(action: Action, licence: Licence, exporters: frozenset[int]) -> bool:
    return "own_case" not in action.requires or licence.exporter_id in exporters


def find_licence(sought: str) -> Licence | None:
    """The licence of that number, or the one whose code was scanned; None for neither."""
    sought = sought.strip()
    by_number = Licence.objects.filter(number__iexact=sought)
    return by_number.first() or (Licence.objects.filter(token=sought).first() if len(sought) > 100 else None)


def unreconciled() -> QuerySet[Draw]:
    """Provisional entries that count and that nothing settled yet, the oldest first.

    What answers a provisional entry is a reversal, which nothing undoes, or a reconciliation, which a reversal may.
    """
    answers_that_count = Draw.objects.filter(answers=OuterRef("pk"), answered_by=None)
    provisional = Draw.objects.filter(kind=EntryKind.PROVISIONAL).exclude(Exists(answers_that_count))
    return provisional.select_related("line__licence", "by").order_by("declared_on", "pk")


def entries_of_today(now: datetime) -> QuerySet[Draw]:
    """What was entered today at any post, the latest first."""
    midnight = datetime.combine(local_day(now), time(), zone())
    return Draw.objects.filter(at__gte=midnight).select_related("line__licence", "by").order_by("-pk")


def licences_listed(licences: QuerySet[Licence], sought: str = "") -> QuerySet[Licence]:
    """Licences as a list shows them, by number or exporter where something is sought."""
    if sought:
        licences = licences.filter(number__icontains=sought) | licences.filter(exporter__name__icontains=sought)
    lines = Prefetch(
        "lines", LicenceLine.objects.prefetch_related(Prefetch("draws", Draw.objects.select_related("line")))
    )
    return licences.select_related("exporter").prefetch_related(lines)


def positions_listed(licences: Sequence[Licence]) -> list[tuple[Licence, list[tuple[LicenceLine, LinePosition]]]]:
    """Each licence of a list with its lines' positions, from prefetched rows."""
    return [
        (
            licence,
            [
                (line, position(line_value(line), entries_of(line.draws.all()), line.tolerance))
                for line in licence.lines.all()
            ],
        )
        for licence in licences
    ]
