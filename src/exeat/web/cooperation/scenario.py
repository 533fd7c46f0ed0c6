"""The registers as one scenario, as `exeat.domain.planning` reads it.

Ids of officials, hosts and sessions have their kind before the number, so that a plan's sentences can be given names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from exeat.domain.capabilities import gain_factor
from exeat.domain.offers import Experience
from exeat.web.capabilities.selectors import capabilities_for_planning
from exeat.web.cooperation.models import Host, Offer
from exeat.web.cooperation.selectors import whole_offers
from exeat.web.people.selectors import STATE, agencies_for_planning, officials_for_planning
from exeat.web.policy import policy
from exeat.web.returns.selectors import experiences
from exeat.web.workload.trips import OfficialPrice

CRITICAL = "licensing"
"""The skill of which one holder stays at a desk on every working day."""


def scenario(first: date, last: date) -> dict[str, Any]:
    """The open offers that have a session in the horizon, with everybody who could go; desk days have no price yet."""
    state, calendar = policy().state, policy().calendar
    offers = [offer for offer in whole_offers().filter(state=Offer.State.OPEN) if _sessions(offer, first, last)]
    officials = [row | {"id": f"official-{row['id']}"} for row in officials_for_planning(first, last)]
    learnt = experiences()
    hosts = {offer.host_id: offer.host for offer in offers}
    return {
        "horizon": {"start": first.isoformat(), "end": last.isoformat()},
        "currency": state.currency,
        "states": [
            {
                "id": STATE,
                "name": state.name,
                "weekend": sorted(calendar.weekend),
                "holidays": [day.isoformat() for day in sorted(calendar.holidays) if first <= day <= last],
            }
        ],
        "agencies": agencies_for_planning({offer.lead_agency for offer in offers}),
        "officials": officials,
        "capabilities": capabilities_for_planning(),
        "hosts": [_host(host) for host in hosts.values()],
        "offers": [_offer(offer, first, last, _factor(offer, learnt)) for offer in offers],
        "desk_prices": [],
        "rules": _rules(),
    }


def _rules() -> dict[str, Any]:
    values = policy().cooperation
    costs = {name: float(worth) for name, worth in values.costs.items() if name != "late_case"}
    steps = [[float(share), float(worth)] for share, worth in values.gain_steps]
    return {**costs, "gain_steps": steps, "critical_skills": [CRITICAL]}


def price_rows(prices: Iterable[OfficialPrice], late_case: float) -> list[dict[str, Any]]:
    """Prices as a scenario writes them, a case past its date weighed at `late_case`."""
    return [
        {
            "official": f"official-{price.official}",
            "week": "{}-W{:02}".format(*price.monday.isocalendar()),
            "price": round(price.late_cases * late_case, 3),
        }
        for price in prices
    ]


def _host(host: Host) -> dict[str, Any]:
    limits = {"budget": host.budget if host.budget is None else str(host.budget), "max_sessions": host.max_sessions}
    return {"id": f"host-{host.pk}"} | {name: limit for name, limit in limits.items() if limit is not None}


def _factor(offer: Offer, learnt: Mapping[tuple[int, str], Experience]) -> float:
    """What a unit of its gain is worth: as somebody said, else by what earlier events of its host and kind achieved."""
    if offer.outcome_factor is not None:
        return float(offer.outcome_factor)
    return learnt[offer.host_id, offer.kind].factor


def _offer(offer: Offer, first: date, last: date, factor: float) -> dict[str, Any]:
    return {
        "id": offer.reference,
        "state": STATE,
        "title": offer.title,
        "programme": offer.programme or None,
        "kind": offer.kind,
        "host": f"host-{offer.host_id}",
        "lead_agency": offer.lead_agency,
        "sessions": _sessions(offer, first, last),
        "seats": [{"skill": seat.skill, "also": seat.also, "count": seat.count} for seat in offer.seats.all()],
        "gain": {
            gain.capability_id: round(gain.units * gain_factor(offer.kind, gain.capability.value) * factor, 2)
            for gain in offer.gains.all()
        },
        "preparation_days": float(offer.preparation_days),
        "follow_up_days": float(offer.follow_up_days),
        "funding": [
            {"payer": one.payer, "own_cost": str(one.own_cost), "host_cost": str(one.host_cost), "ask": one.ask}
            for one in offer.funding.all()
        ],
        "must": offer.must,
    }


def _sessions(offer: Offer, first: date, last: date) -> list[dict[str, Any]]:
    return [
        {
            "id": f"session-{one.pk}",
            "start": one.start.isoformat(),
            "end": one.end.isoformat(),
            "travel_days": one.travel_days,
            "rest_days": one.rest_days,
            "mode": one.mode,
            "ask_to_move": one.ask_to_move,
        }
        for one in offer.sessions.all()
        if first <= one.start and one.end <= last
    ]
