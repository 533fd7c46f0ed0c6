"""Plays the demo: the people, the lists, and then day by day what everybody did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from django.db import transaction

from exeat.domain.statistics import Period
from exeat.web.accounts.models import User
from exeat.web.audit.checkpoints import checkpoint
from exeat.web.demo.amendments import amendments
from exeat.web.demo.capabilities import set_out_capabilities
from exeat.web.demo.committee import name_seats
from exeat.web.demo.denials import denials
from exeat.web.demo.inspection import inspections
from exeat.web.demo.lists import bring_into_force, updates
from exeat.web.demo.offers import enter_offers, held_events
from exeat.web.demo.officials import enter_officials
from exeat.web.demo.people import create_people, delegations, register_exporters
from exeat.web.demo.programme import plan_for_neighbours
from exeat.web.demo.registrations import registrations
from exeat.web.demo.regulations import enter_regulations
from exeat.web.demo.steps import play
from exeat.web.demo.stories import day_back, moment, steps
from exeat.web.demo.turns import Stage
from exeat.web.licences.services.issuing import expire_due
from exeat.web.mail.services import in_the_past
from exeat.web.obligations.services import remind_holders
from exeat.web.people.models import Official
from exeat.web.policy import local_day
from exeat.web.search.models import SavedView
from exeat.web.search.services.keeping import keep_view
from exeat.web.statistics.services import publish

REGISTERED = 46  # working days back, too: when planning began
OPENING = 245  # working days back: the authority's first day in the demo


@transaction.atomic
def load(now: datetime) -> None:
    """Play the year before `now` into a database without users; one with users is left as it is.

    The same `now` gives the same year. All or nothing: a failure leaves the database empty.
    """
    if User.objects.exists():
        return
    first_day = day_back(now, OPENING)
    with in_the_past():
        people = create_people(moment(first_day, "08:10"))
        bring_into_force(people["officer"], moment(first_day, "08:30"))
        name_seats(people, moment(first_day, "08:40"))
        enter_regulations(people["officer"], moment(first_day, "08:40"))
        officials = enter_officials(people, now, moment(first_day, "08:50"))
        stage = Stage(people=people, exporters=register_exporters(people, moment(first_day, "09:00")))
        for day, of_the_day in groupby(_acts(now, stage, officials), key=lambda act: local_day(act[0])):
            _open(moment(day, "06:00"))
            for _, act in of_the_day:
                act()
        _keep_views(people)
        enter_offers(people, now)
        plan_for_neighbours(people, now)
        _open(now)
        past = Period(first_day, local_day(now) - timedelta(days=1))
        publish(title="The authority's first year", period=past, by=people["head"], now=now)


def _acts(
    now: datetime, stage: Stage, officials: Mapping[str, Official]
) -> list[tuple[datetime, Callable[[], object]]]:
    """Everything that anybody did, with its moment, in the order in which it happened."""
    acts: list[tuple[datetime, Callable[[], object]]] = [(step.at, partial(play, step, stage)) for step in steps(now)]
    acts += delegations(stage.people, now)
    acts += updates(stage.people["officer"], now)
    acts += denials(stage.people["officer"], now)
    acts += registrations(stage, now)
    acts += amendments(stage.people["officer"], now)
    acts += inspections(stage.people, officials, stage.exporters, now)
    acts += [_capabilities(stage.people, officials, now), *held_events(stage.people, now)]
    return sorted(acts, key=lambda act: act[0])


def _capabilities(
    people: Mapping[str, User], officials: Mapping[str, Official], now: datetime
) -> tuple[datetime, Callable[[], object]]:
    """When the register of capabilities was filled, and how."""
    at = moment(day_back(now, REGISTERED), "09:00")
    return at, lambda: set_out_capabilities(people, officials, now, at)


def _keep_views(people: Mapping[str, User]) -> None:
    """Views of the desk that its officers kept."""
    for who, name, query in (
        ("officer", "Riskiest first", "show=all&order=risk"),
        ("officer", "With the nuclear regulator", "show=agency-nra"),
        ("second", "To be decided", "show=decision"),
    ):
        keep_view(user=people[who], page=SavedView.Page.DESK, name=name, query=query)


def _open(morning: datetime) -> None:
    """What Exeat does by itself before the office opens: licences end, holders are reminded, the head is signed."""
    expire_due(now=morning)
    remind_holders(now=morning)
    checkpoint(now=morning)
