"""The demo holds what it promises: every state, an honest ledger, a year that looks like an office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from exeat.domain.review import CaseState, LicenceState
from exeat.web import demo
from exeat.web.accounts.models import User
from exeat.web.alerts.models import Alert
from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases.models import Case, Condition, Decision, Exemption, Match, Referral
from exeat.web.cases.standing import clock_of, missing_from, standing_of
from exeat.web.inspection.models import Action, Disclosure, Visit
from exeat.web.licences.models import Draw, Licence, UnplacedShipment
from exeat.web.licences.standing import positions_of
from exeat.web.mail.models import Message
from exeat.web.policy import local_day, policy
from exeat.web.registers.models import Exporter

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def years(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[list[tuple[Any, ...]]]]:
    """The demo loaded twice, the second time to stay; what the ledger said each time."""
    with django_db_blocker.unblock(), transaction.atomic():
        first = transaction.savepoint()
        demo.load(NOW)
        journals = [journal()]
        transaction.savepoint_rollback(first)
        demo.load(NOW)
        journals.append(journal())
        yield journals
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def within_the_year(years: list[Any]) -> None:
    """Every test finds the year as it was loaded: what it changes goes with its own transaction."""


def journal() -> list[tuple[Any, ...]]:
    """What happened to cases and licences, without what differs by nature: keys, salts, signatures."""
    events = Event.objects.select_related("actor").order_by("seq")
    return [
        (event.seq, event.at, event.kind, event.subject, event.actor and event.actor.email)
        for event in events
        if event.subject.startswith(("case:", "licence:"))
    ]


def case(reference: str) -> Case:
    return Case.objects.get(application__applicant_reference=reference)


def test_the_same_moment_gives_the_same_year(years: list[list[tuple[Any, ...]]]) -> None:
    assert years[0] == years[1]
    assert len(years[0]) > 500


def test_the_ledger_explains_every_row() -> None:
    report = verify()
    assert report.faults == ()
    assert report.rows > 500


def test_every_state_of_a_case_and_of_a_licence_is_there() -> None:
    assert set(Case.objects.values_list("state", flat=True)) == {state.value for state in CaseState}
    assert set(Licence.objects.values_list("state", flat=True)) == {state.value for state in LicenceState}


def test_a_second_load_changes_nothing() -> None:
    before = Event.objects.count(), User.objects.count()
    demo.load(NOW)
    assert (Event.objects.count(), User.objects.count()) == before


def test_no_mail_waits_to_be_sent() -> None:
    assert Message.objects.exists()
    assert not Message.objects.filter(sent_at=None).exists()


def test_everybody_who_is_named_can_sign_in(client: Any, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # as the year was loaded
    assert all(client.login(email=one.email, password=one.password) for one in demo.sign_ins()[:3])
    assert {one.email for one in demo.sign_ins()} == set(User.objects.values_list("email", flat=True))


def test_cases_happened_on_working_days_in_the_past() -> None:
    days = {local_day(at) for at in Event.objects.filter(subject__startswith="case:").values_list("at", flat=True)}
    assert all(policy().calendar.is_working(day) for day in days)
    assert max(days) < local_day(NOW)


def test_work_is_uneven() -> None:
    months = Counter(case.created_at.strftime("%Y-%m") for case in Case.objects.all())
    assert len(months) >= 11
    assert max(months.values()) >= 3 * min(months.values())
    assert Case.objects.values("officer").distinct().count() >= 2


def test_a_clock_stands_still_and_another_has_run_out() -> None:
    assert clock_of(case("MP-2026-112"), NOW).paused_by
    assert clock_of(case("SMW-0733"), NOW).overdue


def test_an_agency_is_late() -> None:
    late = Referral.objects.filter(due__lt=local_day(NOW), positions=None, silence_applied_at=None)
    assert {referral.agency for referral in late.filter(case__state="under_review")} >= {"nra", "authority"}


def test_an_embargo_stands_in_the_way() -> None:
    assert standing_of(case("LC 2026/58"), NOW).embargoes


def test_a_binding_hit_was_exempted_and_granted() -> None:
    exemption = Exemption.objects.get(match__status=Match.Status.CONFIRMED)
    assert policy().watchlist(exemption.match.list_id).effect == "binding"
    assert exemption.case.state == CaseState.GRANTED_WITH_CONDITIONS


def test_a_condition_went_with_its_agencys_consent() -> None:
    dropped = Condition.objects.get(dropped_at__isnull=False)
    assert dropped.agency == dropped.dropped_by.agency == "aec"


def test_a_deputy_decided_for_the_head() -> None:
    head = User.objects.get(email="head@authority.example")
    deputised = Decision.objects.get(for_users=[head.pk])
    assert deputised.by.email == "officer2@authority.example"


def test_an_override_was_used() -> None:
    overridden = Case.objects.get(overrides__steps=["countersign", "decide"])
    assert Event.objects.get(subject=overridden.subject, kind="case.countersign").actor == overridden.decision.by


def test_an_agent_acts_for_two_exporters_and_one_company_writes_letters() -> None:
    agent = User.objects.get(email="benedikt@arzola-agency.example")
    assert agent.mandates.filter(status="verified").count() == 2
    assert set(Case.objects.filter(on_paper=True).values_list("exporter__name", flat=True)) == {
        "Palm & Daughters Trading"
    }
    assert Exporter.objects.filter(status="pending").count() == 1


def test_a_licence_is_overdrawn_and_one_record_fits_none() -> None:
    licence = case("LC 2026/08").licence
    assert [position.remaining for _, position in positions_of(licence)] == [-250]
    assert UnplacedShipment.objects.filter(resolved_at=None).count() == 1
    assert {"shipment", "reversal", "provisional"} <= set(Draw.objects.values_list("kind", flat=True))


def test_a_list_update_led_to_an_alert_of_each_kind() -> None:
    alerts = {(alert.name, alert.change, alert.status) for alert in Alert.objects.all()}
    assert alerts == {
        ("Lantern Bay Glassworks", "new", "open"),
        ("Iron Orchard Metalurgical", "changed", "open"),
        ("Lotus Field Agro Service Cooperative", "changed", "open"),
        ("Pan Meridian Logistics Europe", "cleared", "closed"),
    }
    assert Alert.objects.get(change="new").licences.get().state == LicenceState.ACTIVE


def test_the_walk_through_waits_for_one_field() -> None:
    assert [gap.path for gap in missing_from(case("KO-26-033"))] == ["items[0].facts"]


def test_inspectors_have_something_overdue_something_to_settle_and_a_visit_under_way() -> None:
    today = local_day(NOW)
    assert Action.objects.filter(reported_at=None, due__lt=today).count() == 1
    assert Disclosure.objects.get(settled_at=None).in_time
    assert set(Visit.objects.values_list("state", flat=True)) == {"done", "planned"}
    assert Visit.objects.filter(state="planned", first__lt=today).get().answers.count() == 3
