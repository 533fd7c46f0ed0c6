"""When a question that was answered comes again."""

from __future__ import annotations

from typing import Any

import pytest

from exeat.domain.review import Application
from exeat.domain.review.opinions import about_recipients, same_question


def question(
    description: str = "Thermal camera, uncooled", name: str = "Calm Shores", country: str = "AE"
) -> Application:
    parties = [{"role": "end_user", "name": name, "country": country}] if name else []
    return Application.draft_from_json({"items": [{"line": 1, "description": description}], "parties": parties})


def exactly(one: str, other: str) -> float:
    return 1.0 if one.casefold() == other.casefold() else 0.0


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ({}, True),
        ({"name": "CALM SHORES"}, True),
        ({"description": "uncooled thermal camera"}, True),
        ({"description": "Gas centrifuge, used"}, False),
        ({"name": "Rough Shores"}, False),
        ({"country": "OM"}, False),
        ({"name": ""}, False),
    ],
)
def test_it_is_the_same_question_for_the_same_goods_and_the_same_recipient(asked: dict[str, Any], same: bool) -> None:
    assert same_question(question(**asked), question(), exactly, 0.9) is same


def test_a_question_about_goods_alone_is_answered_for_goods_alone() -> None:
    assert same_question(question(name=""), question(name=""), exactly, 0.9)


def test_an_answer_on_a_recipient_bears_on_other_goods_for_it() -> None:
    assert about_recipients(question("A pump"), question(), exactly, 0.9)
    assert not about_recipients(question("A pump", name="Somebody"), question(), exactly, 0.9)
