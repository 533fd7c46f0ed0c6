"""Windows for partners: prepared from the registers, released by the head alone, and naming nobody."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from exeat.domain.licences import open_signed
from exeat.web.audit.keys import public_keys
from exeat.web.audit.models import ReadRecord
from exeat.web.audit.verify import verify
from exeat.web.capabilities.services import CapabilityGiven, set_out
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
from exeat.web.cooperation.services.planning import ask_for_plan, make_waiting, release
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.partners.models import Publication
from exeat.web.partners.selectors import latest_release, load_meter
from exeat.web.partners.services import prepare_windows, release_windows
from exeat.web.people.services import OfficialGiven, add_official, record_leave

pytestmark = pytest.mark.django_db
LAST = date(2026, 8, 31)
NAMES = ("Orsa Lind", "Pell Amadi", "Quim Osei")


@pytest.fixture
def section(people, now):
    """Three of the ministry, one of whom alone knows the law; a capability, and an offer that is taken."""
    made = [add_official(given=OfficialGiven(n, "mfa", ["licensing"]), by=people.head, now=now) for n in NAMES[:2]]
    add_official(given=OfficialGiven(NAMES[2], "mfa", ["licensing", "law"]), by=people.head, now=now)
    record_leave(official=made[0], first=date(2026, 6, 1), last=date(2026, 6, 5), by=people.head, now=now)
    set_out(slug="review", given=CapabilityGiven("Licensing review", 5, "mfa"), by=people.head, now=now)
    given = OfferGiven(
        title="Course in Larkmoor",
        host="Larkmoor",
        kind="training",
        lead_agency="mfa",
        sessions=[SessionGiven(date(2026, 5, 5), date(2026, 5, 7))],
        seats=[SeatGiven("licensing")],
        gains=[("review", 10)],
        funding=[FundingGiven("host")],
    )
    enter(given=given, by=people.officer, now=now)
    run = ask_for_plan(last=LAST, by=people.officer, now=now)
    make_waiting(now=now)
    return PlanRun.objects.get(pk=run.pk)


def by_week(publication):
    (section,) = publication.statement["sections"]
    return section, {week["week"]: week for week in section["weeks"]}


def test_windows_say_when_desks_are_free_and_name_nobody(people, section, now):
    release(run=section, by=people.head, now=now)
    made = prepare_windows(last=LAST, by=people.officer, now=now)
    text = json.dumps(made.statement)
    for secret in (*NAMES, "official-", "Larkmoor", "Course", "O-2026"):
        assert secret not in text
    mfa, weeks = by_week(made)
    assert mfa["on_request"] == ["law"]
    assert weeks["2026-W21"]["free_days"] == 5
    assert weeks["2026-W19"]["free_days"] == 2  # a course of three days is taken
    assert weeks["2026-W23"]["free_days"] == 3.5  # one of three is on leave
    assert weeks["2026-W23"]["skills"] == {"licensing": 2}
    assert "late_cases_a_day" not in weeks["2026-W21"]  # no case was ever decided
    assert made.statement["capabilities"][0]["gap"] == 90.0


def test_what_is_not_released_takes_nothing(people, section, now):
    _, weeks = by_week(prepare_windows(last=LAST, by=people.officer, now=now))
    assert weeks["2026-W19"]["free_days"] == 5


def test_the_head_signs_them_and_nobody_else_takes_them_out(client, people, section, now):
    made = prepare_windows(last=LAST, by=people.officer, now=now)
    address = reverse("windows_file", args=[made.pk])
    client.force_login(people.officer)
    assert client.get(address).status_code == 404
    assert latest_release() is None
    assert client.post(reverse("windows_release", args=[made.pk])).status_code == 403
    with pytest.raises(NotPermitted, match="head"):
        release_windows(publication=made, by=people.officer, now=now)
    release_windows(publication=made, by=people.head, now=now)
    with pytest.raises(NotPermitted, match="already"):
        release_windows(publication=made, by=people.head, now=now)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/jose"
    statement = open_signed(answer.text, public_keys())
    assert statement == made.statement | {"issued": now.isoformat(timespec="seconds")}
    assert latest_release() == answer.text
    assert ReadRecord.objects.filter(subject=made.subject).count() == 1
    assert [fault for fault in verify().faults if fault.where.startswith("partners")] == []


def test_the_pages_show_all_that_is_said(client, people, section, now):
    client.force_login(people.officer)
    page = client.get(reverse("partners")).text
    assert "Larkmoor" in page
    soon = timezone.now().date() + timedelta(weeks=10)
    answer = client.post(reverse("partners"), {"last": soon.isoformat()})
    made = Publication.objects.get()
    assert answer.url == reverse("windows", args=[made.pk])
    text = client.get(answer.url).text
    assert "not yet released" in text
    assert "× licensing" in text
    assert client.post(reverse("partners"), {"last": "2020-01-01"}).status_code == 422


def test_the_load_meter_is_the_share_of_the_agencys_days(section):
    (row,) = load_meter().rows
    assert (row.host, row.offers, row.days, row.dear) == ("Larkmoor", 1, 3, ())
    assert 0 < row.percent < 2


@pytest.mark.parametrize("role", ["exporter", "customs", "auditor"])
def test_partners_pages_are_for_those_who_plan(client, people, role, now):
    client.force_login(getattr(people, role))
    for address in (reverse("partners"), reverse("windows", args=[1]), reverse("windows_file", args=[1])):
        assert client.get(address).status_code == 403
    with pytest.raises(NotPermitted):
        prepare_windows(last=LAST, by=getattr(people, role), now=now)


def test_windows_end_within_a_year(people, now):
    for last in (date(2026, 3, 1), date(2028, 1, 1)):
        with pytest.raises(Invalid):
            prepare_windows(last=last, by=people.officer, now=now)
