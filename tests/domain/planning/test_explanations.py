"""The reasons that a plan gives are true: what it says would turn an answer does turn it."""

import pytest

from exeat.domain.planning import plan

FULL = [{"payer": "own", "own_cost": "900.00", "host_cost": "0"}]


@pytest.fixture
def two_for_one_budget(office, make_offer):
    office["offers"] = [
        make_offer("x", gain={"review": 8}, funding=FULL),
        make_offer("y", "2027-04-13", "2027-04-14", funding=FULL),
    ]
    return office


def test_a_declined_offer_names_the_rule_that_binds(two_for_one_budget, read):
    declined = plan(read(two_for_one_budget)).decisions[1]
    assert declined.acceptance is None
    assert declined.reasons.because == (
        "session a: it costs 900.00, and 100.00 is left of trade's travel budget of 1000.00",
    )


def test_an_accepted_offer_is_worth_what_the_plan_would_lose(two_for_one_budget, read):
    accepted = plan(read(two_for_one_budget)).decisions[0]
    assert accepted.reasons.worth == pytest.approx(8 * 20 - 2 - 0.9)
    assert "without it there would be room for y" in accepted.reasons.because


def test_a_change_that_is_named_turns_the_answer(two_for_one_budget, read):
    declined = plan(read(two_for_one_budget)).decisions[1]
    assert "accepted if the host pays all" in declined.reasons.would_change
    two_for_one_budget["offers"][1]["funding"] = [{"payer": "host", "own_cost": "0", "host_cost": "900.00"}]
    assert plan(read(two_for_one_budget)).decisions[1].acceptance is not None


def test_another_date_is_named_where_it_helps_and_only_there(office, make_offer, read):
    office["offers"] = [make_offer("x", gain={"review": 8}), make_offer("y", "2027-03-18", "2027-03-19")]
    declined = plan(read(office)).decisions[1]
    assert "accepted if held 2 weeks later" in declined.reasons.would_change
    assert "accepted if held 1 week later" not in declined.reasons.would_change
    for start, end, turned in (("2027-04-01", "2027-04-01", True), ("2027-03-25", "2027-03-26", False)):
        office["offers"][1]["sessions"] = [{"id": "a", "start": start, "end": end}]
        assert (plan(read(office)).decisions[1].acceptance is not None) is turned


def test_an_offer_that_costs_more_than_it_builds_says_so(office, make_offer, read):
    office["offers"] = [make_offer("x", "2027-03-08", "2027-03-12", gain={"review": 1})]
    declined = plan(read(office)).decisions[0]
    assert declined.reasons.worth == 20 - 12 * 2.5 - 5
    assert declined.reasons.because[0].startswith("it takes more from the desks than it builds: -15.0")
