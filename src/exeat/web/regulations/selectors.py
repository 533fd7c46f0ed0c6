"""The register as of a day, and what its changes bear on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from exeat.domain.regulations import Citation, place_of
from exeat.web.registers.models import ControlListVersion, ListVersion, WatchlistVersion
from exeat.web.regulations.citing import Citing, citing
from exeat.web.regulations.models import Instrument, Provision

_CHANGES = 50


@dataclass(frozen=True)
class PlaceView:
    """A place with its texts, the newest first, and what cites it."""

    instrument: Instrument
    place: str
    texts: list[Provision]
    cited_by: list[Citing]


def instruments_on(day: date) -> QuerySet[Instrument]:
    """The instruments in force on a day."""
    return Instrument.objects.filter(in_force_from__lte=day).filter(Q(in_force_until=None) | Q(in_force_until__gte=day))


def others(day: date) -> QuerySet[Instrument]:
    """Those that were in force before that day, or come into force after it."""
    return Instrument.objects.exclude(pk__in=instruments_on(day).values("pk"))


def texts_on(instrument: Instrument, day: date) -> QuerySet[Provision]:
    """The texts of an instrument in force on a day, in the order of the instrument."""
    return (
        instrument.provisions.filter(from_day__lte=day)
        .filter(Q(until_day=None) | Q(until_day__gte=day))
        .exclude(text="")
        .order_by("order")
    )


def lists_on(day: date) -> list[ListVersion]:
    """The control lists and watchlists in force on a day, by the day of their import."""
    found: list[ListVersion] = []
    for model in (ControlListVersion, WatchlistVersion):
        known = model.objects.filter(imported_at__date__lte=day)
        newest = known.values("list_id").annotate(last=Max("pk")).values("last")
        found += model.objects.filter(pk__in=newest).defer("content").order_by("list_id")
    return found


def place_view(provision: Provision) -> PlaceView:
    """A place whole: its texts and what cites it."""
    instrument = provision.instrument
    texts = instrument.provisions.filter(place=provision.place).order_by("-from_day")
    cited = Citation(instrument.title, place_of(provision.place))
    return PlaceView(instrument, provision.place, list(texts), citing(cited))


def changes() -> QuerySet[Provision]:
    """Texts that replaced another or repealed a place, the newest first."""
    earlier = Provision.objects.filter(
        instrument=OuterRef("instrument"), place=OuterRef("place"), from_day__lt=OuterRef("from_day")
    )
    return Provision.objects.filter(Exists(earlier)).select_related("instrument").order_by("-from_day")[:_CHANGES]
