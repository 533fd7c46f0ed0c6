"""What a post wrote down while it had no line: taken over once, never lost, settled later."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exeat.web.licences.models import Draw, Licence, UnplacedShipment
from exeat.web.licences.selectors import overdrawn_lines

RECORD = {
    "id": "a",
    "line_number": "1",
    "quantity": "3",
    "unit": "item",
    "value": "100",
    "declaration": "D-1",
    "declared_on": "2026-03-10",
    "post": "North Quay",
}


@pytest.fixture
def licence(story: Any) -> Licence:
    return story.granted()


@pytest.fixture
def post(client: Any, people: Any, licence: Licence) -> Any:
    """Sends records as the queue in the browser does; gives the outcomes."""
    client.force_login(people.customs)

    def send(*records: dict[str, Any]) -> list[dict[str, str]]:
        body = json.dumps({"records": [{**RECORD, "licence_number": licence.number, **record} for record in records]})
        answer = client.post(reverse("provisional_send"), body, content_type="application/json")
        assert answer.status_code == 200
        return answer.json()["results"]

    return send


def test_each_record_is_confirmed_by_its_id_and_the_same_one_counts_once(post: Any) -> None:
    first = post({}, {"id": "b", "licence_number": "XA-9"})
    assert [(result["id"], result["status"]) for result in first] == [("a", "recorded"), ("b", "unplaced")]
    assert "1 item remain on line 1" in first[0]["message"]
    again = post({}, {"id": "b", "licence_number": "XA-9"})
    assert [result["status"] for result in again] == ["recorded", "unplaced"]
    assert (Draw.objects.count(), UnplacedShipment.objects.count()) == (1, 1)


def test_another_record_under_the_same_declaration_is_a_conflict_and_changes_nothing(post: Any) -> None:
    post({})
    [conflict] = post({"quantity": "2"})
    assert conflict["status"] == "refused"
    assert "declaration D-1 was recorded on this line before: 3 item" in conflict["message"]
    assert Draw.objects.get().quantity == Decimal(3)


def test_an_overdraw_is_taken_and_shown(post: Any, client: Any, licence: Licence) -> None:
    [taken] = post({"quantity": "5"})
    assert (taken["status"], "overdrawn by 1 item" in taken["message"]) == ("recorded", True)
    assert [line.licence for line, _where in overdrawn_lines()] == [licence]
    for name, args in (("customs", []), ("licence", [licence.number])):
        assert "overdrawn" in client.get(reverse(name, args=args)).content.decode()


def test_a_provisional_record_is_settled_with_the_figures_found_right(post: Any, client: Any, licence: Licence) -> None:
    post({"quantity": "5"})
    settle = reverse("reconcile", args=[Draw.objects.get().pk])
    assert settle in client.get(reverse("customs")).content.decode()
    figures = {"quantity": "4", "value": "100", "declaration": "D-1", "declared_on": "2026-03-10", "post": "North Quay"}
    assert "0 item remain on line 1" in client.post(settle, figures, follow=True).content.decode()
    assert settle not in client.get(reverse("customs")).content.decode()
    assert overdrawn_lines() == []
    assert Licence.objects.get().state == "exhausted"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("quantity", "none"),
        ("quantity", "0"),
        ("declared_on", "soon"),
        ("line_number", "0"),
        ("post", ""),
        ("unit", []),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_field(post: Any, field: str, wrong: Any) -> None:
    [result] = post({field: wrong})
    assert (result["status"], field in result["message"]) == ("refused", True)
    assert not Draw.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", '{"records": 4}', '{"records": [4]}', '{"records": [{}]}'])
def test_what_is_no_list_of_records_is_answered_as_such(client: Any, people: Any, body: str) -> None:
    client.force_login(people.customs)
    assert client.post(reverse("provisional_send"), body, content_type="application/json").status_code == 400


def test_a_script_is_told_to_sign_in_and_not_led_away(client: Any, people: Any) -> None:
    send = reverse("provisional_send")
    assert client.post(send, "{}", content_type="application/json").status_code == 401
    client.force_login(people.officer)
    assert client.post(send, "{}", content_type="application/json").status_code == 403


HEADING = "licence_number,line_number,quantity,unit,value,declaration,declared_on,post"


def hand_in(client: Any, text: str) -> Any:
    file = SimpleUploadedFile("records.csv", text.encode("utf-8-sig"))
    return client.post(reverse("provisional_file"), {"file": file})


def test_a_file_is_taken_over_row_by_row(client: Any, people: Any, licence: Licence) -> None:
    client.force_login(people.customs)
    rows = [f"{licence.number};1;2;item;10;D-1;2026-03-10;North Quay", "XA-9;1;1;kg;5;D-2;2026-03-10;North Quay"]
    taken = hand_in(client, "\r\n".join([HEADING.replace(",", ";"), *rows, ""]))
    assert taken.status_code == 200
    assert "2 item remain on line 1" in taken.content.decode()
    assert "fits no licence" in taken.content.decode()
    assert (Draw.objects.count(), UnplacedShipment.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the first line lacks the columns licence_number"),
        (HEADING, "expected 1 to 1000 records, found 0"),
        (f"{HEADING}\nX,1,2,item,1,D-1,2026-03-10,Q\nX,1,two,item,1,D-1,2026-03-10,Q", "line 3: quantity"),
    ],
)
def test_a_file_with_a_fault_changes_nothing(client: Any, people: Any, text: str, said: str) -> None:
    client.force_login(people.customs)
    refused = hand_in(client, text)
    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert not UnplacedShipment.objects.exists()


def test_the_kept_page_names_nobody_and_its_script_rules_over_its_folder_only(client: Any, people: Any) -> None:
    kept = client.get(reverse("provisional_offline")).content.decode()
    assert 'id="provisional-form"' in kept
    assert people.customs.email not in kept
    worker = client.get(reverse("provisional_worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert reverse("provisional_worker").startswith(reverse("provisional"))
    assert reverse("provisional_offline") in worker.content.decode()
