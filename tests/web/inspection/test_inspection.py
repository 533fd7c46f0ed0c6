"""Visits, findings, what corrects them, measures and disclosures: what may be done, by whom, and when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from exeat.domain.regulations import Citation
from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify as verify_ledger
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.inspection import selectors
from exeat.web.inspection.models import Disclosure, Visit
from exeat.web.inspection.services import by_itself, disclosing, findings, sites, visits
from exeat.web.inspection.services.findings import FindingGiven
from exeat.web.mail.models import Message
from exeat.web.people.services import record_leave
from exeat.web.policy import local_day
from exeat.web.registers.services import Upload
from exeat.web.regulations.citing import citing
from exeat.web.regulations.services.registering import InstrumentGiven, enter_instrument


def errors(refusal: Any) -> dict[str, str]:
    return dict(refusal.value.errors)


# --- the register of sites


def test_a_facility_says_where_its_security_details_are_held(inspections: Any) -> None:
    given = sites.SiteGiven("Store", "facility", "nra", "low", "Empty.")
    with pytest.raises(Invalid) as refusal:
        sites.enter(given=given, by=inspections.nra, now=inspections.story.later())
    assert errors(refusal) == {"held_at": "say where its security details are held; they are not kept here"}


def test_only_those_who_inspect_for_the_agency_enter_and_plan(inspections: Any) -> None:
    with pytest.raises(NotPermitted, match="inspect for the site's agency"):
        visits.plan(
            site=inspections.reactor,
            given=visits.VisitGiven(date(2026, 4, 1), date(2026, 4, 1), ["nuclear-safety"], [inspections.regulator]),
            by=inspections.officer,
            now=inspections.story.later(),
        )


# --- visits


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"first": date(2026, 2, 1), "last": date(2026, 2, 1)}, "first", "this day has passed"),
        ({"last": date(2026, 1, 1)}, "last", "the last day is the first"),
        ({"checklists": ["nuclear-safety"]}, "checklists", "one or more of export-compliance"),
        ({"inspectors": []}, "inspectors", "say who goes"),
        ({"purpose": "follow_up"}, "follows", "a follow-up says which visit it follows"),
    ],
)
def test_a_visit_that_does_not_fit_is_refused(
    inspections: Any, changes: dict[str, Any], field: str, message: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        inspections.plan(**changes)
    assert message in errors(refusal)[field]


def test_nobody_is_sent_from_leave_or_from_another_visit_or_without_the_skill(inspections: Any) -> None:
    head = inspections.story.people.head
    day = local_day(inspections.story.now) + timedelta(days=7)
    with pytest.raises(Invalid, match="nobody among them holds the skill accounting"):
        inspections.plan(inspections.reactor, checklists=["nuclear-safety", "materials-accounting"])
    inspections.plan()
    with pytest.raises(Invalid, match="is on visit V-2026-0001"):
        inspections.plan()
    with pytest.raises(Invalid, match="not in service of the agency"):
        inspections.plan(inspectors=[inspections.regulator])
    record_leave(official=inspections.regulator, first=day, last=day, by=head, now=inspections.story.later())
    with pytest.raises(Invalid, match="Bo Lindqvist is on leave"):
        inspections.plan(inspections.reactor)


def test_a_checklist_is_filled_in_when_the_day_has_come(inspections: Any) -> None:
    visit = inspections.plan()
    given = {"export-compliance.records": ("met", "")}
    with pytest.raises(NotPermitted, match="begins on"):
        visits.answer(visit=visit, answers=given, by=inspections.officer, now=inspections.story.later())
    inspections.story.later(days=7)
    visits.answer(visit=visit, answers=given, by=inspections.officer, now=inspections.story.later())
    again = {"export-compliance.records": ("not_met", "four are missing")}
    visits.answer(visit=visit, answers=again, by=inspections.colleague, now=inspections.story.later())
    only = visit.answers.get()
    assert (only.says, only.note, only.provision) == (
        "not_met", "four are missing", "Strategic Goods Act, section 31"
    )  # fmt: skip


def test_a_report_needs_every_answer_and_a_finding_for_what_is_not_met(inspections: Any) -> None:
    visit, now = inspections.begun(), inspections.story.later

    def report() -> Visit:
        return visits.report(visit=visit, summary="Well kept.", by=inspections.officer, now=now())

    with pytest.raises(Invalid, match="not answered yet: export-compliance"):
        report()
    answers = dict.fromkeys(visits.questions_of(visit), ("met", "")) | {"export-compliance.records": ("not_met", "")}
    visits.answer(visit=visit, answers=answers, by=inspections.officer, now=now())
    with pytest.raises(Invalid, match="no finding says so"):
        report()
    given = FindingGiven("export-compliance.records", "minor", "Missing.", "File them.")
    findings.find(origin=visit, given=given, by=inspections.officer, now=now())
    done = report()
    assert (done.state, done.report.media_type) == ("done", "application/pdf")
    with pytest.raises(NotPermitted, match="the visit is done"):
        report()
    assert selectors.in_register(inspections.officer, shown="inspected").get().seen == done.last


def test_details_of_security_are_refused_in_words(inspections: Any) -> None:
    visit = inspections.begun(inspections.reactor, checklists=["physical-security"])
    now, by = inspections.story.later, inspections.nra
    told = {"physical-security.plan": ("not_met", "the north fence has a gap behind the pump house")}
    with pytest.raises(Invalid, match="security details are not kept here"):
        visits.answer(visit=visit, answers=told, by=by, now=now())
    visits.answer(visit=visit, answers={"physical-security.plan": ("not_met", "S-04/17")}, by=by, now=now())
    wordy = FindingGiven("physical-security.plan", "minor", "The fence has a gap.", "Mend it.", reference="S-04/17")
    with pytest.raises(Invalid) as refusal:
        findings.find(origin=visit, given=wordy, by=by, now=now())
    assert set(errors(refusal)) == {"text", "correction"}
    given = FindingGiven("physical-security.plan", "minor", reference="S-04/17")
    found = findings.find(origin=visit, given=given, by=by, now=now())
    assert found.text == "Is the security plan approved, and of this year?"
    assert found.actions.get().text == "As written in S-04/17"
    with pytest.raises(Invalid, match="hand it in where they are held"):
        findings.report_done(
            action=found.actions.get(), done="", proof=Upload("fence.pdf", b"%PDF-1.7\n"), by=by, now=now()
        )


# --- corrections


def test_a_correction_is_due_as_the_policy_says_unless_a_day_is_given(inspections: Any) -> None:
    found = inspections.found()
    assert found.actions.get().due == found.found_on + timedelta(days=60)
    asked = findings.require_action(
        finding=found, text="Train the staff.", due=date(2026, 12, 1), by=inspections.officer,
        now=inspections.story.later(),
    )  # fmt: skip
    assert asked.due == date(2026, 12, 1)


def test_who_reported_a_correction_does_not_verify_it(inspections: Any) -> None:
    action = inspections.reported(by=inspections.officer)
    with pytest.raises(NotPermitted, match="does not verify it"):
        findings.verify(action=action, note="", by=inspections.officer, now=inspections.story.later())
    findings.verify(action=action, note="seen", by=inspections.colleague, now=inspections.story.later())
    action.refresh_from_db()
    assert action.verified_by == inspections.colleague


def test_what_was_sent_back_is_open_again_and_the_exporter_is_told(inspections: Any) -> None:
    action = inspections.reported()
    findings.send_back(
        action=action, note="two are missing", due=None, by=inspections.officer, now=inspections.story.later()
    )
    action.refresh_from_db()
    assert (action.reported_at, action.note) == (None, "two are missing")
    assert Message.objects.filter(subject__contains="not corrected yet").count() == 1


def test_a_stranger_reports_nothing(inspections: Any) -> None:
    with pytest.raises(NotPermitted, match="own people or its inspectors"):
        inspections.reported(by=inspections.story.people.outsider)


def test_people_are_reminded_once_of_a_correction_that_falls_due(inspections: Any) -> None:
    action = inspections.found().actions.get()
    assert by_itself.remind_of_actions(now=inspections.story.later()) == 0
    inspections.story.later(days=56)
    assert [by_itself.remind_of_actions(now=inspections.story.later()) for _ in range(2)] == [1, 0]
    reminder = Message.objects.get(subject__contains="is due")
    assert reminder.to == inspections.story.people.exporter.email
    assert action.text not in reminder.body


# --- measures and disclosures


def test_a_measure_is_one_that_the_policy_opens_to_who_takes_it(inspections: Any) -> None:
    found, now = inspections.found(severity="minor"), inspections.story.later
    head = inspections.story.people.head
    with pytest.raises(NotPermitted, match="head of the authority only"):
        findings.take_measure(finding=found, kind="penalty", reasons="x", by=inspections.officer, now=now())
    with pytest.raises(NotPermitted, match="not for a finding that is minor"):
        findings.take_measure(finding=found, kind="penalty", reasons="x", by=head, now=now())
    taken = findings.take_measure(finding=found, kind="warning", reasons="late", by=inspections.officer, now=now())
    with pytest.raises(NotPermitted, match="stands already"):
        findings.take_measure(finding=found, kind="warning", reasons="late", by=head, now=now())
    ended = findings.end_measure(measure=taken, reason="put right", by=head, now=now())
    assert ended.ended_by == head


def disclosed(inspections: Any, days_before: int) -> Disclosure:
    people, now = inspections.story.people, inspections.story.later()
    discovered = local_day(now) - timedelta(days=days_before)
    return disclosing.disclose(
        exporter=inspections.story.firm, text="We shipped late.", discovered_on=discovered, by=people.exporter, now=now
    )


@pytest.mark.parametrize(("days_before", "penalty"), [(30, False), (31, True)])
def test_a_breach_disclosed_in_time_is_not_met_with_a_penalty(
    inspections: Any, days_before: int, penalty: bool
) -> None:
    disclosure, now = disclosed(inspections, days_before), inspections.story.later
    given = FindingGiven("export-compliance.licences", "major", "Shipped without a licence.", "Check before shipping.")
    found = findings.find(origin=disclosure, given=given, by=inspections.officer, now=now())
    head = inspections.story.people.head
    assert found.disclosed is not penalty
    if penalty:
        findings.take_measure(finding=found, kind="penalty", reasons="late", by=head, now=now())
    else:
        with pytest.raises(NotPermitted, match="disclosed in time"):
            findings.take_measure(finding=found, kind="penalty", reasons="late", by=head, now=now())
    disclosing.settle(disclosure=disclosure, outcome="A warning.", by=inspections.officer, now=now())
    with pytest.raises(NotPermitted, match="was settled"):
        findings.find(origin=disclosure, given=given, by=inspections.officer, now=now())


def test_a_disclosure_of_an_exporter_without_a_site_enters_one(inspections: Any) -> None:
    people, now = inspections.story.people, inspections.story.later()
    firm = people.outsider.mandates.get().exporter
    with pytest.raises(NotPermitted, match="act for the exporter"):
        disclosing.disclose(exporter=firm, text="x", discovered_on=local_day(now), by=people.exporter, now=now)
    made = disclosing.disclose(exporter=firm, text="x", discovered_on=local_day(now), by=people.outsider, now=now)
    assert (made.site.name, made.site.risk, made.site.agency) == ("Far Harbour Tools", "medium", "authority")


# --- the programme, the ledger, the register of laws


def test_the_programme_plans_with_a_share_of_the_days_that_inspectors_are_there(inspections: Any) -> None:
    now = inspections.story.later()
    made = selectors.programme_of("authority", now)
    (official, days) = made.inspectors[0]
    assert official == inspections.desk
    assert [visit.site.name for visit in made.programme.visits] == ["Quayside works"]
    first = local_day(now)
    record_leave(
        official=official, first=first, last=first + timedelta(days=45), by=inspections.story.people.head, now=now
    )
    fewer = selectors.programme_of("authority", now)
    assert fewer.inspectors[0][1] < days
    inspections.plan(first=first + timedelta(days=50), last=first + timedelta(days=50))
    planned = selectors.programme_of("authority", inspections.story.later())
    assert planned.programme.visits == ()
    assert planned.programme.days == fewer.programme.days - 1


def test_the_ledger_replays_an_inspection(inspections: Any) -> None:
    action = inspections.reported()
    findings.verify(action=action, note="seen", by=inspections.officer, now=inspections.story.later())
    kinds = Event.objects.filter(subject=inspections.works.subject).order_by("seq").values_list("kind", flat=True)
    assert [kind.removeprefix("inspection.") for kind in kinds] == ["enter", "plan", "find", "report_done", "verify"]
    assert verify_ledger().faults == ()
    assert not Event.objects.filter(data__icontains="Papers are missing").exists()


def test_findings_and_measures_are_among_what_cites_a_provision(inspections: Any) -> None:
    law = InstrumentGiven("Strategic Goods Act", "law", date(2019, 1, 1))
    enter_instrument(given=law, by=inspections.officer, now=inspections.story.later())
    found = inspections.found()
    findings.take_measure(
        finding=found, kind="warning", reasons="late", by=inspections.officer, now=inspections.story.later()
    )
    records = [one.what for one in citing(Citation("Strategic Goods Act", ("section", "31")))]
    measures = [one.what for one in citing(Citation("Strategic Goods Act", ("section", "27")))]
    assert f"Finding, F-{found.pk}" in records
    assert f"Measure, Written warning on F-{found.pk}" in measures
