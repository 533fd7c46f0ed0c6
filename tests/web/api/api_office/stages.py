"""What brings the play to the stages that calls need."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from api_office.call import DENIAL, PROGRAMME


def refused(story: Any, *, asked: bool = False) -> Any:
    """Refused to a recipient of its own, and its review asked for where told."""
    from exeat.web.appeals.services import ask_review
    from exeat.web.cases.services import deciding

    dyeworks = {**story.application["parties"][0], "name": "Undertow Dyeworks" if asked else "Meadow Looms"}
    grounds = ("end-user-not-established",)
    case = story.recommended(outcome="refuse", grounds=grounds, parties=[dyeworks])
    given = {"reasons": "unknown", "grounds": grounds, "by": story.people.head, "now": story.later()}
    deciding.decide(case=case, outcome="refuse", **given)
    if asked:
        ask_review(case=case, statement="It is known.", by=story.people.exporter, now=story.later())
    return case


def measured(story: Any) -> Any:
    """A licence that was revoked after its holder answered, and the review of it asked for."""
    from exeat.web.appeals.services import ask_review

    case = story.revoked(parties=[{**story.application["parties"][0], "name": "Harrow Mills"}])
    ask_review(case=case, statement="It was lent.", by=story.people.exporter, now=story.later())
    return case


def registered(story: Any) -> None:
    """A registration under a general authorisation, whose first return may be handed in now."""
    from exeat.web.licences.services.registering import register_for

    begun = story.now - timedelta(days=370)
    register_for(authorisation="xa-g2", exporter=story.firm, by=story.people.exporter, now=begun)


def hired_out(story: Any) -> None:
    """A licence for a time, of which everything has left."""
    from decimal import Decimal

    from exeat.web.licences.services import customs
    from exeat.web.policy import local_day

    fair = {**story.application["parties"][0], "name": "Lantern Fair", "country": "FR"}
    line = story.granted(kind="temporary_export", parties=[fair]).lines.get()
    declaration = customs.Declaration("D-7", local_day(story.later()), "East Quay")
    customs.record_shipment(
        line=line, quantity=Decimal(4), unit="item", value=Decimal(20000), currency="EUR", declaration=declaration,
        by=story.people.customs, now=story.now,
    )  # fmt: skip


def objected(story: Any) -> Any:
    """Under review, and an agency that was asked objects."""
    from exeat.web.cases.services import referring

    case = story.referred()
    for referral in case.referrals.all():
        reviewer = story.people.reviewers[referral.agency]
        referring.give_position(case=case, kind="objection", text="unknown", by=reviewer, now=story.later())
    return case


def sitting_on(story: Any) -> dict[str, Any]:
    """A sitting that was called, another that is open with every view given, and a case that was escalated."""
    from datetime import time

    from exeat.web.committee.services import agenda, sittings
    from exeat.web.policy import policy

    secretary, cases = story.people.secretary, {}
    for agency, reviewer in story.people.reviewers.items():
        sittings.name_seat(agency=agency, member=reviewer, deputy=None, by=secretary, now=story.later())
    for name, state in (("called", "called"), ("heard", "open"), ("escalated", "closed")):
        cases[name] = objected(story)
        item = agenda.lay_before(case=cases[name], summary="An objection.", by=story.people.officer, now=story.later())
        day = policy().calendar.next_working((story.later() + timedelta(days=7)).date())
        sitting = sittings.plan(day=day, at=time(10), place="Harbour Hall", by=secretary, now=story.now)
        item = sittings.place_on_agenda(item=item, sitting=sitting, by=secretary, now=story.later())
        sittings.call(sitting=sitting, by=secretary, now=story.later())
        if state == "called":
            continue
        story.later(days=10)
        present = dict.fromkeys(("mfa", "customs", "nra", "aec"), "member")
        sittings.attend(sitting=sitting, present=present, by=secretary, now=story.later())
        sittings.open_sitting(sitting=sitting, by=secretary, now=story.later())
        for agency, voice in zip(present, ("refuse", "grant", "refuse", "grant"), strict=True):
            agenda.speak(item=item, agency=agency, voice=voice, text="So.", by=secretary, now=story.later())
        if state == "closed":
            agenda.conclude(item=item, minute="", by=secretary, now=story.later())
            sittings.close(sitting=sitting, by=secretary, now=story.later())
    return cases


def registers(people: Any, now: datetime) -> None:
    """An official, a capability, and an offer that builds it."""
    from exeat.web.capabilities.services import CapabilityGiven, set_out
    from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
    from exeat.web.people.services import OfficialGiven, add_official

    add_official(given=OfficialGiven("Ana Dorval", "mfa", ["licensing"]), by=people.head, now=now)
    set_out(given=CapabilityGiven("Licensing review", 4, "mfa"), by=people.head, now=now)
    sessions = [SessionGiven(date(2026, 9, 8), date(2026, 9, 10))]
    funding, seats = [FundingGiven("host")], [SeatGiven("licensing")]
    given = OfferGiven("Course", "Larkmoor", "training", "mfa", sessions, seats, [("licensing-review", 10)], funding)
    enter(given=given, by=people.officer, now=now)


def accepted(people: Any, now: datetime) -> None:
    """A course next week that the head has let go ahead: over when the calls are made."""
    from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
    from exeat.web.cooperation.services.planning import ask_for_plan, make_plan, release

    day = now.date() + timedelta(days=7)
    sessions, gains, seats = [SessionGiven(day, day)], [("licensing-review", 10)], [SeatGiven("licensing")]
    given = OfferGiven(
        "Spring course", "Larkmoor", "training", "mfa", sessions, seats, gains, [FundingGiven("host")], must=True
    )
    enter(given=given, by=people.officer, now=now)
    run = ask_for_plan(last=day + timedelta(days=7), by=people.officer, now=now)
    release(run=make_plan(run=run, now=now), by=people.head, now=now)


def planned(people: Any, now: datetime) -> None:
    """An offer of this autumn, a plan with it, and windows prepared for partners."""
    from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
    from exeat.web.cooperation.services.planning import ask_for_plan, make_plan
    from exeat.web.partners.services import prepare_windows

    sessions, gains = [SessionGiven(date(2026, 10, 6), date(2026, 10, 8))], [("licensing-review", 10)]
    seats, funding = [SeatGiven("licensing")], [FundingGiven("host")]
    given = OfferGiven("Autumn course", "Larkmoor", "training", "mfa", sessions, seats, gains, funding)
    enter(given=given, by=people.officer, now=now)
    make_plan(run=ask_for_plan(last=date(2026, 12, 31), by=people.officer, now=now), now=now)
    prepare_windows(last=date(2026, 12, 31), by=people.officer, now=now)


def published(people: Any, now: datetime) -> None:
    """The authority as a neighbour of its own: its key is taken, its windows are here, an offer is planned with."""
    from exeat.web.audit.keys import public_key_set
    from exeat.web.policy import policy
    from exeat.web.programme.services import ask_for_invitations, bring_windows, take_key

    take_key(state=policy().state.country, jwk=public_key_set(), by=people.head, now=now)
    bring_windows(text=signed_windows(now), source="windows", by=people.officer, now=now)
    ask_for_invitations(offers=PROGRAMME, by=people.officer, now=now)


def signed_windows(issued: datetime) -> str:
    """The windows that were prepared last, signed by the authority."""
    from exeat.domain.licences import sign
    from exeat.web.audit.keys import authority_key
    from exeat.web.partners.models import Publication

    return sign({**Publication.objects.latest("pk").statement, "issued": issued.isoformat()}, authority_key())


def denied(case: Any, people: Any, now: datetime) -> None:
    """A denial that comes in while one case alone is open to it."""
    from exeat.web.denials.models import Resemblance
    from exeat.web.denials.services.registering import DenialGiven, enter

    values = {**DENIAL, "denied_on": now.date()}
    enter(given=DenialGiven(**values), by=people.officer, now=now)
    Resemblance.objects.exclude(case=case).delete()


def noticed(case: Any, people: Any, now: datetime) -> None:
    """A notice that one case alone meets."""
    from exeat.web.scrutiny.models import Meeting
    from exeat.web.scrutiny.services.noticing import NoticeGiven, issue_notice

    given = NoticeGiven(case.exporter, "Cameras", "wmd", "So.", end_users=["Calm Shores Fire Service"])
    issue_notice(given=given, by=people.head, now=now)
    Meeting.objects.exclude(case=case).delete()


def inspected(story: Any) -> None:
    """A site of the exporter, and a visit that has begun: every question is answered, and there is one finding."""
    from exeat.web.inspection.services import findings, sites, visits
    from exeat.web.people.services import OfficialGiven, add_official
    from exeat.web.policy import local_day

    officer, head = story.people.officer, story.people.head
    skills = OfficialGiven("Bo Lindqvist", "authority", ["control-lists", "licensing"])
    inspector = add_official(given=skills, by=head, now=story.later())
    given = sites.SiteGiven("Quayside works", "exporter", "authority", "high", "Cameras.", exporter=story.firm)
    site = sites.enter(given=given, by=officer, now=story.later())
    day = local_day(story.later())
    planned = visits.VisitGiven(day, day, ["export-compliance"], [inspector])
    visit = visits.plan(site=site, given=planned, by=officer, now=story.later())
    met = dict.fromkeys(visits.questions_of(visit), ("met", ""))
    visits.answer(visit=visit, answers=met, by=officer, now=story.later())
    found = findings.FindingGiven("export-compliance.records", "minor", "Missing.", "File them.")
    findings.find(origin=visit, given=found, by=officer, now=story.later())


def list_glassworks(now: Any) -> None:
    """A list update that leads to one alert, about a party of an open case and of a licence."""
    from exeat.domain.screening import ListedParty
    from exeat.domain.screening.importers import Imported
    from exeat.web.alerts.services.rescreening import run_waiting
    from exeat.web.registers.lists import store_watchlist

    run_waiting(now=now)  # the lists that are in force already
    parties = (ListedParty("G-1", "glass-watch", "organisation", ("Lantern Bay Glassworks",)),)
    imported = Imported(list_id="glass-watch", parties=parties, counts=(), sources={"invented": "2" * 64})
    store_watchlist(imported, now=now)
    run_waiting(now=now)


def amended_list(now: datetime) -> None:
    """The control list as a later version has it: a paragraph fewer, compared with the version before."""
    from dataclasses import replace

    from exeat.domain.controls import Imported, Version
    from exeat.web.classification.services.amending import compare_new_versions
    from exeat.web.registers.lists import load_control_lists, store_control_list

    whole = load_control_lists()[0]
    camera = whole.entry("3X001")
    shorter = replace(camera, provisions=camera.provisions[:-1])
    entries = tuple(shorter if entry is camera else entry for entry in whole.entries)
    store_control_list(Imported(replace(whole, version=Version("amended"), entries=entries), {}), now=now)
    compare_new_versions(now=now)
