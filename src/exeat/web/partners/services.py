"""Windows for partners: prepared from the registers and the released plan, released by the head alone."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db import transaction

from exeat.domain.licences import sign
from exeat.domain.planning import Acceptance, Scenario
from exeat.domain.planning.roster import Roster
from exeat.domain.planning.windows import Wanted, windows_statement
from exeat.domain.review import Role
from exeat.domain.workload import WorkloadError
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.keys import authority_key
from exeat.web.audit.record import record
from exeat.web.capabilities.models import Capability
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.plans import as_solved
from exeat.web.cooperation.scenario import price_rows, scenario
from exeat.web.cooperation.services.planning import LONGEST
from exeat.web.cooperation.services.settling import trips_of
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.partners.models import Publication
from exeat.web.people.services import PLANNERS, require_planner
from exeat.web.policy import local_day, policy
from exeat.web.workload.trips import measured_office


@transaction.atomic
def prepare_windows(*, last: date, by: User, now: datetime) -> Publication:
    """Work out the free windows from tomorrow to `last`; what the latest released plan accepts is taken already."""
    require_planner(by, now)
    first = local_day(now) + timedelta(days=1)
    if not first < last <= first + LONGEST:
        raise Invalid({"last": "Expected a day within a year from now."})
    made = Publication.objects.create(
        first=first, last=last, statement=_statement(first, last, now), prepared_by=by, prepared_at=now
    )
    record(kind="windows.prepare", subject=made.subject, by=by, now=now, roles=PLANNERS, rows=[made])
    return made


@transaction.atomic
def release_windows(*, publication: Publication, by: User, now: datetime) -> Publication:
    """Sign the windows, so that partners may have them. The head's alone."""
    if not actor_for(by, now).in_any((Role.HEAD,)):
        raise NotPermitted.because("role", "Only the head of the authority releases windows to partners.")
    publication = Publication.objects.select_for_update().get(pk=publication.pk)
    if publication.released_at is not None:
        raise NotPermitted.because("state", "These windows are released already.")
    statement = {**publication.statement, "issued": now.isoformat(timespec="seconds")}
    publication.token = sign(statement, authority_key())
    publication.released_by, publication.released_at = by, now
    publication.save(update_fields=["token", "released_by", "released_at"])
    record(kind="windows.release", subject=publication.subject, by=by, now=now, roles=(Role.HEAD,), rows=[publication])
    return publication


def _statement(first: date, last: date, now: datetime) -> dict[str, Any]:
    late_case = policy().cooperation.costs["late_case"]
    rows = scenario(first, last)
    roster = _taken(Scenario.read(json.dumps(rows).encode()))
    try:
        trips = trips_of(roster.scenario, roster.accepted.values())
        prices = measured_office(now=now).prices(first, last, trips)
    except WorkloadError:
        prices, late_case = [], late_case * 0
    priced = Scenario.read(json.dumps(rows | {"desk_prices": price_rows(prices, float(late_case))}).encode())
    titles = dict(Capability.objects.values_list("pk", "title"))
    wanted = [
        Wanted(one.id, titles[one.id], one.weight, max(Fraction(0), one.gap - roster.gained[one.id]))
        for one in priced.capabilities
    ]
    state = {"id": policy().state.country, "name": policy().state.name}
    return windows_statement(
        Roster(priced, roster.accepted.values()), state, [one for one in wanted if one.gap], Fraction(late_case)
    )


def _taken(fresh: Scenario) -> Roster:
    """What the latest released plan accepts, as far as it is still on offer and its people are still there."""
    released = PlanRun.objects.filter(released_at__isnull=False).order_by("-released_at").first()
    roster = as_solved(released)[1] if released else None
    found = roster.accepted.values() if roster else ()
    return Roster(fresh, (one for one in found if _stands(fresh, one)))


def _stands(fresh: Scenario, one: Acceptance) -> bool:
    offer = fresh.offer.get(one.offer)
    there = offer is not None and one.funding < len(offer.funding) and (one.offer, one.session) in fresh.outings
    return there and all(person in fresh.official for person, _seat in one.attendees)
