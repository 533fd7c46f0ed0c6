"""When a list or the engine changes, the parties that Exeat holds are screened anew."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from exeat.domain.screening import Party, Watchlist, listed_party
from exeat.web.alerts.models import Alert, Rescreening
from exeat.web.alerts.services import asking, finding, rescreening
from exeat.web.alerts.services.rescreening import ask_for_new_engine, run, run_waiting
from exeat.web.alerts.stored import stored_parties
from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases.models import Match
from exeat.web.cases.services import deciding, reviewing
from exeat.web.cases.standing import risk_standing
from exeat.web.errors import NotPermitted
from exeat.web.mail.models import Message
from exeat.web.policy import policy
from exeat.web.registers.foreign import file_foreign_record

VASTIKAR = {"id": "UN-1", "list": "un-sc", "type": "person", "names": ["Orlan Vastikar"], "countries": ["qm"]}
BRINDLEMOOR = {"id": "UN-2", "list": "un-sc", "type": "organisation", "names": ["Brindlemoor Trading Works"]}
CALM_SHORES = {"id": "UN-3", "list": "un-sc", "type": "organisation", "names": ["Calm Shores Fire Services"]}
HARBOUR = {"id": "UN-4", "list": "un-sc", "type": "organisation", "names": ["Far Harbour Tools"]}
LISTED = [{"role": "end_user", "name": "Orlan Vastikar", "type": "person", "address": "here", "country": "QM"}]


def told(alerts: list[Alert]) -> list[tuple[str, str, str]]:
    return [(alert.name, alert.listed_id, alert.change) for alert in alerts]


def current(case: Any, listed_id: str) -> Match:
    return Match.objects.get(party__case=case, listed_id=listed_id)


def test_a_version_that_comes_into_force_asks_for_one_job_and_the_same_version_for_none(story, bring):
    jobs = ProcrastinateJob.objects.filter(task_name=asking.TASK)
    before = jobs.count()

    bring(VASTIKAR)
    bring(VASTIKAR)

    assert jobs.count() == before + 1
    assert Rescreening.objects.count() == 2


def test_a_new_entry_alerts_with_every_place_where_the_party_stands(story, bring):
    case = story.referred()
    licence = story.granted()

    [alert] = bring(VASTIKAR, BRINDLEMOOR, CALM_SHORES)

    assert told([alert]) == [("Calm Shores Fire Service", "UN-3", "new")]
    assert [one.pk for one in alert.cases.all()] == [case.pk]
    assert [one.pk for one in alert.licences.all()] == [licence.pk]
    assert alert.rescreening.old_version != alert.rescreening.new_version
    assert alert.rescreening.new_engine
    assert alert.status == "open"


def test_an_exporter_and_a_party_of_a_foreign_record_are_screened_too(story, bring):
    content = {
        "format": "exeat-case",
        "version": 1,
        "authority": "Farland",
        "country": "XB",
        "case": {"reference": "F-1", "parties": [{"name": "Far Harbour Tools", "country": "XA"}, "no party"]},
    }
    record = file_foreign_record(content=content, by=story.people.officer, now=story.later())

    alerts = bring(VASTIKAR, BRINDLEMOOR, HARBOUR)

    assert {(one.type, one.exporters.count(), one.foreign_records.count()) for one in alerts} == {
        ("organisation", 1, 0),
        ("unknown", 0, 1),
    }
    assert alerts[0].listed_id == "UN-4"
    assert Alert.objects.filter(foreign_records=record).exists()


def test_a_new_match_stands_in_the_way_of_the_grant_even_after_the_recommendation(story, bring):
    case = story.recommended()

    bring(VASTIKAR, BRINDLEMOOR, CALM_SHORES)

    assert current(case, "UN-3").status == "open"
    with pytest.raises(NotPermitted, match="is not settled yet"):
        deciding.decide(case=case, outcome="grant", reasons="sound", by=story.people.head, now=story.later())
    deciding.reopen(case=case, reason="a listing", by=story.people.officer, now=story.later())


def test_an_entry_that_changed_alerts_and_its_match_supersedes_the_one_that_was_dismissed(story, bring):
    case = story.under_review(parties=LISTED)
    before = current(case, "UN-1")

    [alert] = bring({**VASTIKAR, "countries": ["ae"]}, BRINDLEMOOR)

    assert told([alert]) == [("Orlan Vastikar", "UN-1", "changed")]
    assert alert.before["listed"]["countries"] == ["qm"]
    after = current(case, "UN-1")
    assert (after.status, after.carried) == ("open", "")
    before = Match.every.get(pk=before.pk)
    assert before.superseded_by == after
    assert before.status == "dismissed"


def test_a_cleared_alert_closes_itself_with_a_note_and_so_does_the_match(story, bring):
    case = story.registered(parties=LISTED)

    [alert] = bring(BRINDLEMOOR)

    assert told([alert]) == [("Orlan Vastikar", "UN-1", "cleared")]
    assert alert.status == "closed"
    assert "nobody is listed" in alert.reason
    match = current(case, "UN-1")
    assert (match.status, match.reason) == ("cleared", alert.reason)


def test_a_hit_whose_entry_changed_weighs_no_more_until_it_is_settled_anew(story, bring):
    case = story.registered(parties=LISTED)
    hit = current(case, "UN-1")
    reviewing.settle_match(match=hit, confirmed=True, reason="same", by=story.people.officer, now=story.later())
    case.refresh_from_db()
    weighed = case.risk

    bring(BRINDLEMOOR, {**VASTIKAR, "countries": ["ae"]})

    case.refresh_from_db()
    assert current(case, "UN-1").status == "open"
    assert case.risk == risk_standing(case, story.now).total < weighed


def test_a_hit_that_clears_stays_a_hit_until_an_officer_says_otherwise(story, bring):
    case = story.registered(parties=LISTED)
    reviewing.settle_match(
        match=current(case, "UN-1"), confirmed=True, reason="same", by=story.people.officer, now=story.later()
    )

    [alert] = bring(BRINDLEMOOR)

    assert (alert.change, alert.status) == ("cleared", "open")
    assert current(case, "UN-1").status == "confirmed"


def test_an_open_alert_gives_way_to_a_newer_one_about_the_same_pair(story, bring):
    story.referred()
    [first] = bring(VASTIKAR, BRINDLEMOOR, CALM_SHORES)

    [second] = bring(VASTIKAR, BRINDLEMOOR)

    first.refresh_from_db()
    assert (first.status, second.change) == ("closed", "cleared")
    assert f"Alert {second.pk}" in first.reason


def test_a_second_run_changes_nothing(story, bring):
    story.referred()
    bring(VASTIKAR, BRINDLEMOOR, CALM_SHORES)
    events = Event.objects.count()

    assert run(rescreening=Rescreening.objects.first(), now=story.later()) == []
    assert run_waiting(now=story.later()) == 0
    assert Event.objects.count() == events


def test_a_case_that_was_submitted_after_the_list_came_is_not_alerted_about(story, bring):
    bring(VASTIKAR, BRINDLEMOOR, CALM_SHORES)
    story.submitted()

    stored = stored_parties(Rescreening.objects.latest("asked_at").asked_at)

    assert Party("Calm Shores Fire Service", "organisation", countries=("ae",)) not in stored


def test_a_change_that_no_match_depends_on_alerts_nobody(story, bring):
    story.under_review(parties=LISTED)

    assert bring({**VASTIKAR, "programmes": ["missile"]}, BRINDLEMOOR) == []


def test_the_alerts_bring_what_is_known_to_what_a_full_screening_finds(story, bring):
    story.registered(parties=LISTED)
    story.referred()
    story.granted(parties=[{**LISTED[0], "name": "Brindlemoor Trading Work", "type": "organisation"}])
    known: set[tuple[str, str]] = {("Orlan Vastikar", "UN-1"), ("Brindlemoor Trading Work", "UN-2")}
    versions = (
        [VASTIKAR, CALM_SHORES],
        [{**VASTIKAR, "names": ["Orlana Vastikar"]}, CALM_SHORES, BRINDLEMOOR, HARBOUR],
        [HARBOUR, {**CALM_SHORES, "names": ["Quayside Optics"]}],
        [],
    )

    for records in versions:
        for alert in bring(*records):
            (known.discard if alert.change == "cleared" else known.add)((alert.name, alert.listed_id))
        parties = list(stored_parties(story.later()))
        least = policy().watchlist("un-sc").min_score
        full = Watchlist(map(listed_party, records)).screen(parties, top=None, min_score=least)
        assert known == {
            (party.name, match.id) for party, matches in zip(parties, full, strict=True) for match in matches
        }


def test_a_new_engine_is_asked_about_every_list_once_and_alerts_of_what_it_finds_otherwise(story, bring, monkeypatch):
    case = story.under_review(parties=LISTED)
    run_waiting(now=story.later())
    for module in (asking, rescreening):
        monkeypatch.setattr(module, "ENGINE_VERSION", "next")
    monkeypatch.setattr(finding, "_least", lambda rescreening: 1.1)  # nothing is alike any more

    assert ask_for_new_engine(now=story.later()) == 1
    run_waiting(now=story.later())
    assert ask_for_new_engine(now=story.later()) == 0

    [alert] = Alert.objects.all()
    assert told([alert]) == [("Orlan Vastikar", "UN-1", "cleared")]
    assert (alert.rescreening.old_engine, alert.rescreening.new_engine) == (
        Rescreening.objects.last().new_engine,
        "next",
    )
    assert "engine next" in alert.reason
    assert current(case, "UN-1").status == "dismissed"


def test_an_engine_that_finds_the_same_alerts_of_nothing(story, bring, monkeypatch):
    story.under_review(parties=LISTED)
    run_waiting(now=story.later())
    for module in (asking, rescreening):
        monkeypatch.setattr(module, "ENGINE_VERSION", "next")

    ask_for_new_engine(now=story.later())

    assert run_waiting(now=story.later()) == 0


def test_an_engine_that_weighs_the_same_words_otherwise_alerts_of_nothing(story, bring, monkeypatch):
    case = story.under_review(parties=LISTED)
    run_waiting(now=story.later())
    assert Match.every.filter(party__case=case).update(score=0.99) > 0  # as an engine before had it
    for module in (asking, rescreening):
        monkeypatch.setattr(module, "ENGINE_VERSION", "next")

    ask_for_new_engine(now=story.later())

    assert run_waiting(now=story.later()) == 0


def test_officers_are_told_when_something_waits_for_them(story, bring):
    story.referred()
    Message.objects.all().delete()

    bring(VASTIKAR, BRINDLEMOOR, CALM_SHORES)

    letters = Message.objects.filter(subject__contains="un-sc")
    assert {letter.to for letter in letters} == {story.people.officer.email, story.people.colleague.email}


def test_the_ledger_explains_every_row_of_a_rescreening(story, bring):
    story.under_review(parties=LISTED)
    bring({**VASTIKAR, "countries": ["ae"]}, CALM_SHORES)
    bring(CALM_SHORES)

    assert verify().faults == ()
    assert Event.objects.filter(kind="alert.rescreen").count() == 3


def test_it_is_asked_for_in_a_transaction_of_its_own(story, bring, monkeypatch):
    run_waiting(now=story.later())
    depths = []
    monkeypatch.setattr(rescreening, "ENGINE_VERSION", "next")
    monkeypatch.setattr(
        rescreening, "ask_for_rescreening", lambda **given: depths.append(len(connection.savepoint_ids))
    )
    outside = len(connection.savepoint_ids)

    assert ask_for_new_engine(now=story.later()) == 1
    assert depths == [outside + 1], "the worker calls it outside every transaction, and the ledger asks for one"
