"""The pages of the programme office: which states are known and what they published, and whom to invite to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exeat.web.programme.models import ProgrammePlan, StateKey, StateWindows

SHOWN = 20


def latest_windows(today: date) -> list[StateWindows]:
    """Of each state, the windows that it issued last, if they reach beyond today."""
    found = StateWindows.objects.order_by("state_id", "-issued").distinct("state_id")
    return [one for one in found if one.last > today]


@dataclass(frozen=True)
class StateRow:
    """A state whose key is known, with the windows that count, if there are any. `over` are those that ended."""

    key: StateKey
    windows: StateWindows | None
    over: bool

    @property
    def free_days(self) -> float:
        """Free desk days of all its sections."""
        sections = self.windows.statement["sections"] if self.windows else []
        return sum(week["free_days"] for section in sections for week in section["weeks"])


def state_rows(today: date) -> list[StateRow]:
    """Every state whose key was taken."""
    latest = Prefetch("windows", StateWindows.objects.order_by("-issued"), to_attr="issues")
    return [
        StateRow(key, key.issues[0] if key.issues else None, bool(key.issues) and key.issues[0].last <= today)
        for key in StateKey.objects.prefetch_related(latest)
    ]


@dataclass(frozen=True)
class InvitationRow:
    """An offer to a state: whether to invite, when and at whose cost; `ask` are skills for which to ask when.

    `days` of desks and what it `builds` are None where nobody could go.
    """

    state: str
    invite: bool
    when: str
    places: int
    pays: str
    ask: tuple[str, ...]
    days: float | None
    builds: float | None
    because: tuple[str, ...]


@dataclass(frozen=True)
class OfferRow:
    """An offer of ours, to each state that it may be made to."""

    id: str
    title: str
    invitations: tuple[InvitationRow, ...]
    overlaps: tuple[str, ...]

    @property
    def invited(self) -> str:
        """How many are invited, in words."""
        count = sum(one.invite for one in self.invitations)
        return ngettext("%(count)d state", "%(count)d states", count) % {"count": count} if count else _("nobody")


@dataclass(frozen=True)
class MeterRow:
    """What our calendar takes of one section, in percent of its desk time: every offer, and those to invite to."""

    state: str
    section: str
    whole: float
    invited: float
    dear: tuple[str, ...]


@dataclass(frozen=True)
class ProgrammePage:
    """A plan that was made. `gap` is what a better one could at most be worth more; `cost` what it asks us to fund."""

    proven: bool
    gap: float
    cost: Decimal
    budget: str
    currency: str
    offers: tuple[OfferRow, ...]
    meter: tuple[MeterRow, ...]

    @property
    def bars(self) -> list[tuple[str, float]]:
        """For a bar chart: the invitations' share of each section."""
        return [(f"{row.state} – {row.section}", row.invited) for row in self.meter]


def programme_page(plan: ProgrammePlan) -> ProgrammePage | None:
    """What a plan says; none while it is not made, or was refused."""
    if plan.result is None:
        return None
    result, partner = plan.result, plan.offers["partner"]
    names = {one.state_id: one.name for one in plan.windows.all()}
    invited = [one for one in result["invitations"] if one["invite"]]
    return ProgrammePage(
        proven=result["status"] == "optimal",
        gap=result["bound"] - result["value"],
        cost=sum((Decimal(one["funding"]["host_cost"]) for one in invited), Decimal(0)),
        budget=str(partner.get("budget") or ""),
        currency=result["currency"],
        offers=tuple(_offers(plan.offers["offers"], result, names)),
        meter=tuple(_meter(row, names, plan.offers["offers"]) for row in result["load"]),
    )


def _offers(offers: list[dict[str, Any]], result: Mapping[str, Any], names: Mapping[str, str]) -> Iterable[OfferRow]:
    for offer in offers:
        rows = [_invitation(one, names) for one in result["invitations"] if one["offer"] == offer["id"]]
        near = tuple(_overlap(one) for one in result["overlaps"] if one["offer"] == offer["id"])
        yield OfferRow(offer["id"], offer.get("title") or offer["id"], tuple(rows), near)


def _invitation(one: Mapping[str, Any], names: Mapping[str, str]) -> InvitationRow:
    desk = one["desk"] or {}
    return InvitationRow(
        state=names.get(one["state"], one["state"]),
        invite=one["invite"],
        when=_span(one["start"], one["end"]) if one["invite"] else "",
        places=one["places"],
        pays=_pays(one["funding"]) if one["invite"] else "",
        ask=tuple(one["on_request"]),
        days=desk.get("days"),
        builds=one["builds"],
        because=tuple(one["because"]),
    )


def _span(start: str, end: str) -> str:
    first, last = (date_format(date.fromisoformat(day), "j M Y") for day in (start, end))
    return first if first == last else f"{first} – {last}"


def _pays(funding: Mapping[str, str]) -> str:
    if Decimal(funding["host_cost"]):
        return _("we fund %(amount)s") % {"amount": funding["host_cost"]}
    return _("the state pays") if Decimal(funding["own_cost"]) else _("costs nothing")


def _overlap(one: Mapping[str, str]) -> str:
    if one["kind"] == "duplicate":
        return _("Perhaps the same as %(other)s.") % one
    return _("Builds the same, near in time, as %(other)s: it could be held together.") % one


def _meter(row: Mapping[str, Any], names: Mapping[str, str], offers: list[dict[str, Any]]) -> MeterRow:
    titles = {offer["id"]: offer.get("title") or offer["id"] for offer in offers}
    dear = tuple(titles[name] for name in row["dear"])
    state = names.get(row["state"], row["state"])
    return MeterRow(state, row["name"], round(100 * row["all_offers"], 1), round(100 * row["invited"], 1), dear)
