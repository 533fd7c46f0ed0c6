"""The page of a licence for each of its readers, and the customs post."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exeat.web.cases.models import Case, Document
from exeat.web.licences.models import Draw, Licence, UnplacedShipment

SHIPMENT = {"quantity": "3", "value": "15000", "declaration": "D-1", "declared_on": "2026-03-10", "post": "North Quay"}


@pytest.fixture
def licence(story: Any) -> Licence:
    """A licence for four items of 20,000 EUR, still valid when the test is run."""
    granted = story.granted()
    Licence.objects.filter(pk=granted.pk).update(valid_until=timezone.now().date() + timedelta(days=30))
    granted.refresh_from_db()
    return granted


def page(client: Any, user: Any, name: str, *args: Any) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def record(client: Any, licence: Licence, **changes: str) -> Any:
    return client.post(reverse("shipment", args=[licence.number, 1]), {**SHIPMENT, **changes})


def test_a_post_finds_a_licence_by_number_and_by_its_scanned_code(client: Any, people: Any, licence: Licence) -> None:
    client.force_login(people.customs)
    for sought in (licence.number.lower(), f" {licence.token}\n"):
        found = client.get(reverse("customs"), {"q": sought})
        assert found.url == reverse("licence", args=[licence.number])
    unknown = client.get(reverse("customs"), {"q": "XA-1"})
    assert unknown.status_code == 404
    assert "No licence XA-1 is known here." in unknown.content.decode()


def test_a_shipment_leaves_the_rest_on_the_line(client: Any, people: Any, licence: Licence) -> None:
    client.force_login(people.customs)
    confirmed = client.post(reverse("shipment", args=[licence.number, 1]), SHIPMENT, follow=True).content.decode()
    assert "Recorded. 1 item remain on line 1." in confirmed
    refused = record(client, licence, declaration="D-2", quantity="2", value="1")
    assert refused.status_code == 422
    assert "2 item asked, 1 remain" in refused.content.decode()
    again = record(client, licence, quantity="1", value="1")
    assert "declaration D-1 was recorded on this line before" in again.content.decode()
    assert Draw.objects.get().quantity == Decimal(3)


def test_an_entry_is_undone_by_a_counter_entry_with_a_reason(client: Any, people: Any, licence: Licence) -> None:
    client.force_login(people.customs)
    record(client, licence)
    undo = reverse("shipment_reverse", args=[Draw.objects.get().pk])
    counter = {"declaration": "D-1", "declared_on": "2026-03-11", "post": "North Quay", "reason": ""}
    assert client.post(undo, counter).status_code == 422
    done = client.post(undo, {**counter, "reason": "the ship did not sail"}, follow=True).content.decode()
    assert "The entry is undone. 4 item remain on line 1." in done
    assert "the ship did not sail" in done
    assert "already answered" in client.post(undo, {**counter, "reason": "twice"}).content.decode()


@pytest.mark.parametrize("reader", ["exporter", "officer", "head", "customs", "auditor"])
def test_everybody_concerned_reads_the_licence(client: Any, people: Any, licence: Licence, reader: str) -> None:
    shown = page(client, getattr(people, reader), "licence", licence.number)
    assert "Thermal camera with an uncooled array" in shown
    assert page(client, getattr(people, reader), "licence_code", licence.number).startswith("<svg")


def test_nobody_else_reads_the_licence(client: Any, people: Any, licence: Licence) -> None:
    client.force_login(people.outsider)
    for name in ("licence", "licence_code"):
        assert client.get(reverse(name, args=[licence.number])).status_code == 404


def test_the_head_suspends_and_reinstates_and_nobody_else_may(client: Any, people: Any, licence: Licence) -> None:
    suspend = reverse("licence_step", args=[licence.number, "suspend"])
    for user in (people.officer, people.customs, people.exporter):
        client.force_login(user)
        assert client.post(suspend, {"reason": "try"}).status_code == 422
    client.force_login(people.head)
    assert client.post(suspend, {"reason": ""}).status_code == 422
    assert Licence.objects.get().state == "active"
    client.post(suspend, {"reason": "the end user is under inquiry"})
    assert Licence.objects.get().state == "suspended"
    client.force_login(people.customs)
    assert "not possible while suspended" in record(client, licence).content.decode()
    client.force_login(people.head)
    client.post(reverse("licence_step", args=[licence.number, "reinstate"]), {"reason": "cleared"})
    assert Licence.objects.get().state == "active"


def test_the_exporter_gives_up_an_officer_acknowledges_and_a_stranger_cannot(
    client: Any, people: Any, licence: Licence
) -> None:
    surrender = reverse("licence_step", args=[licence.number, "ask_surrender"])
    client.force_login(people.outsider)
    assert client.post(surrender, {"reason": "mine"}).status_code == 404
    client.force_login(people.exporter)
    assert client.post(surrender, {"reason": ""}).status_code == 422
    opened = client.post(surrender, {"reason": "the order was cancelled"}, follow=True).content.decode()
    assert "the order was cancelled" in opened
    assert Licence.objects.get().state == "active"
    case = Case.objects.get(change="surrender")
    acknowledge = reverse("case_act", args=[case.reference, "acknowledge_surrender"])
    assert client.post(acknowledge).status_code == 422
    client.force_login(people.officer)
    assert "Acknowledge: the licence ends" in page(client, people.officer, "case", case.reference)
    assert client.post(acknowledge).status_code == 302
    assert Licence.objects.get().state == "surrendered"
    assert Document.objects.filter(case=case, kind="surrender_acknowledged").exists()


def test_a_measure_is_proposed_by_an_officer_and_its_holder_reads_why(
    client: Any, people: Any, licence: Licence
) -> None:
    propose = reverse("licence_step", args=[licence.number, "propose_measure"])
    told = {"how": "revoke", "reasons": "It moved away.\n\n[internal] A tip.", "grounds": ["changed-circumstances"]}
    for user in (people.head, people.customs, people.exporter):
        client.force_login(user)
        assert client.post(propose, told).status_code == 422
    client.force_login(people.officer)
    assert client.post(propose, {**told, "grounds": ["end-user-not-established"]}).status_code == 422
    assert client.post(propose, told).status_code == 302
    case = Case.objects.get(change="revoke")
    assert case.reference in page(client, people.exporter, "licence", licence.number)
    shown = page(client, people.exporter, "case", case.reference)
    assert "It moved away." in shown
    assert "A tip." not in shown
    assert "Withdraw the application" not in shown
    assert "Vary: grant" not in page(client, people.officer, "case", case.reference)
    client.force_login(people.outsider)
    assert client.get(reverse("case", args=[case.reference])).status_code == 404


def test_reasons_that_are_withheld_stay_off_the_page_of_a_suspended_licence(
    client: Any, people: Any, licence: Licence
) -> None:
    client.force_login(people.head)
    suspend = reverse("licence_step", args=[licence.number, "suspend"])
    client.post(suspend, {"reason": "Looked into.\n\n[internal] A partner warned us."})
    shown = page(client, people.exporter, "licence", licence.number)
    assert "Looked into." in shown
    assert "partner" not in shown


def test_the_customs_pages_are_for_customs_officers(client: Any, people: Any, licence: Licence) -> None:
    for user in (people.exporter, people.officer, people.head, people.auditor):
        client.force_login(user)
        assert client.get(reverse("customs")).status_code == 403
        assert record(client, licence).status_code == 403
        assert client.post(reverse("provisional"), {}).status_code == 403
    assert not Draw.objects.exists()


def test_a_record_that_fits_no_licence_is_kept_until_customs_says_what_was_found(client: Any, people: Any) -> None:
    client.force_login(people.customs)
    record = {**SHIPMENT, "licence_number": "XA-9", "line_number": "7", "unit": "item"}
    assert client.post(reverse("provisional"), record).status_code == 302
    row = UnplacedShipment.objects.get()
    assert "No licence XA-9 with a line 7." in page(client, people.officer, "unplaced")
    client.force_login(people.customs)
    close = reverse("unplaced_resolve", args=[row.pk])
    assert client.post(close, {"resolution": ""}).status_code == 422
    assert client.post(close, {"resolution": "the number was misread"}).status_code == 302
    assert "the number was misread" in page(client, people.customs, "unplaced")


def test_the_lists_take_no_more_queries_when_they_grow(client: Any, people: Any, licence: Licence) -> None:
    client.force_login(people.customs)
    pages = [reverse(name) for name in ("customs", "exporter_licences")] + [reverse("licence", args=[licence.number])]

    def counts() -> list[int]:
        found = []
        for address in pages:
            client.get(address)  # what is read once is read
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found.append(len(queries))
        return found

    record(client, licence, declaration="D-1", quantity="1", value="1")
    few = counts()
    for number in range(2, 5):
        record(client, licence, declaration=f"D-{number}", quantity="1", value="1")
    assert counts() == few
    assert max(few) <= 30
