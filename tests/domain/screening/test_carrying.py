"""When an officer's finding about two parties still answers the question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exeat.domain.screening import Identifier, ListedParty, Party
from exeat.domain.screening.carrying import Change, Screened, changes

PARTY = Party("Tamsin Orrery", "person", countries=("mt",))
LISTED = ListedParty("H-7", "home", "person", ("ORRERY, Tamsin", "Tamsine Orrery"), born=("1960",), programmes=("ONE",))
WHY = {"words": [{"asked": "tamsin", "listed": "tamsin", "kind": "same", "cost": 0.0}]}
DEARER = {"words": [{"asked": "tamsin", "listed": "tamsin", "kind": "same", "cost": 0.1}]}
OTHER = {"words": [{"asked": "tamsin", "listed": "tamsine", "kind": "slip", "cost": 0.1}]}
BEFORE = Screened(PARTY, LISTED, "3", WHY)


@pytest.mark.parametrize(
    "after",
    [
        BEFORE,
        replace(BEFORE, listed=replace(LISTED, programmes=("TWO",))),
        replace(BEFORE, listed=replace(LISTED, names=("Tamsine Orrery", "ORRERY, Tamsin"))),
        replace(BEFORE, engine_version="4", why=DEARER),
    ],
    ids=["the same", "another programme", "names in another order", "an engine that weighs the same words otherwise"],
)
def test_nothing_that_a_match_depends_on_has_changed(after: Screened) -> None:
    assert changes(BEFORE, after) == ()


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (replace(BEFORE, party=replace(PARTY, name="Tamsin Orery")), ("the party's name", PARTY.name, "Tamsin Orery")),
        (replace(BEFORE, party=replace(PARTY, type="unknown")), ("the party's type", "person", "unknown")),
        (replace(BEFORE, party=replace(PARTY, countries=())), ("the party's countries", "mt", "")),
        (replace(BEFORE, listed=replace(LISTED, born=("1961",))), ("the entry's birth dates", "1960", "1961")),
        (replace(BEFORE, listed=replace(LISTED, weak_names=("T.",))), ("the entry's weak aliases", "", "T.")),
        (
            replace(BEFORE, listed=replace(LISTED, identifiers=(Identifier("passport", "X1"),))),
            ("the entry's numbers", "", "passport X1"),
        ),
        (replace(BEFORE, engine_version="4", why=OTHER), ("the engine", "3", "4")),
        (replace(BEFORE, engine_version="4", why={}), ("the engine", "3", "4")),
    ],
)
def test_what_has_changed_is_said(after: Screened, expected: tuple[str, str, str]) -> None:
    assert changes(BEFORE, after) == (Change(*expected),)
