"""Cases as they happen, through the API with the clock fixed, ending where a licensing director says they should."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

STORIES = [
    pytest.param(story, id=f"{path.stem}: {story['title']}")
    for path in sorted((Path(__file__).parent / "stories").glob("*.toml"))
    for story in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]
]


@pytest.mark.parametrize("scenario", STORIES)
def test_a_case_ends_where_it_should(scenario: Any, play: Any) -> None:
    play.application |= scenario.get("application", {})
    for step in scenario["step"]:
        play.step(step)
