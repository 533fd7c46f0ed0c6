"""Returns under general authorisations as figures: typed, read from a table, looked at, counted."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exeat.domain.licences import UsageLine
from exeat.domain.statistics import Period
from exeat.web.audit.verify import verify
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.services.customs import Declaration, record_shipment
from exeat.web.licences.services.registering import register_for
from exeat.web.obligations import usage
from exeat.web.obligations.models import Obligation
from exeat.web.obligations.models import UsageLine as Row
from exeat.web.obligations.services import accept_fulfilment, hand_in_figures
from exeat.web.policy import local_day, zone

LINE = UsageLine(1, "Camera", "6A003.b.4", Decimal(8), "item", Decimal("20800.00"), "USD", "XD", "Delta Rescue")
ROW = {"goods": "Camera", "entry": "6A003.b.4", "quantity": "8", "unit": "item", "value": "20800.00", "currency": "USD",
       "destination": "XD", "consignee": "Delta Rescue"}  # fmt: skip
HEAD = "goods,entry,quantity,unit,value,currency,destination,consignee\n"


@pytest.fixture
def owed(story: Any) -> Obligation:
    """The first return of a registration, of months in which eight cameras left."""
    begun = story.now - timedelta(days=240)
    licence = register_for(authorisation="xa-g1", exporter=story.firm, by=story.people.exporter, now=begun)
    left = begun + timedelta(days=30)
    declared = Declaration("NQ-1", local_day(left), "North Quay")
    record_shipment(
        line=licence.lines.get(number=1), quantity=Decimal(8), unit="item", value=Decimal(20800), currency="USD",
        destination="XD", declaration=declared, by=story.people.customs, now=left,
    )  # fmt: skip
    return licence.obligations.first()


def typed(*rows: dict[str, str], **rest: str) -> dict[str, str]:
    data = {"lines-TOTAL_FORMS": str(len(rows)), "lines-INITIAL_FORMS": "0", **rest}
    return data | {f"lines-{n}-{name}": text for n, row in enumerate(rows) for name, text in row.items()}


def upload(client: Any, owed: Obligation, text: str, name: str = "return.csv") -> Any:
    file = SimpleUploadedFile(name, text.encode())
    return client.post(reverse("obligation_step", args=[owed.pk, "fulfil"]), {"file": file})


def hand_in(owed: Obligation, story: Any, *lines: UsageLine) -> Any:
    by, now = story.people.exporter, story.now
    return hand_in_figures(obligation=owed, lines=lines, note="", by=by, now=now)


def test_lines_are_typed_with_more_rows_when_asked_for(client: Any, story: Any, owed: Obligation) -> None:
    client.force_login(story.people.exporter)
    address = reverse("usage_return", args=[owed.pk])
    assert client.get(address).status_code == 200
    more = client.post(address, typed(ROW, more="1")).content.decode()
    assert 'value="Delta Rescue"' in more
    assert 'name="lines-3-goods"' in more
    assert not Row.objects.exists()
    wrong = client.post(address, typed({**ROW, "quantity": "many"}))
    assert (wrong.status_code, Row.objects.exists()) == (422, False)
    assert client.post(address, typed(ROW, {})).status_code == 302
    assert Row.objects.get().value == Decimal("20800.00")
    shown = client.get(reverse("obligation", args=[owed.pk])).content.decode()
    assert "Delta Rescue" in shown
    assert client.get(address).status_code == 404  # handed in already


def test_that_nothing_left_is_said_and_not_assumed(client: Any, story: Any, owed: Obligation) -> None:
    client.force_login(story.people.exporter)
    address = reverse("usage_return", args=[owed.pk])
    assert client.post(address, typed({})).status_code == 422
    assert client.post(address, typed(ROW, nothing="on")).status_code == 422
    assert client.post(address, typed({}, nothing="on")).status_code == 302
    assert "Nothing left in these months." in client.get(reverse("obligation", args=[owed.pk])).content.decode()
    client.force_login(story.people.officer)
    shown = client.get(reverse("obligation", args=[owed.pk])).content.decode()
    assert "6A003 to XD: the return says 0 item, customs recorded 8" in shown


def test_a_table_is_read_whole_or_not_at_all_and_its_faults_name_row_and_column(
    client: Any, story: Any, owed: Obligation
) -> None:
    client.force_login(story.people.exporter)
    good = "Camera,6A003.b.4,8,item,20800.00,USD,XD,Delta Rescue\n"
    bad = upload(client, owed, HEAD + good + "Pump,2B350,none,item,5,USD,XE,Elm Grid\n")
    assert bad.status_code == 422
    assert "sheet return, row 3, column quantity" in bad.content.decode()
    bad = upload(client, owed, HEAD + good + "Pump,2B350,1,item,5,ZZZ,Q9,Elm Grid\n").content.decode()
    assert "row 3, column currency" in bad
    assert "row 3, column destination" in bad
    assert "column consignee: is missing" in upload(client, owed, "goods,quantity,unit\n").content.decode()
    assert not Row.objects.exists()
    assert upload(client, owed, HEAD + good).status_code == 302
    assert Row.objects.get().consignee == "Delta Rescue"
    assert verify().faults == ()


def test_a_spreadsheet_is_read_as_it_is_offered_to_be_filled_in(client: Any, story: Any, owed: Obligation) -> None:
    client.force_login(story.people.exporter)
    sheet = client.get(reverse("usage_sheet")).getvalue()
    assert [line.goods for line in usage.read_return("return.xlsx", sheet)] == [
        "Thermal camera, uncooled, 80 000 elements"
    ]


def test_what_is_written_is_read_as_it_was() -> None:
    assert usage.read_return("return.csv", usage.written([LINE])) == [LINE]


def test_what_goes_beyond_the_authorisation_is_shown_to_the_officer_and_not_to_the_holder(
    client: Any, story: Any, owed: Obligation
) -> None:
    hand_in(owed, story, LINE, UsageLine(2, "Laser", "6A005", Decimal(1), "item", Decimal(9), "USD", "QM", "Q Works"))
    for person, sees in ((story.people.officer, True), (story.people.head, True), (story.people.exporter, False)):
        client.force_login(person)
        shown = client.get(reverse("obligation", args=[owed.pk])).content.decode()
        assert ("6A005: XA-G1 is for 2B350, 6A003" in shown) is sees
        assert ("QM: XA-G1 is for XD, XE" in shown) is sees
        assert "Q Works" in shown
        answer = client.get(f"/api/obligations/{owed.pk}/return").json()
        assert bool(answer["remarks"]) is sees
        assert [line["goods"] for line in answer["lines"]] == ["Camera", "Laser"]


@pytest.mark.parametrize("stranger", ["outsider", "customs"])
def test_nobody_else_reads_or_hands_in_a_return(client: Any, story: Any, owed: Obligation, stranger: str) -> None:
    client.force_login(getattr(story.people, stranger))
    address = reverse("usage_return", args=[owed.pk])
    assert (client.get(address).status_code, client.post(address, typed(ROW)).status_code) == (404, 404)
    assert client.get(f"/api/obligations/{owed.pk}/return").status_code == 404
    with pytest.raises(NotPermitted):
        hand_in_figures(obligation=owed, lines=[LINE], note="", by=story.people.outsider, now=story.now)


@pytest.mark.parametrize(("days", "possible"), [(0, False), (1, True)])
def test_it_waits_until_its_months_are_over(
    client: Any, story: Any, owed: Obligation, monkeypatch: pytest.MonkeyPatch, days: int, possible: bool
) -> None:
    now = datetime.combine(owed.arose + timedelta(days=days), time(12), zone())
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client.force_login(story.people.exporter)
    page = client.get(reverse("obligation", args=[owed.pk])).content.decode()
    assert ("may still leave" in page, "Fill in the lines" in page) == (not possible, possible)
    address = reverse("usage_return", args=[owed.pk])
    assert client.get(address).status_code == (200 if possible else 404)
    table = upload(client, owed, HEAD + "Camera,6A003.b.4,8,item,20800.00,USD,XD,Delta Rescue\n")
    assert table.status_code == (302 if possible else 422)
    assert Row.objects.exists() is possible
    if not possible:
        answer = client.post(f"/api/obligations/{owed.pk}/return", {"lines": [ROW]}, "application/json")
        assert (answer.status_code, answer.json()["refusals"][0]["code"]) == (409, "early")


def test_the_program_hands_in_lines_and_hears_which_one_is_wrong(client: Any, story: Any, owed: Obligation) -> None:
    client.force_login(story.people.exporter)
    address = f"/api/obligations/{owed.pk}/return"
    assert client.get(address).status_code == 404
    wrong = client.post(address, {"lines": [ROW, {**ROW, "currency": "ZZZ"}]}, "application/json")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["lines[1].currency"])
    given = client.post(address, {"lines": [ROW]}, "application/json").json()
    assert (given["figures"], given["state"], given["lines"][0]["value"]) == (True, "handed_in", "20800.00")


def test_only_accepted_returns_are_counted_in_the_months_of_which_they_speak(story: Any, owed: Obligation) -> None:
    from exeat.web.statistics.selectors import behind, statistics_of
    from exeat.web.statistics.services import catch_up

    def counted() -> Any:
        period = Period(owed.arose - timedelta(days=3), owed.arose)
        return statistics_of(period, head=catch_up(now=story.now)).tables

    hand_in(owed, story, LINE)
    assert counted()["general_to"].rows == ()
    accept_fulfilment(obligation=owed, by=story.people.officer, now=story.now)
    tables = counted()
    assert tables["general_to"].cell("XD", "lines").references == (owed.licence.number,)
    assert tables["general_goods"].cell("6A003 item", "quantity").number == 8
    [licence] = behind(tables["general_to"], "XD", "lines", story.people.head)
    assert licence == owed.licence
    assert not behind(tables["general_to"], "XD", "lines", story.people.outsider)


def test_another_obligation_takes_no_figures(story: Any, owed: Obligation) -> None:
    owed.rule = "report-on-use"
    owed.save()
    with pytest.raises(Invalid, match="only a return"):
        hand_in(owed, story, LINE)
