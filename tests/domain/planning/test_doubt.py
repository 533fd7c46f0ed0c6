"""Which answers survive other numbers, what falls with one person, what a frontier shows, when prices settle."""

from dataclasses import replace
from fractions import Fraction
from itertools import islice

import pytest

from exeat.domain.planning.desks import agency_weeks, official_weeks
from exeat.domain.planning.doubt import STEP, doubt, drawn, weight_spans
from exeat.domain.planning.figures import best_roster, figures
from exeat.domain.planning.frontier import frontier
from exeat.domain.planning.illness import illnesses
from exeat.domain.planning.roster import Acceptance, Roster
from exeat.domain.planning.settle import settle
from exeat.domain.planning.value import value

CAPABILITIES = [
    {"id": "review", "state": "isle", "weight": 2, "gap": 40},
    {"id": "ports", "state": "isle", "weight": 1, "gap": 40},
]


@pytest.fixture
def rival(office, make_offer):
    """Two offers on the same days, one place each for the only one who can go; and one without a rival."""
    seats = [{"skill": "law", "count": 1}]
    near = [
        make_offer("reviewing", seats=seats, gain={"review": 4}),
        make_offer("at-ports", seats=seats, gain={"ports": 7}),
        make_offer("sure", start="2027-05-04", end="2027-05-05", gain={"review": 8}),
    ]
    hosts = [{"id": "league", "budget": "9000.00"}]
    return office | {"offers": near, "capabilities": CAPABILITIES, "hosts": hosts}


def test_weightings_keep_the_order_and_are_drawn_alike_from_the_same_seed(rival, read):
    scenario = read(rival)
    first, again, other = (list(islice(drawn(scenario, seed), 20)) for seed in (1, 1, 2))
    assert first == again != other
    for one in first:
        assert one.weights["ports"] <= Fraction(3, 2) <= one.weights["review"]
        assert set(one.gains.values()) <= {1 / STEP, Fraction(1), STEP}


def test_a_weight_of_nothing_stays_nothing_and_equal_weights_share_their_span(office, read):
    rows = [{"id": name, "state": "isle", "weight": n, "gap": 9} for name, n in (("a", 0), ("b", 2), ("c", 2))]
    spans = weight_spans(read(office | {"capabilities": rows}))
    assert spans == {"a": (0, 0), "b": (1, 3), "c": (1, 3)}


def test_the_answer_without_a_rival_survives_and_the_other_hangs_on_a_number(rival, read):
    roster = best_roster(read(rival), 10)
    found = doubt(roster, weightings=12)
    assert found.weightings == found.asked == 12
    by_offer = {one.offer: one for one in found.offers}
    assert by_offer["sure"].survives
    assert not by_offer["sure"].hinges
    shaken = by_offer["reviewing"]
    assert shaken.in_plan
    assert 0 < shaken.accepted < 12
    assert by_offer["at-ports"].accepted == 12 - shaken.accepted
    for hinge in shaken.hinges:
        turned = turned_by(read, rival, hinge)
        assert "reviewing" not in turned.accepted
    assert {(hinge.capability, hinge.offer) for hinge in shaken.hinges} >= {("review", "reviewing")}


def turned_by(read, rows, hinge):
    scenario = read(rows)
    weights = {hinge.capability: hinge.turned} if not hinge.offer else {}
    gains = {(hinge.offer, hinge.capability): hinge.turned / hinge.stands} if hinge.offer else {}
    capabilities = tuple(replace(c, weight=weights.get(c.id, c.weight)) for c in scenario.capabilities)
    offers = tuple(
        replace(o, gain=tuple((name, n * gains.get((o.id, name), 1)) for name, n in o.gain)) for o in scenario.offers
    )
    return best_roster(replace(scenario, capabilities=capabilities, offers=offers), 10)


def test_an_illness_takes_the_trips_that_nobody_else_can_make(rival, read):
    rival["offers"][2]["requires"] = ["reviewing"]
    roster = best_roster(read(rival), 10)
    assert set(roster.accepted) == {"reviewing", "sure"}
    found = {one.official: one for one in illnesses(roster, ["ana", "bo"])}
    assert set(found["ana"].falls) == {"reviewing", "sure"}
    assert found["ana"].monday.isoformat() <= "2027-03-15"
    assert set(found["ana"].still_falls) == {"reviewing", "sure"}
    assert found["ana"].lost == found["ana"].still_lost > 0
    assert found["bo"].still_lost == 0


