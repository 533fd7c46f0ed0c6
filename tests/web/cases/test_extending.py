"""The head extends the authority's time: within the policy, and told to the applicant with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from exeat.web.audit.verify import verify
from exeat.web.cases.services import deciding
from exeat.web.cases.standing import clock_of, standing_of
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.mail.models import Message
from exeat.web.policy import policy


def extend(story: Any, case: Any, days: int = 5, reason: str = "A laboratory measures it.") -> None:
    deciding.extend_clock(case=case, days=days, reason=reason, by=story.people.head, now=story.later())


def test_the_applicant_is_told_and_reads_why(story: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    case = story.under_review()
    before = clock_of(case, story.now)
    extend(story, case)
    after = clock_of(case, story.now)
    assert (after.limit, after.due) == (before.limit + 5, policy().calendar.add(before.due, 5))
    case.refresh_from_db()
    assert case.due == after.due, "the desk orders by it"
    letters = Message.objects.filter(subject=f"{case}: more time for the decision")
    assert [letter.to for letter in letters] == [story.people.exporter.email]
    monkeypatch.setattr("django.utils.timezone.now", lambda: story.now)
    client.force_login(story.people.exporter)
    shown = client.get(f"/cases/{case.reference}/").content.decode()
    assert "5 working days more, by Strategic Goods Regulations, regulation 11(5)" in shown
    assert "A laboratory measures it." in shown
    assert verify().faults == ()


@pytest.mark.parametrize(("days", "reason", "field"), [(0, "so", "days"), (16, "so", "days"), (5, " ", "reason")])
def test_nothing_beyond_the_policy_and_nothing_unexplained(story: Any, days: int, reason: str, field: str) -> None:
    case = story.under_review()
    with pytest.raises(Invalid) as refusal:
        extend(story, case, days, reason)
    assert set(refusal.value.errors) == {field}
    assert standing_of(case, story.now).extended == 0


def test_a_policy_without_an_extension_allows_none(story: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    case = story.under_review()
    rules = replace(policy(), clocks=replace(policy().clocks, extension=None))
    monkeypatch.setattr("exeat.web.cases.services._step.policy", lambda: rules)
    with pytest.raises(NotPermitted, match="knows no extension"):
        extend(story, case)


def test_the_head_finds_it_on_the_page_and_nobody_else(
    story: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = story.under_review()
    monkeypatch.setattr("django.utils.timezone.now", lambda: story.now)
    path = f"/cases/{case.reference}/"
    for user, offered in ((story.people.head, True), (story.people.officer, False), (story.people.exporter, False)):
        client.force_login(user)
        assert ("/do/extend_clock/" in client.get(path).content.decode()) is offered
    client.force_login(story.people.head)
    sent = {"days": "3", "reason": "The laboratory is closed."}
    assert client.post(f"{path}do/extend_clock/", sent).status_code == 302
    assert standing_of(case, story.now).extended == 3
