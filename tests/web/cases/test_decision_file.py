"""The decision file tells what the decision rests on."""

from __future__ import annotations

from datetime import timedelta

from exeat.adapters.pdf_reader import read_pdf
from exeat.web.cases.documents import read
from exeat.web.cases.services import deciding


def test_an_override_is_printed_with_its_reason_and_the_file_is_not_for_the_applicant(story):
    case = story.recommended()
    deciding.record_override(
        case=case,
        steps=["countersign", "decide"],
        reason="the colleague is ill",
        expires=story.now + timedelta(days=2),
        by=story.people.head,
        now=story.later(),
    )
    deciding.countersign(case=case, by=story.people.head, now=story.later())
    deciding.decide(case=case, outcome="grant", reasons="sound", by=story.people.head, now=story.later())

    file = case.documents.get(kind="decision_file")
    text = " ".join(read_pdf(read(file)).pages)
    assert file.internal
    assert "the colleague is ill" in text
    assert "Recommended by Officer" in text
    assert "3X001.a" in text
