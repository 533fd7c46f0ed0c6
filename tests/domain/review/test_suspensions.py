"""For how long a licence is suspended, and what a review may make of it."""

from __future__ import annotations

from datetime import date

import pytest

from exeat.domain.review import Measure, fault_in_last_day, fault_in_variation

TODAY, ENDS = date(2026, 5, 4), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (date(2026, 5, 3), "has passed"),
        (date(2026, 5, 4), ""),
        (date(2026, 12, 30), ""),
        (date(2026, 12, 31), "never be used again"),
    ],
)
def test_it_ends_from_today_on_and_before_the_licence_does(until: date, said: str) -> None:
    fault = fault_in_last_day(until, today=TODAY, licence_ends=ENDS)
    assert (said in fault) if said else fault == ""


@pytest.mark.parametrize(
    ("reviewed", "until", "milder"),
    [
        (Measure("revoke_licence"), None, True),
        (Measure("revoke_licence"), date(2026, 9, 30), True),
        (Measure("suspend_licence"), None, False),
        (Measure("suspend_licence"), date(2026, 9, 30), True),
        (Measure("suspend_licence", date(2026, 9, 30)), date(2026, 9, 29), True),
        (Measure("suspend_licence", date(2026, 9, 30)), date(2026, 9, 30), False),
        (Measure("suspend_licence", date(2026, 9, 30)), None, False),
    ],
)
def test_a_review_makes_a_measure_milder_and_never_harsher(reviewed: Measure, until: date | None, milder: bool) -> None:
    assert (fault_in_variation(reviewed, until) == "") is milder
