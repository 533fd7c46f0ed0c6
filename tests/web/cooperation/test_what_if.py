"""What-ifs: kept as runs that name their base, set beside it, released only where nothing is supposed."""

from datetime import date

import pytest
from django.urls import reverse

from exeat.domain.planning.whatif import Change, Kind
from exeat.web.audit.verify import verify
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
from exeat.web.cooperation.services.planning import ask_for_plan, ask_what_if, make_waiting, release
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.people.services import OfficialGiven, add_official

pytestmark = pytest.mark.django_db
LAST = date(2026, 8, 31)


@pytest.fixture
def plan(people, now):
    """Two officials, one offer that must be and one that builds nothing: the plan with both, made."""
    for name in ("Orsa Lind", "Pell Amadi"):
        add_official(given=OfficialGiven(name, "mfa", ["licensing"]), by=people.head, now=now)
    for title, day, must in (("Must be", date(2026, 5, 5), True), ("Builds nothing", date(2026, 6, 2), False)):
        given = OfferGiven(
            title=title,
            host="Larkmoor",
            kind="training",
            lead_agency="mfa",
            sessions=[SessionGiven(day, day)],
            seats=[SeatGiven("licensing")],
            gains=[],
            funding=[FundingGiven("host")],
            must=must,
        )
        enter(given=given, by=people.officer, now=now)
    return made(ask_for_plan(last=LAST, by=people.officer, now=now), now)


def made(run, now):
    make_waiting(now=now)
    return PlanRun.objects.select_related("base").get(pk=run.pk)


def accepted(run):
    return {one["offer"]: one["attendees"] for one in run.plan["decisions"] if one["decision"] == "accept"}


def going(run):
    return [person["official"] for people in accepted(run).values() for person in people]


def test_a_what_if_names_its_base_and_moves_only_what_was_changed(client, people, plan, now):
    (must,) = accepted(plan)
    change = Change(Kind.DECLINE, offer=must)
    run = made(ask_what_if(base=plan, changes=[change], by=people.officer, now=now), now)
    assert run.base == plan
    assert run.changes == [{"kind": "decline", "offer": must}]
    assert accepted(run) == {}
    assert accepted(PlanRun.objects.get(pk=plan.pk)) == accepted(plan)
    client.force_login(people.officer)
    text = client.get(reverse("plan", args=[run.pk])).text
    assert "“Must be” is declined." in text
    assert "now declined" in text
    assert f"/plans/{plan.pk}/" in text
    assert "“Must be” is declined." in client.get(reverse("plan_what_if", args=[plan.pk])).text
    assert [fault for fault in verify().faults if fault.where.startswith("cooperation")] == []


def test_a_change_on_a_what_if_comes_to_the_changes_before_it(people, plan, now):
    (must,) = accepted(plan)
    other = next(one["offer"] for one in plan.plan["decisions"] if one["offer"] != must)
    first = made(ask_what_if(base=plan, changes=[Change(Kind.DECLINE, offer=must)], by=people.head, now=now), now)
    second = made(ask_what_if(base=first, changes=[Change(Kind.ACCEPT, offer=other)], by=people.head, now=now), now)
    assert second.base == plan
    assert [change["kind"] for change in second.changes] == ["decline", "accept"]
    assert set(accepted(second)) == {other}


@pytest.mark.parametrize(
    ("form", "fields", "expected"),
    [
        ("decide", {"offer": "other", "kind": "accept"}, 2),
        ("person", {"official": "goes", "kind": "stay"}, 1),
        ("away", {"official": "goes", "first": "2026-05-01", "last": "2026-05-30"}, 1),
        ("reserve", {"agency": "mfa", "percent": "40"}, 1),
        ("holder", {"official": "goes", "skill": "Nuclear forensics"}, 1),
        ("budget", {"agency": "mfa", "amount": "90000.00"}, 1),
    ],
)
def test_each_form_of_the_page_makes_a_what_if(client, people, plan, now, form, fields, expected):
    (must,) = accepted(plan)
    words = {"goes": going(plan)[0], "other": next(o["offer"] for o in plan.plan["decisions"] if o["offer"] != must)}
    data = {f"{form}-{name}": words.get(value, value) for name, value in fields.items()}
    client.force_login(people.officer)
    address = reverse("plan_what_if", args=[plan.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"form": form, **data})
    run = made(PlanRun.objects.get(base=plan), now)
    assert answer.url == reverse("plan", args=[run.pk])
    assert len(accepted(run)) == expected
    if form in ("person", "away"):
        assert going(run) != going(plan)
    assert client.get(answer.url).status_code == 200


def test_a_form_that_says_too_little_is_shown_again(client, people, plan):
    client.force_login(people.officer)
    data = {"form": "person", "person-official": going(plan)[0], "person-kind": "send"}
    answer = client.post(reverse("plan_what_if", args=[plan.pk]), data)
    assert answer.status_code == 422
    assert "Say to which offer." in answer.text
    assert not PlanRun.objects.filter(base=plan).exists()


def test_what_only_decides_can_be_released_and_what_supposes_cannot(client, people, plan, now):
    decided = made(
        ask_what_if(base=plan, changes=[Change(Kind.STAY, official=going(plan)[0])], by=people.head, now=now), now
    )
    supposed = made(ask_what_if(base=plan, changes=[Change(Kind.RESERVE, share="0.1")], by=people.head, now=now), now)
    client.force_login(people.head)
    assert "Release the plan" in client.get(reverse("plan", args=[decided.pk])).text
    assert "Release the plan" not in client.get(reverse("plan", args=[supposed.pk])).text
    assert release(run=decided, by=people.head, now=now).released_at == now
    with pytest.raises(NotPermitted, match="supposes"):
        release(run=supposed, by=people.head, now=now)


def test_a_change_of_nothing_and_a_change_by_others_are_refused(people, plan, now):
    with pytest.raises(Invalid):
        ask_what_if(base=plan, changes=[], by=people.officer, now=now)
    with pytest.raises(Invalid, match="no offer 'O-0'"):
        ask_what_if(base=plan, changes=[Change(Kind.ACCEPT, offer="O-0")], by=people.officer, now=now)
    with pytest.raises(NotPermitted):
        ask_what_if(base=plan, changes=[Change(Kind.RESERVE, share="0.5")], by=people.exporter, now=now)
    assert PlanRun.objects.count() == 1


def test_people_and_desks_are_shown_by_week_and_the_reading_is_recorded(client, people, plan):
    from exeat.web.audit.models import ReadRecord

    client.force_login(people.officer)
    text = client.get(reverse("plan_weeks", args=[plan.pk])).text
    assert "Orsa Lind" in text and "Pell Amadi" in text
    assert "9/10" in text
    assert "No desk stands below its reserve" in text
    assert ReadRecord.objects.filter(subject=plan.subject, user=people.officer).count() == 1


@pytest.mark.parametrize("role", ["exporter", "customs", "auditor"])
@pytest.mark.parametrize("page", ["plan_what_if", "plan_weeks", "plan_tests"])
def test_these_pages_are_for_those_who_plan(client, people, plan, role, page):
    client.force_login(getattr(people, role))
    assert client.get(reverse(page, args=[plan.pk])).status_code == 403
