"""Hearing the applicant before a refusal, and what of the reasons they are told."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from exeat.web.audit.verify import verify
from exeat.web.cases.models import IntendedRefusal
from exeat.web.cases.services import deciding, hearing
from exeat.web.cases.services.letters import told_reasons
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.mail.models import Message
from exeat.web.policy import local_day, policy

GROUND = "end-user-not-established"
REASONS = "The end user is a trader.\n\n[internal] A partner's report of 3 March.\n\nWe know of no workshop."


def intend(story: Any, case: Any, **changes: Any) -> IntendedRefusal:
    given = {"reasons": REASONS, "grounds": [GROUND], "by": story.people.officer, **changes}
    return hearing.intend_refusal(case=case, now=story.later(), **given)


def refuse(story: Any, case: Any) -> Any:
    return deciding.decide(
        case=case, outcome="refuse", reasons=REASONS, grounds=[GROUND], by=story.people.head, now=story.later()
    )


def recommended(story: Any) -> Any:
    return story.recommended(outcome="refuse", grounds=(GROUND,))


def test_the_applicant_is_told_and_the_decision_waits_for_the_answer(story: Any) -> None:
    case = recommended(story)
    row = intend(story, case)
    assert row.due == policy().calendar.add(local_day(story.now), policy().hearing.working_days)
    assert row.letter is not None and not row.letter.internal
    assert Message.objects.filter(subject__contains="intends to refuse", to=story.people.exporter.email).exists()
    with pytest.raises(NotPermitted, match="may answer the intended refusal until"):
        refuse(story, case)
    hearing.answer_intended_refusal(case=case, answer="It is a workshop.", by=story.people.exporter, now=story.later())
    assert refuse(story, case).outcome == "refuse"
    assert verify().faults == ()


def test_when_the_day_has_passed_the_authority_decides_without_an_answer(story: Any) -> None:
    case = recommended(story)
    row = intend(story, case)
    story.now = story.now.replace(year=row.due.year, month=row.due.month, day=row.due.day)
    with pytest.raises(NotPermitted):
        refuse(story, case)
    story.later(days=1)
    with pytest.raises(NotPermitted, match="no intended refusal waits"):
        hearing.answer_intended_refusal(case=case, answer="Late.", by=story.people.exporter, now=story.later())
    assert refuse(story, case).outcome == "refuse"


def test_a_grant_does_not_wait(story: Any) -> None:
    case = story.recommended()
    intend(story, case)
    decision = deciding.decide(
        case=case, outcome="grant", reasons="as recommended", by=story.people.head, now=story.later()
    )
    assert decision.outcome == "grant"


def test_where_the_policy_asks_for_it_no_refusal_goes_without_it(story: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    case = recommended(story)
    strict = replace(policy(), hearing=replace(policy().hearing, required=True))
    monkeypatch.setattr("exeat.web.cases.services._step.policy", lambda: strict)
    with pytest.raises(NotPermitted, match="has not been told of the intended refusal"):
        refuse(story, case)


def test_one_is_open_at_a_time_and_says_why(story: Any) -> None:
    case = recommended(story)
    with pytest.raises(NotPermitted, match="at least one ground"):
        intend(story, case, grounds=[])
    with pytest.raises(Invalid):
        intend(story, case, reasons=" ")
    intend(story, case)
    with pytest.raises(NotPermitted, match="waits for an answer"):
        intend(story, case)


def test_another_exporter_does_not_answer(story: Any) -> None:
    case = recommended(story)
    intend(story, case)
    with pytest.raises(NotPermitted):
        hearing.answer_intended_refusal(case=case, answer="Mine.", by=story.people.outsider, now=story.later())


def test_marked_paragraphs_are_kept_and_not_told(client: Any, story: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: story.now)
    told = told_reasons(REASONS)
    assert told[:2] == ("The end user is a trader.", "We know of no workshop.")
    assert told[2].startswith("Further reasons are withheld")
    assert told_reasons("Plain.") == ("Plain.",)

    case = recommended(story)
    intend(story, case)
    client.force_login(story.people.exporter)
    page = unescape(client.get(f"/cases/{case.reference}/").content.decode())
    assert "We know of no workshop." in page
    assert "partner's report" not in page
    answer = client.post(f"/cases/{case.reference}/do/answer_intended_refusal/", {"answer": "It is a workshop."})
    assert answer.status_code == 302
    refuse(story, case)
    page = unescape(client.get(f"/cases/{case.reference}/").content.decode())
    assert "Further reasons are withheld" in page
    assert "partner's report" not in page
    client.force_login(story.people.officer)
    assert "partner's report" in unescape(client.get(f"/cases/{case.reference}/").content.decode())


def test_the_head_may_send_the_letter_from_the_page(client: Any, story: Any) -> None:
    case = recommended(story)
    client.force_login(story.people.head)
    page = unescape(client.get(f"/cases/{case.reference}/").content.decode())
    assert "Hear the applicant before a refusal" in page
    sent = client.post(
        f"/cases/{case.reference}/do/intend_refusal/", {"reasons": "The end user is unknown.", "grounds": [GROUND]}
    )
    assert sent.status_code == 302
    assert IntendedRefusal.objects.get(case=case).by == story.people.head


def test_the_list_of_applications_asks_for_the_answer(client: Any, story: Any, monkeypatch: Any) -> None:
    case = recommended(story)
    intend(story, case)
    client.force_login(story.people.exporter)

    monkeypatch.setattr("django.utils.timezone.now", lambda: story.now)
    page = client.get("/applications/").content.decode()
    assert "The authority intends to refuse:" in page
    assert f'href="/cases/{case.reference}/#hearing"' in page

    hearing.answer_intended_refusal(case=case, answer="No.", by=story.people.exporter, now=story.later())
    assert "The authority intends to refuse:" not in client.get("/applications/").content.decode()
