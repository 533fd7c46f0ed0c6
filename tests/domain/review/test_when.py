from decimal import Decimal

import pytest

from exeat.domain.review import ReferralFacts, ReferralItem, When
from exeat.domain.review.policy.when import covers

CASE = ReferralFacts(
    items=(
        ReferralItem("6A003.b.4", ("Wassenaar Arrangement",), Decimal(100), "goods"),
        ReferralItem("2D201", ("Nuclear Suppliers Group",), Decimal(900), "software"),
    ),
    destination="AE",
    countries=("AE", "OM"),
    end_user_kinds=("university",),
    military=True,
    wmd=False,
    total_value=Decimal(1000),
    kind="export",
    roles=("broker", "end_user"),
)


@pytest.mark.parametrize(
    ("pattern", "entry", "covered"),
    [
        ("6A003", "6A003", True),
        ("6A003", "6A003.b.4.b", True),
        ("6a003", "6A003.b", True),
        ("6A003", "6A0031", False),
        ("3A001.a.1", "3A001.a.10", False),
        ("3A001.a.1", "3A001.a.1.b", True),
        ("6A003.b", "6A003", False),
        ("0*", "0A001.f", True),
        ("0*", "3A001", False),
        ("?A2*", "2A225", True),
        ("5?002", "5D002.c.1", True),
        ("*", "ML10.a", True),
        ("*", "", False),
    ],
)
def test_a_code_covers_what_is_under_it(pattern: str, entry: str, covered: bool) -> None:
    assert covers(pattern, entry) is covered


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        (When(), True),
        (When(entry=("6A003",)), True),
        (When(entry=("1*", "6A003")), True),
        (When(entry=("1*",)), False),
        (When(regime=("Nuclear Suppliers Group",)), True),
        (When(regime=("Australia Group",)), False),
        (When(nature=("technology",)), False),
        (When(nature=("software",), entry=("2D*",)), True),
        (When(nature=("software",), entry=("6A*",)), False),  # never one and the same item
        (When(value_at_least=Decimal(900)), True),
        (When(value_at_least=Decimal("900.01")), False),
        (When(value_at_least=Decimal(900), entry=("6A*",)), False),
        (When(total_value_at_least=Decimal(1000)), True),
        (When(total_value_at_least=Decimal("1000.01")), False),
        (When(destination=("AE", "QA")), True),
        (When(destination=("OM",)), False),
        (When(destination_not=("AE",)), False),
        (When(destination_not=("OM",)), True),
        (When(country=("OM",)), True),
        (When(country=("KP",)), False),
        (When(end_user_kind=("university", "armed_forces")), True),
        (When(end_user_kind=("armed_forces",)), False),
        (When(kind=("transit",)), False),
        (When(role=("broker",)), True),
        (When(role=("carrier",)), False),
        (When(military=True), True),
        (When(military=False), False),
        (When(wmd=False), True),
        (When(wmd=True), False),
        (When(military=True, destination=("OM",)), False),
    ],
)
def test_every_stated_test_must_hold(when: When, holds: bool) -> None:
    assert when.holds(CASE) is holds


def test_a_rule_is_about_the_items_that_meet_it_in_a_case_that_does() -> None:
    assert When().items(CASE) == (0, 1)
    assert When(nature=("goods",)).items(CASE) == (0,)
    assert When(nature=("goods",), destination=("OM",)).items(CASE) == ()
