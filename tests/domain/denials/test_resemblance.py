"""When a transaction resembles a denied one, and when the two are essentially identical."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exeat.domain.denials import Transaction, compare

DENIED = Transaction(("Brindle Works", "Tam Orrery"), ("6A003.b.4",), "AE", "smoke detection in warehouses")
LEAST = 0.6


def alike(one: str, other: str) -> float:
    return 0.9 if one.casefold() == other.casefold() else 0.1


@pytest.mark.parametrize(
    ("proposed", "identical"),
    [
        (DENIED, True),
        (replace(DENIED, entries=("6A003",)), True),
        (replace(DENIED, entries=("6A003.a",)), True),
        (replace(DENIED, destination="QA"), True),
        (replace(DENIED, parties=("BRINDLE WORKS", "Another")), True),
        (replace(DENIED, entries=("6A002",)), False),
        (replace(DENIED, parties=("Another",)), False),
    ],
    ids=["the same", "the entry", "another paragraph", "another country", "one party", "other items", "other parties"],
)
def test_the_same_items_to_the_same_party_are_essentially_identical(proposed: Transaction, identical: bool) -> None:
    found = compare(proposed, DENIED, alike, LEAST)
    assert found is not None
    assert found.identical is identical


@pytest.mark.parametrize(
    "proposed",
    [
        Transaction(("Another",), ("6A002",), "AE", "smoke detection in warehouses"),
        Transaction(("Another",), ("6A003",), "QA"),
        Transaction((), (), "AE"),
    ],
    ids=["only the country and the end use", "only the items", "nothing"],
)
def test_nobody_need_look_where_neither_party_nor_items_in_one_country_agree(proposed: Transaction) -> None:
    assert compare(proposed, DENIED, alike, LEAST) is None


def test_it_is_said_what_agrees() -> None:
    proposed = Transaction(("brindle works", "Another"), ("6A003.a", "1C010"), "AE", "Smoke detection for homes")
    found = compare(proposed, DENIED, alike, LEAST)
    assert found is not None
    assert found.parties == (("brindle works", "Brindle Works", 0.9),)
    assert found.entries == (("6A003.a", "6A003.b.4"),)
    assert (found.same_destination, found.words) == (True, ("detection", "smoke"))
