"""The register of officials: who may change what, leave and what it costs, calendars in and out."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from exeat.web.audit.verify import verify
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.people import services
from exeat.web.people.key_people import key_map
from exeat.web.people.models import Duty, Leave, Official
from exeat.web.people.services import OfficialGiven

pytestmark = pytest.mark.django_db
CALENDAR = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20270405
DTEND;VALUE=DATE:20270409
SUMMARY:Leave
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;TZID=Customized Time Zone:20270510T230000
DTEND;TZID=Customized Time Zone:20270512T010000
SUMMARY:Abroad
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def official(people, now):
    given = OfficialGiven(
        "Officer", "mfa", ["Licensing", " export control "], ["English"], "Director", 8, people.officer
    )
    return services.add_official(given=given, by=people.head, now=now)


@pytest.fixture
def reviewer(people, now):
    given = OfficialGiven("Nra Reviewer", "nra", ["safeguards"], user=people.reviewers["nra"])
    return services.add_official(given=given, by=people.head, now=now)


def test_tags_are_put_into_one_form(official):
    assert official.tags == ["director", "english", "export-control", "licensing"]


def test_an_official_needs_a_known_agency_and_a_skill(people, now):
    for given, field in [
        (OfficialGiven("A", "nowhere", ["x"]), "agency"),
        (OfficialGiven("A", "mfa", [" "]), "skills"),
        (OfficialGiven(" ", "mfa", ["x"]), "name"),
    ]:
        with pytest.raises(Invalid) as refusal:
            services.add_official(given=given, by=people.head, now=now)
        assert refusal.value.errors.keys() == {field}
    assert not Official.objects.exists()


@pytest.mark.parametrize("role", ["exporter", "customs", "auditor", "administrator"])
def test_only_planners_keep_the_register(people, official, now, role):
    other = getattr(people, role)
    given = OfficialGiven("B", "mfa", ["x"])
    steps = [
        lambda: services.add_official(given=given, by=other, now=now),
        lambda: services.change_official(official=official, given=given, by=other, now=now),
        lambda: services.record_leave(
            official=official, first=date(2026, 4, 1), last=date(2026, 4, 2), by=other, now=now
        ),
        lambda: services.assign_duty(title="x", holder=official, deputy=None, by=other, now=now),
    ]
    for step in steps:
        with pytest.raises(NotPermitted):
            step()
    assert (Leave.objects.count(), Duty.objects.count(), Official.objects.count()) == (0, 0, 1)


def test_officials_enter_their_own_leave_and_nobody_elses(people, official, reviewer, now):
    dates = {"first": date(2026, 4, 1), "last": date(2026, 4, 2), "now": now}
    services.record_leave(official=reviewer, by=people.reviewers["nra"], **dates)
    with pytest.raises(NotPermitted):
        services.record_leave(official=official, by=people.reviewers["nra"], **dates)


def test_the_same_day_is_not_leave_twice(people, official, now):
    services.record_leave(official=official, first=date(2026, 4, 1), last=date(2026, 4, 3), by=people.head, now=now)
    with pytest.raises(Invalid, match="on leave from 2026-04-01 to 2026-04-03 already"):
        services.record_leave(official=official, first=date(2026, 4, 3), last=date(2026, 4, 9), by=people.head, now=now)


@pytest.mark.parametrize("last", [date(2029, 12, 1), date(9999, 12, 31)])
def test_leave_far_away_is_a_slip_of_the_hand(people, official, now, last):
    with pytest.raises(Invalid, match="more than three years away"):
        services.record_leave(official=official, first=date(2026, 4, 1), last=last, by=people.head, now=now)


def test_whoever_holds_a_file_does_not_leave_before_it_is_handed_over(people, official, reviewer, now):
    duty = services.assign_duty(title="Nuclear file", holder=official, deputy=None, by=people.head, now=now)
    leaving = OfficialGiven("Officer", "mfa", ["licensing"], active=False)
    with pytest.raises(Invalid, match="Hand over “Nuclear file” first"):
        services.change_official(official=official, given=leaving, by=people.head, now=now)
    services.hand_over(duty=duty, holder=reviewer, deputy=None, by=people.head, now=now)
    assert not services.change_official(official=official, given=leaving, by=people.head, now=now).active


def test_nobody_stands_in_for_themselves(people, official, now):
    with pytest.raises(Invalid):
        services.assign_duty(title="x", holder=official, deputy=official, by=people.head, now=now)


def test_the_ledger_explains_every_row_of_the_register(people, official, reviewer, now):
    leave = services.record_leave(
        official=official, first=date(2026, 4, 1), last=date(2026, 4, 3), by=people.head, now=now
    )
    services.record_leave(official=official, first=date(2026, 5, 1), last=date(2026, 5, 3), by=people.head, now=now)
    services.cancel_leave(leave=leave, by=people.head, now=now)
    duty = services.assign_duty(title="x", holder=official, deputy=reviewer, by=people.head, now=now)
    services.assign_duty(title="y", holder=official, deputy=None, by=people.head, now=now)
    services.end_duty(duty=duty, by=people.head, now=now)
    ours = ("people.",)
    assert [fault for fault in verify().faults if fault.where.startswith(ours)] == []
    Leave.objects.update(last=date(2026, 12, 31))
    assert [fault.code for fault in verify().faults if fault.where.startswith(ours)] == ["row_changed"]


def test_the_pages_lead_from_entry_to_leave(client, people):
    client.force_login(people.officer)
    data = {"name": "Ana Dorval", "agency": "mfa", "skills": "licensing, law", "languages": "", "active": "on"}
    shown = client.post(reverse("official_add"), data, follow=True)
    assert "Ana Dorval is in the register" in shown.content.decode()
    official = Official.objects.get()
    day = timezone.localdate() + timedelta(days=30)
    leave = {"first": day.isoformat(), "last": day.isoformat()}
    address = reverse("official", kwargs={"pk": official.pk})
    assert "No case passes" in client.post(address, leave | {"do": "reckon"}).content.decode()
    assert not Leave.objects.exists()
    assert "The leave is recorded" in client.post(address, leave | {"do": "record"}, follow=True).content.decode()
    again = client.post(address, leave | {"do": "record"})
    assert (again.status_code, Leave.objects.count()) == (422, 1)
    client.post(reverse("leave_cancel", kwargs={"pk": Leave.objects.get().pk}))
    assert not Leave.objects.exists()


def test_leave_of_an_officer_is_reckoned_with_before_it_is_recorded(client, people, story, official):
    story.granted()
    client.force_login(people.officer)
    day = timezone.localdate() + timedelta(days=14)
    asked = {"first": day.isoformat(), "last": (day + timedelta(days=6)).isoformat(), "do": "reckon"}
    page = client.post(reverse("official", kwargs={"pk": official.pk}), asked)
    assert re.search(r"Officer away for \d working days in week \d+: ", page.content.decode())
    assert not Leave.objects.exists()


def test_the_list_asks_as_much_for_ten_officials_as_for_one(client, people, now, django_assert_max_num_queries):
    for number in range(10):
        services.add_official(given=OfficialGiven(f"Official {number}", "mfa", ["law"]), by=people.head, now=now)
    client.force_login(people.officer)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("officials")).status_code == 200


def test_a_calendar_proposes_and_what_it_leaves_open_is_not_ticked(client, people, reviewer):
    client.force_login(people.reviewers["nra"])
    address = reverse("official_calendar", kwargs={"pk": reviewer.pk})
    page = client.post(address, {"file": SimpleUploadedFile("leave.ics", CALENDAR)}).content.decode()
    assert not Leave.objects.exists()
    ticked = [line for line in page.split("<input") if 'name="spans"' in line and "checked" in line]
    assert len(ticked) == 1 and "2027-04-05/2027-04-08" in ticked[0]
    assert "Its time zone Customized Time Zone is not known" in page
    confirm = reverse("official_calendar_confirm", kwargs={"pk": reviewer.pk})
    client.post(confirm, {"spans": ["2027-04-05/2027-04-08", "2027-05-10/2027-05-12"]})
    assert [(one.first, one.last) for one in reviewer.leave.all()] == [
        (date(2027, 4, 5), date(2027, 4, 8)),
        (date(2027, 5, 10), date(2027, 5, 12)),
    ]


def test_a_calendar_read_again_proposes_only_what_is_new(client, people, reviewer):
    client.force_login(people.officer)
    client.post(reverse("official_calendar_confirm", kwargs={"pk": reviewer.pk}), {"spans": ["2027-04-05/2027-04-08"]})
    address = reverse("official_calendar", kwargs={"pk": reviewer.pk})
    page = client.post(address, {"file": SimpleUploadedFile("leave.ics", CALENDAR)}).content.decode()
    assert "1 absence of the file is recorded already." in page
    assert "2027-04-05/2027-04-08" not in page and "2027-05-10/2027-05-12" in page


@pytest.mark.parametrize("spans", [["2027-04-05/2027-04-08", "2027-04-08/2027-04-09"], ["soon"], []])
def test_dates_of_a_calendar_are_recorded_all_or_none(client, people, reviewer, spans):
    client.force_login(people.officer)
    answer = client.post(reverse("official_calendar_confirm", kwargs={"pk": reviewer.pk}), {"spans": spans})
    assert (answer.status_code, Leave.objects.count()) == (422, 0)


def test_leave_goes_out_as_a_calendar(client, people, official, now):
    services.record_leave(official=official, first=date(2026, 4, 1), last=date(2026, 4, 3), by=people.head, now=now)
    client.force_login(people.officer)
    answer = client.get(reverse("official_calendar_file", kwargs={"pk": official.pk}))
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;VALUE=DATE:20260401" in answer.content and b"DTEND;VALUE=DATE:20260404" in answer.content


def test_the_map_names_what_stops_with_one_and_who_opened_it_is_kept(client, people, story, official, reviewer, now):
    from exeat.web.audit.models import ReadRecord
    from exeat.web.capabilities.services import CapabilityGiven, set_out

    story.granted()
    services.assign_duty(title="Nuclear file", holder=official, deputy=None, by=people.head, now=now)
    set_out(given=CapabilityGiven("Accounts", 4, "nra", work={"safeguards": 25}), by=people.head, now=now)
    found = key_map(now=story.later())
    rows = {row.official.name: row for row in found.rows}
    assert rows["Officer"].alone.files == ("Nuclear file",)
    assert rows["Officer"].cases is not None and rows["Nra Reviewer"].cases is None
    assert rows["Nra Reviewer"].alone.work_days == 25
    assert "safeguards, which only Nra Reviewer holds" in found.seconds[0].what
    client.force_login(people.head)
    assert "25 days of planned work" in client.get(reverse("key_people")).content.decode()
    assert ReadRecord.objects.filter(subject="key-people", user=people.head).exists()


def test_the_map_says_why_casework_is_left_out(people, official, now):
    assert "no case came" in key_map(now=now).refusal


PLANNERS_ALONE = ["officials", "key_people", "official_add", "official_change", "duty_add", "duty"]
OWN_TOO = ["official", "official_calendar", "official_calendar_file"]


@pytest.mark.parametrize("name", PLANNERS_ALONE + OWN_TOO)
def test_nobody_else_reads_the_register(client, people, official, reviewer, now, name):
    duty = services.assign_duty(title="x", holder=official, deputy=None, by=people.head, now=now)
    keys = {"duty": duty.pk, **dict.fromkeys(["official_change", *OWN_TOO], official.pk)}
    kwargs = {"pk": keys[name]} if name in keys else {}
    address = reverse(name, kwargs=kwargs)
    refused = 403 if name in PLANNERS_ALONE else 404
    for other in (people.exporter, people.customs, people.auditor, people.administrator, people.reviewers["nra"]):
        client.force_login(other)
        assert client.get(address).status_code == refused, other
    if name in OWN_TOO:
        assert client.get(reverse(name, kwargs={"pk": reviewer.pk})).status_code == 200
    for planner in (people.officer, people.head):
        client.force_login(planner)
        assert client.get(address).status_code == 200, planner


def test_an_official_is_led_to_their_own_entry(client, people, reviewer):
    client.force_login(people.reviewers["nra"])
    assert client.get(reverse("official_mine")).headers["Location"] == reverse("official", kwargs={"pk": reviewer.pk})
    client.force_login(people.reviewers["aec"])
    assert "not in the register" in client.get(reverse("official_mine")).content.decode()