def test_who_goes_nowhere_is_missed_by_no_offer(rival, read):
    scenario = read(rival | {"offers": rival["offers"][:1]})
    roster = Roster(scenario, [Acceptance("reviewing", "a", 0, (("ana", 0),))])
    assert illnesses(roster, ["bo"])[0].falls == ()


def test_dearer_desk_days_never_build_more(rival, read):
    rival["desk_prices"] = [{"agency": "trade", "week": f"2027-W{week:02}", "price": 4} for week in range(9, 22)]
    roster = best_roster(read(rival), 10)
    points = frontier(roster, lambda one: float(figures(one).desk_cost))
    priced = sorted((p for p in points if p.made == "price"), key=lambda p: p.with_number)
    gains = [p.figures.gain for p in priced]
    assert gains == sorted(gains, reverse=True)
    assert priced[-1].figures.accepted == 0
    plan = next(p for p in points if p.made == "plan")
    assert plan.figures.value == max(p.figures.value for p in points)
    assert {p.made for p in points} == {"plan", "price", "by_score", "by_date"}
    best = [p for p in points if p.best]
    assert [p.figures.gain for p in best] == sorted(p.figures.gain for p in best)


def test_without_prices_the_reserve_makes_the_frontier(rival, read):
    points = frontier(best_roster(read(rival), 10), lambda one: float(figures(one).days))
    assert {p.made for p in points} == {"plan", "reserve", "by_score", "by_date"}


def test_figures_are_the_terms_of_the_value(rival, read):
    rival["desk_prices"] = [{"official": "ana", "week": "2027-W11", "price": 2.5}]
    rival["offers"][0]["funding"] = [{"payer": "own", "own_cost": "100.00", "host_cost": "0"}]
    scenario = read(rival)
    roster = Roster(scenario, [Acceptance("reviewing", "a", 0, (("ana", 0),))])
    found = figures(roster)
    assert (found.accepted, found.units, found.days, found.desk_cost, found.own_cost) == (1, 4, 2, 5, 100)
    unfair, money = 2, Fraction(1, 10)
    assert found.value == value(scenario, roster.accepted.values()) == found.gain - found.desk_cost - unfair - money


def test_a_desk_is_short_only_in_the_weeks_that_a_trip_takes_from(rival, read):
    scenario = read(rival | {"agencies": [rival["agencies"][0] | {"reserve": 0.9}]})
    roster = Roster(scenario, [Acceptance("reviewing", "a", 0, (("ana", 0),))])
    weeks = agency_weeks(roster, scenario.agencies[0])
    assert [week.short for week in weeks if week.short] == [1]
    assert weeks[2].at_desk == 8
    assert weeks[1].available == 5  # the other one's leave
    assert weeks[1].free == Fraction(1, 2)
    ana, bo = official_weeks(roster, "ana"), official_weeks(roster, "bo")
    assert ana[2].away == {"reviewing": 2}
    assert bo[1].leave == 5


def settled(read, rival, price, first):
    scenario = read(rival)

    def priced(amount):
        rows = [{"agency": "trade", "week": "2027-W11", "price": amount}]
        return read(rival | {"desk_prices": rows})

    return scenario, settle(
        first,
        lambda amount: best_roster(priced(amount), 10),
        price,
        lambda roster, amount: Roster(priced(amount), roster.accepted.values()),
    )


def test_prices_settle_where_the_plan_that_they_bring_about_is_the_plan(rival, read):
    _, found = settled(read, rival, lambda roster: 1 if "reviewing" in roster.accepted else 0, 0)
    assert found.outcome == "settled"
    assert len(found.rounds) == 2
    assert found.prices == 1


def test_prices_that_go_round_are_told_and_the_better_plan_is_kept(rival, read):
    _, found = settled(
        read, rival, lambda roster: 0 if "sure" in roster.accepted and len(roster.accepted) == 1 else 90, 0
    )
    assert found.outcome == "cycle"
    chosen = found.rounds[found.chosen]
    assert chosen.own_value == max(one.own_value for one in found.rounds)


def test_no_plan_has_no_prices(rival, read):
    rival["offers"][0]["must"] = rival["offers"][1]["must"] = True
    assert settled(read, rival, lambda roster: 0, 0)[1] is None
