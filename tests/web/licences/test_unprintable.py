"""A licence or letter that cannot be printed: the step is refused with a sentence, and nothing has changed."""

from __future__ import annotations

from typing import Any

import pytest

from exeat.web.cases.services import deciding, reviewing
from exeat.web.errors import Invalid
from exeat.web.licences.models import Licence

NO_FONT = "\U000ec0cd"  # of a plane in which no script is


def test_a_name_that_no_font_can_print_keeps_the_case_undecided(story: Any) -> None:
    party = {**story.application["parties"][0], "name": f"Calm {NO_FONT} Shores"}
    case = story.recommended(parties=[party])
    deciding.countersign(case=case, by=story.people.colleague, now=story.later())

    with pytest.raises(Invalid, match="the licence cannot be printed: "):
        deciding.decide(case=case, outcome="grant", reasons="sound", by=story.people.head, now=story.later())

    case.refresh_from_db()
    assert case.state == "countersigned"
    assert not Licence.objects.exists()


def test_a_question_that_no_font_can_print_is_not_asked(story: Any) -> None:
    case = story.under_review()

    with pytest.raises(Invalid, match="the letter cannot be printed: "):
        reviewing.request_information(
            case=case, question=f"What is {NO_FONT}?", by=story.people.officer, now=story.later()
        )

    assert not case.requests.exists()
