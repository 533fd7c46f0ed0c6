"""After return: filed once an accepted event is over, evidence where somebody says so, a corrected estimate."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from exeat.web.audit.verify import verify
from exeat.web.capabilities.models import Capability
from exeat.web.capabilities.services import CapabilityGiven, set_out
from exeat.web.cooperation.models import Offer
from exeat.web.cooperation.scenario import scenario
from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
from exeat.web.cooperation.services.planning import ask_for_plan, make_waiting
from exeat.web.cooperation.services.planning import release as release_plan
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.people.services import OfficialGiven, add_official
from exeat.web.returns.models import Achieved, Return
from exeat.web.returns.selectors import due_reports
from exeat.web.returns.services import AchievedGiven, accept_evidence, file_report

pytestmark = pytest.mark.django_db
REPORT = {"report": "Three days of cases.", "handover": "Papers are with the officer."}


def given(title, start, **more):
    row = {"must": True} | more
    return OfferGiven(
        title=title, host="Larkmoor", kind="training", lead_agency="mfa",
        sessions=[SessionGiven(start, start + timedelta(days=2))], seats=[SeatGiven("licensing")],
        gains=[("licensing-review", 20)], funding=[FundingGiven("host")], **row,
    )  # fmt: skip


@pytest.fixture
def held(people, now):
    """An offer that the released plan accepts: it takes place from 5 to 7 May 2026."""
    add_official(given=OfficialGiven("Orsa Lind", "mfa", ["licensing"]), by=people.head, now=now)
    set_out(given=CapabilityGiven("Licensing review", 4, "mfa"), by=people.head, now=now)
    offer = enter(given=given("Course", date(2026, 5, 5)), by=people.officer, now=now)
    run = ask_for_plan(last=date(2026, 8, 31), by=people.officer, now=now)
    make_waiting(now=now)
    run.refresh_from_db()
    release_plan(run=run, by=people.head, now=now)
    return offer


@pytest.fixture
def after(now):
    """A week after the event."""
    return now + timedelta(days=73)


def test_a_report_is_due_after_the_event_and_overdue_after_its_days(people, held):
    assert due_reports(Offer.objects.all(), today=date(2026, 5, 7)) == []
    (due,) = due_reports(Offer.objects.all(), today=date(2026, 5, 8))
    assert (due.offer, due.held.who, due.overdue) == (held, ("Orsa Lind",), False)
    assert due.by == date(2026, 5, 21)  # ten working days after 7 May
    assert not due_reports(Offer.objects.all(), today=date(2026, 5, 21))[0].overdue
    assert due_reports(Offer.objects.all(), today=date(2026, 5, 22))[0].overdue


def test_a_report_is_filed_once_on_what_took_place(people, held, now, after):
    achieved = [AchievedGiven("licensing-review", 10, "Two cases were worked.", 3)]
    with pytest.raises(NotPermitted, match="once it is over"):
        file_report(offer=held, **REPORT, achieved=achieved, by=people.officer, now=now)
    with pytest.raises(NotPermitted):
        file_report(offer=held, **REPORT, achieved=achieved, by=people.auditor, now=after)
    made = file_report(offer=held, **REPORT, achieved=achieved, by=people.officer, now=after)
    assert (made.start, made.end) == (date(2026, 5, 5), date(2026, 5, 7))
    assert due_reports(Offer.objects.all(), today=date(2026, 6, 30)) == []
    with pytest.raises(NotPermitted, match="already"):
        file_report(offer=held, **REPORT, achieved=achieved, by=people.officer, now=after)
    assert [fault for fault in verify().faults if "returns" in fault.where] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"report": " "}, "report"),
        ({"handover": ""}, "handover"),
        ({"report": "(S) plumtree"}, "report"),
        ({"achieved": [AchievedGiven("law", 1, "x")]}, "achieved"),
        ({"achieved": [AchievedGiven("licensing-review", 10)]}, "achieved"),
        ({"achieved": [AchievedGiven("licensing-review", 101, "x")]}, "achieved"),
        ({"achieved": [AchievedGiven("licensing-review", 1, "x", 9)]}, "achieved"),
    ],
)
def test_a_report_says_what_shows_what(people, held, after, change, field):
    with pytest.raises(Invalid) as refusal:
        file_report(offer=held, **{**REPORT, "achieved": [], **change}, by=people.officer, now=after)
    assert refusal.value.errors.keys() == {field}
    assert not Return.objects.exists()


def test_what_it_shows_is_evidence_once_somebody_records_it(client, people, held, after):
    achieved = [AchievedGiven("licensing-review", 10, "Two cases were worked.", 3)]
    made = file_report(offer=held, **REPORT, achieved=achieved, by=people.officer, now=after)
    row = made.achieved.get()
    assert Capability.objects.get().implemented == 0
    accept_evidence(achieved=row, by=people.head, now=after)
    capability = Capability.objects.get()
    assert (capability.implemented, capability.evidence.get().on) == (3, date(2026, 5, 7))
    assert held.reference in capability.evidence.get().text
    with pytest.raises(NotPermitted, match="already"):
        accept_evidence(achieved=row, by=people.head, now=after)
    assert [fault for fault in verify().faults if "returns" in fault.where or "capabilit" in fault.where] == []


def test_the_next_offer_of_that_host_and_kind_is_expected_to_build_less(client, people, held, after):
    made = [AchievedGiven("licensing-review", 5, "Half of it was lost.")]
    file_report(offer=held, **REPORT, achieved=made, by=people.officer, now=after)
    later = enter(given=given("Next", date(2026, 7, 7)), by=people.officer, now=after)
    span = (date(2026, 6, 1), date(2026, 8, 31))
    (offer,) = scenario(*span)["offers"]
    units = offer["gain"]["licensing-review"]
    later.outcome_factor = 1
    later.save()
    (whole,) = scenario(*span)["offers"]
    # 5 of 20, drawn towards all events (45 of 60), which were drawn towards 1: (5 + 40 × 0.75) / 60
    assert units == pytest.approx(whole["gain"]["licensing-review"] * 35 / 60, abs=0.01)
    client.force_login(people.officer)
    page = client.get(reverse("offer", args=[later.reference])).text
    assert "5 of 20 units" in page and "0.58" in page and "1.00 was set" in page


def test_the_pages_show_what_is_due_take_the_report_and_record_evidence(client, people, held, after, monkeypatch):
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: after)
    client.force_login(people.officer)
    assert "Course" in client.get(reverse("returns")).text
    address = reverse("return_file", args=[held.reference])
    assert client.post(address, {"report": "x"}).status_code == 422
    sent = REPORT | {"units-licensing-review": 12, "shows-licensing-review": "Two cases.", "level-licensing-review": 3}
    answer = client.post(address, sent)
    assert answer.status_code == 302
    assert "Proposed as evidence" in client.get(answer.url).text
    client.post(reverse("return_evidence", args=[Achieved.objects.get().pk]))
    assert "Recorded as evidence" in client.get(answer.url).text
    assert "12" in client.get(reverse("returns")).text


@pytest.mark.parametrize("role", ["exporter", "customs", "auditor", "administrator"])
def test_reports_are_for_those_who_plan(client, people, held, role):
    client.force_login(getattr(people, role))
    for name, args in (("returns", []), ("return", [1]), ("return_file", [held.reference])):
        assert client.get(reverse(name, args=args)).status_code == 403
    assert client.post(reverse("return_evidence", args=[1])).status_code == 403


def test_a_program_finds_what_is_due_reports_and_records_what_it_shows(client, people, held, after, monkeypatch):
    from django.utils import timezone

    client.force_login(people.officer)
    address = f"/api/offers/{held.reference}/return"
    row = {"capability": "licensing-review", "units": 12, "shows": "Two cases.", "level": 3}
    sent = REPORT | {"achieved": [row]}
    monkeypatch.setattr(timezone, "now", lambda: after - timedelta(days=30))
    early = client.post(address, sent, "application/json")
    assert early.status_code == 409 and "once it is over" in early.json()["refusals"][0]["message"]
    monkeypatch.setattr(timezone, "now", lambda: after)
    (due,) = client.get("/api/returns/due").json()["results"]
    assert (due["offer"], due["who"], due["by"]) == (held.reference, ["Orsa Lind"], "2026-05-21")
    wrong = client.post(address, sent | {"achieved": [row | {"shows": ""}]}, "application/json")
    assert wrong.json() == {"errors": {"achieved": "licensing-review: say what shows it."}}
    made = client.post(address, sent, "application/json")
    assert made.status_code == 201
    shown = client.get(f"/api/returns/{made.json()['id']}").json()
    assert shown == client.get("/api/returns").json()["results"][0] == made.json()
    (built,) = shown["achieved"]
    assert (built["expected"], built["units"], built["level"], built["evidence"]) == (
        20,
        12,
        "staffed and equipped",
        False,
    )
    assert client.get("/api/returns/due").json() == {"results": []}
    evidence = f"/api/returns/{shown['id']}/evidence/licensing-review"
    assert client.post(evidence).json()["achieved"][0]["evidence"] is True
    assert Capability.objects.get().implemented == 3
    assert client.post(evidence).status_code == 409
    assert client.post(f"/api/returns/{shown['id']}/evidence/law").status_code == 404


@pytest.mark.parametrize("role", ["exporter", "customs", "auditor", "administrator"])
def test_a_program_of_those_who_do_not_plan_finds_no_reports(client, people, held, after, role, monkeypatch):
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: after)
    made = file_report(offer=held, **REPORT, achieved=[], by=people.officer, now=after)
    client.force_login(getattr(people, role))
    assert client.get("/api/returns").json()["count"] == 0
    assert client.get("/api/returns/due").json() == {"results": []}
    assert client.get(f"/api/returns/{made.pk}").status_code == 404
    assert client.post(f"/api/returns/{made.pk}/evidence/licensing-review").status_code == 404
    sent = client.post(f"/api/offers/{held.reference}/return", REPORT, "application/json")
    assert sent.status_code == 404
