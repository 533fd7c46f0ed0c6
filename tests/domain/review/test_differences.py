"""What a change of a licence changes, field by field, and what each change may touch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from exeat.domain.review import Application, Change, changed_parts, default_policy_folder, differences, load_policy
from exeat.domain.review.differences import beyond

BEFORE = Application.draft_from_json(
    {
        "kind": "export",
        "exporter": {"name": "Harbour Optics", "country": "XA", "registration": "E-42"},
        "items": [
            {"line": 1, "description": "Laser", "quantity": "4", "unit": "item", "value": "100", "currency": "USD"},
            {"line": 2, "description": "Lens", "quantity": "9", "unit": "item", "value": "50", "currency": "USD"},
        ],
        "parties": [{"role": "end_user", "name": "Coast University", "address": "1 Road", "country": "AE"}],
        "end_use": {"statement": "Teaching"},
        "route": ["OM"],
    }
)
POLICY = load_policy(default_policy_folder())


def changed(**parts: Any) -> Application:
    return replace(BEFORE, **parts)


def test_the_same_application_has_no_difference() -> None:
    assert differences(BEFORE, BEFORE) == ()
    assert changed_parts(BEFORE, BEFORE) == ()


def test_an_amount_written_otherwise_is_the_same_amount() -> None:
    first, second = BEFORE.items
    assert differences(BEFORE, changed(items=(replace(first, quantity=Decimal("4.000")), second))) == ()


@pytest.mark.parametrize(
    ("after", "part", "before", "now"),
    [
        ({"route": ("KE",)}, "route", "OM", "KE"),
        ({"items": (replace(BEFORE.items[0], quantity=Decimal(6)), BEFORE.items[1])}, "amounts", "4", "6"),
        ({"items": BEFORE.items[1:]}, "goods", "line 1: Laser", ""),
        (
            {"parties": (replace(BEFORE.parties[0], name="Coast College"),)},
            "parties",
            "Coast University",
            "Coast College",
        ),
        ({"end_use": replace(BEFORE.end_use, military=True)}, "end_use", "no", "yes"),
    ],
    ids=["route", "quantity", "a line that goes", "a party under another name", "military use"],
)
def test_a_difference_says_what_was_and_what_is_to_be(after: dict[str, Any], part: str, before: str, now: str) -> None:
    [found] = differences(BEFORE, changed(**after))
    assert (found.part, found.before, found.after) == (part, before, now)


def test_a_party_in_another_country_changes_the_destination_too() -> None:
    moved = changed(parties=(replace(BEFORE.parties[0], country="XB"),))
    assert changed_parts(BEFORE, moved) == ("countries", "destination", "parties")


@pytest.mark.parametrize(
    ("how", "after", "paths"),
    [
        ("amend", {"route": ("KE",)}, []),
        ("extend", {"change": Change("extend", "L", "2027-06-30")}, []),
        ("extend", {"change": Change("extend", "L", "2027-09-30")}, ["change.valid_until"]),
        ("extend", {"change": Change("extend", "L", "2026-12-30")}, ["change.valid_until"]),
        ("extend", {"change": Change("extend", "L", "soon")}, ["change.valid_until"]),
        ("extend", {"route": ("KE",), "change": Change("extend", "L", "2027-06-30")}, ["route"]),
        ("replace", {"end_use": replace(BEFORE.end_use, statement="Research")}, ["end_use.statement"]),
        ("transfer", {}, ["change.to"]),
        ("transfer", {"change": Change("transfer", "L", to="E-7")}, []),
    ],
)
def test_a_change_touches_what_it_may_touch_and_nothing_else(how: str, after: dict[str, Any], paths: list[str]) -> None:
    found = list(beyond(POLICY.changes[how], BEFORE, changed(**after), date(2026, 12, 31)))
    assert [path for path, _ in found] == paths
