"""Registration of companies, mandates, and their verification."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exeat.web.acting import actor_for
from exeat.web.audit.models import Event, ReadRecord
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.mail.models import Message
from exeat.web.registers import services
from exeat.web.registers.models import Exporter, Mandate
from exeat.web.registers.services import Upload

LETTER = Upload("letter.pdf", b"%PDF-1.7\nan invented letter\n")


def register(by, now, **changes):
    given = {"name": "Reefside Pumps", "country": "XA", "registration": "R-77", "kind": "employee", "address": "3 Pier"}
    return services.register_exporter(**{**given, **changes}, by=by, now=now)


def test_a_company_and_its_person_wait_for_an_officer(people, now) -> None:
    mandate = register(people.exporter, now)
    assert mandate.status == Mandate.Status.PENDING
    assert mandate.exporter.status == Exporter.Status.PENDING
    assert actor_for(people.exporter, now).exporters == frozenset()


def test_the_same_company_twice_is_one_company_and_its_entry_stays(people, now) -> None:
    first = register(people.exporter, now)
    second = register(people.outsider, now, name="A false name", registration="  r-77 ", address="elsewhere")

    assert second.exporter == first.exporter
    second.exporter.refresh_from_db()
    assert (second.exporter.name, second.exporter.address) == ("Reefside Pumps", "3 Pier")
    assert second.status == Mandate.Status.PENDING


def test_the_second_person_learns_no_more_than_the_companys_name(client, people, now) -> None:
    register(people.exporter, now, email="secret@reefside.example")
    client.force_login(people.outsider)
    given = {"name": "x", "country": "XA", "registration": "R-77", "address": "x", "kind": "employee"}
    page = client.post(reverse("register_company"), given, follow=True).content.decode()
    assert "Reefside Pumps" in page
    assert "3 Pier" not in page
    assert "secret@reefside.example" not in page


def test_an_agent_brings_a_letter_of_authority(people, now) -> None:
    with pytest.raises(Invalid) as refusal:
        register(people.exporter, now, kind="agent")
    assert list(refusal.value.errors) == ["letter"]
    assert not Exporter.objects.exists()


def test_a_letter_that_is_not_what_it_says_leaves_nothing_behind(people, now) -> None:
    with pytest.raises(Invalid) as refusal:
        register(people.exporter, now, kind="agent", letter=Upload("letter.pdf", b"MZ a program"))
    assert list(refusal.value.errors) == ["letter"]
    assert not Exporter.objects.exists()
    assert not Mandate.objects.exists()


def test_nobody_asks_twice_while_the_first_request_waits(people, now) -> None:
    register(people.exporter, now)
    with pytest.raises(Invalid, match="already asked"):
        register(people.exporter, now)


def test_a_verified_person_acts_for_the_company_and_hears_of_it(people, now) -> None:
    mandate = register(people.exporter, now)
    services.verify_mandate(mandate=mandate, by=people.officer, now=now)
    assert actor_for(people.exporter, now).exporters == {mandate.exporter_id}
    assert Message.objects.filter(to=people.exporter.email, subject="You may now act for a company").count() == 1


def test_a_refused_person_reads_why_and_may_ask_again(client, people, now) -> None:
    mandate = register(people.exporter, now)
    services.refuse_mandate(mandate=mandate, reason="the letter is not signed", by=people.officer, now=now)
    client.force_login(people.exporter)
    assert "the letter is not signed" in client.get(reverse("mandates")).content.decode()
    assert register(people.exporter, now).pk == mandate.pk
    mandate.refresh_from_db()
    assert mandate.status == Mandate.Status.PENDING


def test_a_revoked_person_no_longer_acts(people, now) -> None:
    mandate = register(people.exporter, now)
    services.verify_mandate(mandate=mandate, by=people.officer, now=now)
    services.revoke_mandate(mandate=mandate, reason="left the company", by=people.colleague, now=now)
    assert actor_for(people.exporter, now).exporters == frozenset()


@pytest.mark.parametrize("who", ["exporter", "head", "auditor", "administrator", "customs"])
def test_only_an_officer_verifies(people, now, who) -> None:
    mandate = register(people.outsider, now)
    with pytest.raises(NotPermitted, match="only the licensing officer"):
        services.verify_mandate(mandate=mandate, by=getattr(people, who), now=now)
    with pytest.raises(NotPermitted, match="only the licensing officer"):
        services.verify_exporter(exporter=mandate.exporter, by=getattr(people, who), now=now)


def test_an_officer_does_not_verify_a_company_that_they_act_for(people, now) -> None:
    mandate = register(people.officer, now)
    with pytest.raises(NotPermitted, match="act for themself"):
        services.verify_exporter(exporter=mandate.exporter, by=people.officer, now=now)


def test_a_step_taken_twice_is_refused_the_second_time(people, now) -> None:
    mandate = register(people.exporter, now)
    services.verify_mandate(mandate=mandate, by=people.officer, now=now)
    events = Event.objects.count()
    with pytest.raises(NotPermitted, match="not possible"):
        services.verify_mandate(mandate=mandate, by=people.officer, now=now)
    assert Event.objects.count() == events


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_suspension_has_a_reason(people, now, reason) -> None:
    exporter = register(people.exporter, now).exporter
    with pytest.raises(Invalid, match="give a reason"):
        services.suspend_exporter(exporter=exporter, reason=reason, by=people.officer, now=now)
    exporter.refresh_from_db()
    assert exporter.status == Exporter.Status.PENDING


def test_the_reason_stands_beside_the_chain_not_in_it(people, now) -> None:
    exporter = register(people.exporter, now).exporter
    services.suspend_exporter(exporter=exporter, reason="struck off", by=people.officer, now=now)
    event = Event.objects.latest("seq")
    assert event.data == {}
    assert event.private.content["reason"] == "struck off"


def test_who_reads_a_letter_is_recorded(client, people, now) -> None:
    mandate = register(people.exporter, now, kind="agent", letter=LETTER)
    client.force_login(people.officer)
    answer = client.get(reverse("mandate_letter", args=[mandate.pk]))
    assert answer.content == LETTER.content
    assert "attachment" in answer["Content-Disposition"]
    assert ReadRecord.objects.get().user == people.officer


def test_an_exporter_reads_no_ones_letter(client, people, now) -> None:
    mandate = register(people.exporter, now, kind="agent", letter=LETTER)
    client.force_login(people.outsider)
    assert client.get(reverse("mandate_letter", args=[mandate.pk])).status_code == 403


def test_an_agent_registers_and_an_officer_verifies_on_the_pages(client, people) -> None:
    client.force_login(people.exporter)
    given = {"name": "Reefside Pumps", "country": "XA", "registration": "R-77", "address": "3 Pier", "kind": "agent"}
    client.post(reverse("register_company"), {**given, "letter": SimpleUploadedFile(LETTER.name, LETTER.content)})
    mandate = Mandate.objects.get()

    client.force_login(people.officer)
    assert "Reefside Pumps" in client.get(reverse("register_exporters")).content.decode()
    client.post(reverse("exporter_step", args=[mandate.exporter_id, "verify"]))
    client.post(reverse("mandate_step", args=[mandate.pk, "verify"]))

    mandate.refresh_from_db()
    assert (mandate.status, mandate.exporter.status) == (Mandate.Status.VERIFIED, Exporter.Status.VERIFIED)


def test_the_registers_queries_do_not_grow_with_it(client, people, now) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("register_exporters"))
        return len(captured)

    client.force_login(people.officer)
    register(people.exporter, now)
    few = queries()
    for number in range(5):
        register(people.outsider, now, registration=f"N-{number}")
    assert queries() == few
