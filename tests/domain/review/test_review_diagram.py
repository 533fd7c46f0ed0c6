"""docs/review.md shows the table of steps as it is."""

from pathlib import Path

import pytest

from exeat.domain.review.diagram import drawn, written_into

PAGE = Path(__file__).parents[3] / "docs" / "review.md"


def test_the_page_is_drawn_from_the_table_of_today() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert written_into(page) == page, "run `python -m exeat.domain.review.diagram`"


def test_a_page_without_a_place_for_a_part_is_refused() -> None:
    with pytest.raises(ValueError, match="a case"):
        written_into("nothing here")


def test_a_state_that_nothing_leaves_is_an_end() -> None:
    assert "surrendered --> [*]" in drawn()["a licence"]
    assert "exhausted --> [*]" not in drawn()["a licence"]
