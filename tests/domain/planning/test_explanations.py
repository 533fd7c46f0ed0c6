"""The reasons that a plan gives are true: what it says would turn an answer does turn it."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exeat.domain.planning import explain, plan, solve
from exeat.domain.planning.roster import Roster
from exeat.domain.planning.turning import variants

DAYS = [f"2027-{month}-{day:02}" for month in ("03", "04") for day in (2, 9, 16, 24)]
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


def test_another_official_who_could_go_is_named_where_that_turns_the_answer(office, make_offer, read):
    office["offers"] = [make_offer("x", seats=[{"skill": "law", "count": 1}, {"skill": "tax", "count": 1}])]
    office["rules"]["critical_skills"] = []
    made = plan(read(office))
    assert made.decisions[0].reasons.would_change == ("accepted if bo could fill a place for tax",)


def test_a_change_that_needs_others_to_give_way_is_found(office, make_offer, read):
    """On x's dates both could go if y moved to its other date: not beside the plan, but near to it."""
    office["hosts"] = [{"id": "league", "budget": "900.00"}, {"id": "club", "max_sessions": 1}]
    twice = [{"id": s, "start": day, "end": day} for s, day in (("a", "2027-03-16"), ("b", "2027-04-13"))]
    office["offers"] = [
        make_offer("x", gain={"review": 1}, funding=[{"payer": "own", "own_cost": "1200.00", "host_cost": "0"}]),
        make_offer("y", sessions=twice, seats=[{"skill": "licensing", "count": 1}], host="club"),
    ]
    declined = plan(read(office)).decisions[0]
    assert declined.acceptance is None
    assert "accepted if it is paid from outside both budgets" in declined.reasons.would_change


@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_best_plan_accepts_an_offer_changed_as_is_said(office, make_offer, read, data):
    rows = data.draw(
        st.lists(st.tuples(st.sampled_from(DAYS), st.integers(1, 9), st.booleans()), min_size=2, max_size=5)
    )
    office["offers"] = [
        make_offer(
            f"f{n}",
            day,
            day,
            gain={"review": gain},
            seats=[{"skill": "law" if law else "licensing", "count": 1}],
            funding=FULL if law else [{"payer": "host", "own_cost": "0", "host_cost": "1600.00"}],
        )
        for n, (day, gain, law) in enumerate(rows)
    ]
    scenario = read(office)
    made = plan(scenario)
    roster = Roster(scenario, [one.acceptance for one in made.decisions if one.acceptance])
    for offer, decision in zip(scenario.offers, made.decisions, strict=True):
        for change in variants(roster, offer) if decision.acceptance is None else ():
            if f"accepted if {change.text}" in decision.reasons.would_change and change.tagged is None:
                changed = scenario.with_offer(change.offer)
                assert offer.id in solve(changed).roster.accepted


def test_one_offer_is_explained_alone_as_in_the_plan(two_for_one_budget, read):
    scenario = read(two_for_one_budget)
    made = plan(scenario)
    assert [explain(made, scenario, name) for name in "xy"] == [one.reasons for one in made.decisions]
    with pytest.raises(ValueError, match="this scenario"):
        explain(dataclasses.replace(made, scenario_sha256=""), scenario, "x")
