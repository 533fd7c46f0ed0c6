"""Which events took place, whose report is due, and what the reports say of the next event of a host and kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from exeat.domain.offers import Experience, Outcome, experience
from exeat.web.cooperation.models import Offer, PlanRun
from exeat.web.people.models import Official
from exeat.web.policy import policy
from exeat.web.returns.models import Return


@dataclass(frozen=True)
class Held:
    """An event that was accepted in the plan released last about it: when, and who went."""

    start: date
    end: date
    who: tuple[str, ...]


@dataclass(frozen=True)
class Due:
    """An event that is over and on which nobody has reported; `by` is the last day for the report."""

    offer: Offer
    held: Held
    by: date
    overdue: bool


def held_events() -> dict[str, Held]:
    """What released plans accepted, by the reference of the offer; of two plans, the one released later counts."""
    names = {f"official-{pk}": name for pk, name in Official.objects.values_list("pk", "name")}
    found: dict[str, Held] = {}
    for run in PlanRun.objects.filter(released_at__isnull=False).order_by("released_at", "pk"):
        offers = {offer["id"]: offer for offer in json.loads(run.scenario)["offers"]}
        for decision in run.plan["decisions"]:
            found.pop(decision["offer"], None)
            if decision["decision"] == "accept":
                session = next(s for s in offers[decision["offer"]]["sessions"] if s["id"] == decision["session"])
                start, end = (date.fromisoformat(session[name]) for name in ("start", "end"))
                who = tuple(names[one["official"]] for one in decision["attendees"])
                found[decision["offer"]] = Held(start, end, who)
    return found


def due_reports(offers: QuerySet[Offer], *, today: date) -> list[Due]:
    """Of the offers, events that are over without a report, the one that is due first before the others."""
    over = {reference: held for reference, held in held_events().items() if held.end < today}
    waiting = offers.filter(reference__in=over, report=None).exclude(state=Offer.State.WITHDRAWN)
    found = [_due(offer, over[offer.reference], today) for offer in waiting.select_related("host")]
    return sorted(found, key=lambda one: (one.by, one.offer.reference))


def filed_reports() -> list[Return]:
    """The latest reports, with what was expected and achieved in sum."""
    found = Return.objects.select_related("offer__host", "filed_by")
    return list(found.annotate(expected=Sum("achieved__expected"), units=Sum("achieved__units"))[:50])


def experiences() -> Mapping[tuple[int, str], Experience]:
    """By host and kind of the offers that there are: what their earlier events say of the next one."""
    rows = Return.objects.annotate(e=Sum("achieved__expected"), u=Sum("achieved__units"))
    reported = rows.filter(e__gt=0).values_list("offer__host", "offer__kind", "e", "u")
    outcomes = [Outcome(str(host), kind, expected, units) for host, kind, expected, units in reported]
    trust = policy().cooperation.trust
    pairs = Offer.objects.order_by().values_list("host", "kind").distinct()
    return {(host, kind): experience(outcomes, str(host), kind, trust) for host, kind in pairs}


def _due(offer: Offer, held: Held, today: date) -> Due:
    by = policy().calendar.add(held.end, policy().cooperation.report_days)
    return Due(offer, held, by, by < today)
