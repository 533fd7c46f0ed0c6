"""Enumerators: which follows which, and what their sequence tells of a flat text's outline."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.controls.readers.outline import Outline, following, letters, out_of_sequence, roman
from exeat.domain.controls.records import Provision


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ("a", {"b"}),
        ("h", {"i"}),
        ("i", {"j", "ii"}),
        ("z", {"aa"}),
        ("aa", {"bb"}),
        ("9", {"10"}),
        ("xxvii", {"xxviii"}),
        ("A", {"B"}),
        ("I", {"J", "II"}),
    ],
)
def test_what_may_follow(step: str, after: set[str]) -> None:
    assert following(step) == after


@given(st.integers(1, 78))
def test_numerals_and_letters_follow_one_another(number: int) -> None:
    assert roman(number + 1) in following(roman(number))
    assert letters(number + 1) in following(letters(number))


@pytest.mark.parametrize(
    ("printed", "paths"),
    [
        ("(a) (b) (1) (2) (i) (ii) (3) (c)", "a b b.1 b.2 b.2.i b.2.ii b.3 c"),
        ("(g) (h): (i) (ii)", "- - i ii"),
        ("(a) (1)", "a a.1"),
        ("(b)", "-"),
        ("(a): (1): (i): (A) (B) (2)", "a a.1 a.1.i a.1.i.A a.1.i.B a.2"),
    ],
)
def test_the_sequence_tells_the_depth(printed: str, paths: str) -> None:
    outline, opened, found = Outline(), False, []
    for token in printed.split():
        steps = outline.place("(", token.strip("():"), opened)
        found.append(".".join(steps) if steps else "-")
        opened = token.endswith(":")
    assert found == paths.split()


def test_after_a_letter_without_a_colon_the_next_letter_follows() -> None:
    outline = Outline()
    for step in "abcdefgh":
        outline.place("(", step, opened=False)
    assert outline.place("(", "1", opened=False) == ["h", "1"]
    assert outline.place("(", "i", opened=False) == ["i"]
    assert outline.place("(", "1", opened=True) == ["i", "1"]
    assert outline.place("(", "i", opened=True) == ["i", "1", "i"]


def _records(paths: Sequence[str]) -> list[Provision]:
    held: set[str] = set()
    records = []
    for order, path in enumerate(paths):
        above = path.rpartition(".")[0]
        while above not in held and above:
            above = above.rpartition(".")[0]
        records.append(Provision(path, "provision", "", "words", above or None, order))
        held.add(path)
    return records


@pytest.mark.parametrize(
    ("paths", "odd"),
    [
        (["X", "X.a", "X.a.1", "X.a.2", "X.b"], []),
        (["X", "X.a", "X.c"], ["X.c"]),
        (["X", "X.b"], ["X.b"]),
        (["X", "X.a", "X.a.2"], ["X.a.2"]),
        (["X", "X.c.1", "X.c.2", "X.d"], ["X.c.1"]),
        (["X", "X.a", "X.b.1", "X.b.2"], []),
    ],
)
def test_a_gap_in_the_sequence_is_named(paths: list[str], odd: list[str]) -> None:
    assert out_of_sequence(_records(paths)) == odd


def test_a_gap_after_reserved_paragraphs_is_the_publishers() -> None:
    first, last = _records(["X.a", "X.d"])
    reserved = Provision("X.b", "provision", "(b)-(c)", "[Reserved]", None, 1)
    assert out_of_sequence([first, reserved, last]) == []
