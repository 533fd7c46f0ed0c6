"""Each rule of a feasible plan, broken once; and a plan's value, counted by hand."""

from fractions import Fraction

import pytest

from exeat.domain.planning import Acceptance, value, violations

ANA, BO = ("ana", 0), ("bo", 0)


def accept(name, *attendees, session="a", funding=0):
    return Acceptance(name, session, funding, attendees)


@pytest.mark.parametrize(
    ("offers", "accepted", "rule"),
    [
        ([{}], [accept("x")], 1),
        ([{}], [accept("x", ANA, ANA)], 1),
        ([{"seats": [{"skill": "law", "count": 1}]}], [accept("x", BO)], 1),
        ([{"start": "2027-03-08", "end": "2027-03-09"}], [accept("x", BO)], 1),
        ([{}, {"start": "2027-03-17", "end": "2027-03-18", "host": "club"}], [accept("x", ANA), accept("y", ANA)], 2),
        ([{"end": "2027-03-26"}], [accept("x", ANA)], 3),
        ([{"seats": [{"skill": "licensing", "count": 2}]}], [accept("x", ANA, BO)], 4),
        ([{"funding": [{"payer": "own", "own_cost": "1000.01", "host_cost": "0"}]}], [accept("x", ANA)], 5),
        ([{"funding": [{"payer": "host", "own_cost": "0", "host_cost": "3000.01"}]}], [accept("x", ANA)], 5),
        ([{}, {"start": "2027-03-23", "end": "2027-03-23"}], [accept("x", ANA), accept("y", ANA)], 5),
        ([{}, {"start": "2027-04-13", "end": "2027-04-13", "requires": ["x"]}], [accept("y", ANA)], 6),
        (
            [{}, {"start": "2027-03-01", "end": "2027-03-01", "requires": ["x"]}],
            [accept("x", ANA), accept("y", ANA)],
            6,
        ),
        ([{"excludes": ["y"]}, {"start": "2027-04-13", "end": "2027-04-13"}], [accept("x", ANA), accept("y", ANA)], 6),
        ([{"must": True}], [], 6),
        ([{"start": "2027-05-28", "end": "2027-05-31"}], [accept("x", ANA)], 7),
    ],
)
def test_a_broken_rule_is_found_by_its_number(office, make_offer, read, offers, accepted, rule):
    office["hosts"].append({"id": "club"})
    office["offers"] = [make_offer(name, **changes) for name, changes in zip("xy", offers, strict=False)]
    assert {found.rule for found in violations(read(office), accepted)} == {rule}


def test_rest_is_worked_but_holds_the_official_at_home(office, make_offer, read):
    office["hosts"].append({"id": "club"})
    office["offers"] = [
        make_offer("x", sessions=[{"id": "a", "start": "2027-03-16", "end": "2027-03-17", "rest_days": 1}]),
        make_offer("y", "2027-03-18", "2027-03-18", host="club"),
        make_offer("z", "2027-03-19", "2027-03-19", host="club", excludes=["y"]),
    ]
    scenario = read(office)
    assert [found.rule for found in violations(scenario, [accept("x", ANA), accept("y", ANA)])] == [2]
    assert violations(scenario, [accept("x", ANA), accept("z", ANA)]) == []


def test_the_value_is_the_gain_less_what_it_takes(office, make_offer, read):
    office["desk_prices"] = [{"agency": "trade", "week": "2027-W11", "price": 2}]
    office["offers"] = [
        make_offer(
            "x",
            "2027-03-15",
            "2027-03-19",
            gain={"review": 12},
            preparation_days=1,
            funding=[{"payer": "own", "own_cost": "800.00", "host_cost": "0", "ask": True}],
            sessions=[{"id": "a", "start": "2027-03-15", "end": "2027-03-19", "ask_to_move": True}],
        )
    ]
    # 10 units at 20, 2 at 10. Week 10: 5 days without Bo, half must stay, 1 lost. Week 11: 10 days, 5 lost at a price.
    expected = 10 * 20 + 2 * 10 - 5 * 2 - 5 - 6 - 4 - Fraction("0.8")
    assert value(read(office), [accept("x", ANA)]) == expected


def test_a_desk_below_its_reserve_costs_the_days_that_are_missing(office, make_offer, read):
    office["offers"] = [make_offer("x", "2027-03-08", "2027-03-11")]
    # Four of five days lost with Bo on leave, where half must stay: one and a half days short.
    assert value(read(office), [accept("x", ANA)]) == 4 * 20 - Fraction("1.5") * 12 - 4


def test_units_beyond_the_gap_count_nothing(office, make_offer, read):
    office["offers"] = [make_offer("x", gain={"review": 50})]
    assert value(read(office), [accept("x", ANA)]) == 10 * 20 + 10 * 10 - 2
