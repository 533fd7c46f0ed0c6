"""A programme office: keys are the head's to take, windows are verified, offers planned against those issued last."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from exeat.domain.licences import create_key, sign
from exeat.web.audit.models import ReadRecord
from exeat.web.audit.verify import verify
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.programme.models import ProgrammePlan, StateKey, StateWindows
from exeat.web.programme.selectors import latest_windows, programme_page
from exeat.web.programme.services import ask_for_invitations, bring_windows, make_waiting, take_key

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 9)  # a week after NOW
JSON = "application/json"


def statement(code, free=5, **changes):
    """Twelve weeks of a section of three, with this many free desk days in each."""
    weeks = [
        {"week": "{}-W{:02}".format(*(MONDAY + timedelta(weeks=n)).isocalendar()), "free_days": free,
         "skills": {"licensing": 2}, "late_cases_a_day": 0.1}
        for n in range(12)
    ]  # fmt: skip
    section = {"id": "mfa", "name": "Ministry", "desk_days": 180, "taken_days": 0, "pays_travel": True,
               "on_request": ["law"], "weeks": weeks}  # fmt: skip
    return {
        "v": "W1",
        "issued": "2026-03-01T08:00:00+00:00",
        "state": {"id": code, "name": f"State {code}", "weekend": [6, 7], "holidays": []},
        "start": MONDAY.isoformat(),
        "end": (MONDAY + timedelta(weeks=12, days=-1)).isoformat(),
        "currency": "USD",
        "capabilities": [{"id": "review", "title": "Licensing review", "weight": 3, "gap": 40}],
        "sections": [section],
        "rules": {"gain_steps": [[0.4, 10], [0.6, 2]], "shortfall": 12, "late_case": 30},
        **changes,
    }


def offers(**changes):
    offer = {
        "id": "course",
        "title": "Course on licensing",
        "kind": "training",
        "sessions": [{"id": "a", "start": "2026-04-14", "end": "2026-04-16", "travel_days": 1}],
        "seats": [{"skill": "licensing", "count": 1}],
        "gain": {"review": 8},
        "funding": [{"payer": "host", "own_cost": "0", "host_cost": "1200.00"}],
        **changes,
    }
    return {"partner": {"id": "larkmoor", "name": "Larkmoor", "budget": "5000.00"}, "offers": [offer]}


@pytest.fixture
def keys(tmp_path):
    return {code: create_key(tmp_path / code) for code in ("XB", "XC")}


@pytest.fixture
def known(keys, people, now):
    """Two states whose keys the head took, and windows of both; those of XC have no room."""
    for code, key in keys.items():
        take_key(state=code, jwk=key.public, by=people.head, now=now)
    for code, free in (("XB", 5), ("XC", 0)):
        bring_windows(text=sign(statement(code, free), keys[code]), source=code, by=people.officer, now=now)
    return keys


def made(people, now, **given):
    plan = ask_for_invitations(offers=offers(), by=people.officer, now=now, **given)
    make_waiting(now=now)
    return ProgrammePlan.objects.get(pk=plan.pk)


def test_a_key_is_the_heads_to_take_and_keeps_no_private_half(people, keys, now):
    with pytest.raises(NotPermitted, match="head"):
        take_key(state="XB", jwk=keys["XB"].public, by=people.officer, now=now)
    private = keys["XB"].private.as_dict(private=True)
    assert "d" in private
    taken = take_key(state="XB", jwk=private, by=people.head, now=now)
    assert [set(one) & {"d", "x"} for one in taken.jwks["keys"]] == [{"x"}]
    for field, wrong in (("state", {"state": "Xb", "jwk": private}), ("jwk", {"state": "XB", "jwk": {"kty": "RSA"}}),
                         ("jwk", {"state": "XB", "jwk": {"keys": []}})):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            take_key(**wrong, by=people.head, now=now)
        assert refusal.value.errors.keys() == {field}


def test_windows_are_kept_only_of_the_state_whose_key_signed_them(people, known, now):
    later = {"issued": "2026-03-02T08:00:00+00:00"}
    for text, said in (
        (sign(statement("XC", **later), known["XB"]), "is signed with the key of XB, and says that it is of XC"),
        (sign(statement("XB", v="W9"), known["XB"]), "holds no free windows"),
        (sign(statement("XB", sections=[{"id": "mfa"}], **later), known["XB"]), "not of the form of windows"),
        (sign(statement("XB", issued="yesterday"), known["XB"]), "issued: expected a moment"),
        (sign(statement("XB"), known["XB"]), "issued then or later are here already"),
        ("no.such.token", "the file"),
    ):
        with pytest.raises(Invalid) as refusal:
            bring_windows(text=text, source="the file", by=people.officer, now=now)
        assert said in refusal.value.errors["windows"]
    assert StateWindows.objects.count() == 2


def test_of_a_state_the_windows_issued_last_count_until_they_are_over(people, known, now):
    newer = statement("XB", 3, issued="2026-03-02T08:00:00+00:00")
    bring_windows(text=sign(newer, known["XB"]), source="x", by=people.officer, now=now)
    latest = latest_windows(now.date())
    assert [(one.state_id, one.statement["sections"][0]["weeks"][0]["free_days"]) for one in latest] == [
        ("XB", 3), ("XC", 0),
    ]  # fmt: skip
    assert latest_windows(date(2026, 5, 31)) == []
    with pytest.raises(NotPermitted, match="beyond today"):
        ask_for_invitations(offers=offers(), by=people.officer, now=now + timedelta(weeks=14))


def test_the_state_with_room_is_invited_and_the_other_is_not(people, known, now):
    plan = made(people, now)
    page = programme_page(plan)
    (course,) = page.offers
    assert [(one.state, one.invite) for one in course.invitations] == [("State XB", True), ("State XC", False)]
    assert (course.invitations[0].when, course.invitations[0].pays) == ("14 Apr 2026 – 16 Apr 2026", "we fund 1200.00")
    assert page.cost == 1200
    (meter,) = page.meter  # nobody of XC could go at all
    assert (meter.state, meter.whole, meter.invited) == ("State XB", 2.8, 2.8)  # five of 180 days
    assert [fault for fault in verify().faults if "programme" in fault.where] == []


def test_what_another_partner_offers_is_set_beside_it(people, known, now):
    other = offers(id="seminar", title="Course on licensing")
    other["partner"] = {"id": "league"}
    plan = made(people, now, others=[other])
    assert plan.result["overlaps"] == [{"offer": "course", "other": "league/seminar", "kind": "duplicate"}]
    assert "league/seminar" in programme_page(plan).offers[0].overlaps[0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"offers": {"partner": {"id": "x"}}}, "offers: is missing"),
        ({"offers": offers(seats=None)}, "seats: is missing"),
        ({"offers": offers(states=["XD"])}, "offers[0].states: XD has published no windows"),
        ({"offers": offers(seats=[{"skill": "licensing", "count": -1}])}, "seats[0].count"),
        ({"offers": offers(title="(S) plumtree")}, "marked"),
        ({"offers": offers(), "others": [{"offers": [{}]}]}, "is not a partner's file of offers"),
    ],
)
def test_offers_that_cannot_be_planned_with_are_refused_and_not_kept(people, known, now, given, said):
    with pytest.raises(Invalid) as refusal:
        ask_for_invitations(**given, by=people.officer, now=now)
    assert said in refusal.value.errors["offers"]
    assert not ProgrammePlan.objects.exists()


def upload(name, content):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def test_the_pages_take_keys_windows_and_offers_and_give_the_invitations(client, people, keys, now, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: now)
    client.force_login(people.head)
    sent = {"state": "xb", "jwk": json.dumps(keys["XB"].public)}
    assert client.post(reverse("programme_key"), sent | {"jwk": "{"}).status_code == 422
    assert client.post(reverse("programme_key"), sent).status_code == 302
    client.force_login(people.officer)
    text = sign(statement("XB"), keys["XB"])
    assert client.post(reverse("programme_windows"), {"windows": upload("x.jws", text[:-9])}).status_code == 422
    assert client.post(reverse("programme_windows"), {"windows": upload("x.jws", text + "\n")}).status_code == 302
    assert "State XB" in client.get(reverse("programme")).text
    assert "Licensing review" in client.get(reverse("programme_state", args=["XB"])).text
    assert ReadRecord.objects.filter(subject="state:XB").count() == 1
    refused = client.post(reverse("programme"), {"offers": upload("o.json", "[")})
    assert refused.status_code == 422
    assert "o.json: this is not JSON" in refused.text
    answer = client.post(reverse("programme"), {"offers": upload("o.json", json.dumps(offers()))})
    assert "being planned" in client.get(answer.url).text
    make_waiting(now=now)
    page = client.get(answer.url).text
    assert "Course on licensing" in page and "1 state" in page and "we fund 1200.00" in page
    plan = ProgrammePlan.objects.get()
    files = {form: client.get(reverse("programme_plan_file", args=[plan.pk, form])) for form in ("json", "xlsx", "pdf")}
    assert json.loads(files["json"].content) == plan.result
    assert files["xlsx"].content[:2] == b"PK"
    assert files["pdf"].status_code == 404


@pytest.mark.parametrize("role", ["exporter", "customs", "auditor", "administrator"])
def test_the_pages_are_for_those_who_plan(client, people, known, now, role):
    plan = made(people, now)
    client.force_login(getattr(people, role))
    for name, args in (("programme", []), ("programme_state", ["XB"]), ("programme_plan", [plan.pk]),
                       ("programme_plan_file", [plan.pk, "json"])):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code == 403
    for name in ("programme", "programme_windows", "programme_key"):
        assert client.post(reverse(name)).status_code == 403
    with pytest.raises(NotPermitted):
        ask_for_invitations(offers=offers(), by=getattr(people, role), now=now)
    with pytest.raises(NotPermitted):
        bring_windows(text="", source="x", by=getattr(people, role), now=now)


def test_an_officer_takes_no_key_on_the_page(client, people, now):
    client.force_login(people.officer)
    assert client.post(reverse("programme_key")).status_code == 403
    assert "Take a state" not in client.get(reverse("programme")).text


def test_a_program_does_the_same(client, people, keys, now, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: now)
    client.force_login(people.head)
    assert client.put("/api/programme/states/XB/key", {"jwk": keys["XB"].public}, JSON).json()["state"] == "XB"
    assert client.put("/api/programme/states/XB/key", {"jwk": {}}, JSON).status_code == 422
    client.force_login(people.officer)
    assert client.put("/api/programme/states/XB/key", {"jwk": keys["XB"].public}, JSON).status_code == 403
    assert client.post("/api/programme/plans", {"offers": offers()}, JSON).status_code == 409
    token = sign(statement("XB"), keys["XB"])
    assert client.post("/api/programme/windows", {"token": token}, JSON).status_code == 201
    assert client.post("/api/programme/windows", {"token": token}, JSON).status_code == 422
    assert client.get("/api/programme/windows").json()["results"][0]["name"] == "State XB"
    assert client.get("/api/programme/states/XB").json()["token"] == token
    assert client.get("/api/programme/states/XC").status_code == 404
    wrong = client.post("/api/programme/plans", {"offers": offers(gain=None)}, JSON)
    assert wrong.json() == {"errors": {"offers": "offers[0].gain: is missing"}}
    asked = client.post("/api/programme/plans", {"offers": offers()}, JSON).json()
    make_waiting(now=now)
    plan = client.get(f"/api/programme/plans/{asked['id']}").json()
    assert [one["invite"] for one in plan["result"]["invitations"]] == [True]
    assert (plan["states"], plan["offers"]) == (["XB"], offers())
    assert client.get("/api/programme/plans").json()["count"] == 1
    assert StateKey.objects.count() == 1
