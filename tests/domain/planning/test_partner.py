"""What a state publishes names nobody; a partner plans with it so that no section is overloaded."""

import json
from fractions import Fraction

import pytest

from exeat.domain.planning import ScenarioError
from exeat.domain.planning.load import desk_days, loads
from exeat.domain.planning.partner import partner_plan
from exeat.domain.planning.roster import Acceptance, Roster
from exeat.domain.planning.windows import Wanted, check_statement, windows_statement

PRICES = [{"agency": "trade", "week": f"2027-W{week:02}", "price": 3} for week in range(9, 22)]


@pytest.fixture
def isle(office, make_offer, read):
    """The isle's windows: bo is on leave in the second week, ana alone knows the law, one offer is taken."""
    rows = office | {"offers": [make_offer("taken")], "desk_prices": PRICES}
    roster = Roster(read(rows), [Acceptance("taken", "a", 0, (("ana", 0),))])
    wanted = [Wanted("review", "Licensing review", Fraction(2), Fraction(16))]
    return windows_statement(roster, {"id": "XI", "name": "Isle"}, wanted, Fraction(30))


def test_windows_are_weekly_and_name_nobody(isle):
    text = json.dumps(isle)
    for name in ("ana", "bo", "Ana", "Bo", "taken"):
        assert f'"{name}"' not in text
    section = isle["sections"][0]
    assert section["on_request"] == ["law"]
    assert all(set(week["skills"]) == {"licensing"} for week in section["weeks"])
    by_week = {week["week"]: week for week in section["weeks"]}
    assert by_week["2027-W09"] == {
        "week": "2027-W09",
        "free_days": 5,
        "skills": {"licensing": 2},
        "late_cases_a_day": 0.1,
    }
    assert by_week["2027-W10"]["free_days"] == 2.5
    assert by_week["2027-W10"]["skills"] == {"licensing": 1}
    assert by_week["2027-W11"]["free_days"] == 3  # two days are taken
    assert isle["capabilities"] == [{"id": "review", "title": "Licensing review", "weight": 2, "gap": 16}]


def test_a_section_of_one_official_has_no_weeks_and_one_price(office, read):
    office["officials"] = office["officials"][:1]
    roster = Roster(read(office | {"desk_prices": PRICES}))
    statement = windows_statement(roster, {"id": "XI", "name": "Isle"}, [], Fraction(30))
    (section,) = statement["sections"]
    assert section["weeks"] == []
    assert section["on_request"] == ["law", "licensing"]
    assert section["late_cases_a_day"] == 0.1
    statement["capabilities"] = [{"id": "review", "title": "Review", "weight": 2, "gap": 20}]
    found = partner_plan([statement], partner_offers(course("one", "2027-04-06", "2027-04-08")))
    (load,) = found.whole
    assert load.offers[0].cost == 9  # three days, each a tenth of a case weighed at 30


def partner_offers(*offers, **changes):
    return {"partner": {"id": "league", "budget": "9000.00"}, "currency": "EUR", "offers": list(offers)} | changes


def course(name, start, end, **changes):
    return {
        "id": name,
        "title": name,
        "kind": "training",
        "sessions": [{"id": "a", "start": start, "end": end}],
        "seats": [{"skill": "licensing", "count": 1}],
        "gain": {"review": 6},
        "funding": [{"payer": "host", "own_cost": "0", "host_cost": "900.00"}],
        **changes,
    }


def test_the_partner_invites_where_there_is_room_and_not_where_there_is_none(isle):
    offers = partner_offers(
        course("fits", "2027-04-06", "2027-04-08"),
        course("too-many", "2027-03-09", "2027-03-11", seats=[{"skill": "licensing", "count": 2}]),
    )
    found = partner_plan([isle], offers)
    by_name = {one.offer: one for one in found.invitations}
    assert by_name["fits"].extended and by_name["fits"].funding == 0
    assert not by_name["too-many"].extended
    assert by_name["too-many"].load is None


def test_two_courses_in_one_week_are_not_both_extended_where_one_fills_the_week(isle):
    names = ("one", "two")
    offers = partner_offers(*(course(name, "2027-04-12", "2027-04-14") for name in names))
    extended = [one.offer for one in partner_plan([isle], offers).invitations if one.extended]
    assert len(extended) == 2  # six days of the ten, five of which are free: worth it
    dear = [course(name, "2027-04-12", "2027-04-16", gain={"review": 1}) for name in names]
    extended = [one.offer for one in partner_plan([isle], partner_offers(*dear)).invitations if one.extended]
    assert len(extended) == 1


def test_who_holds_a_skill_alone_is_invited_on_request(isle):
    offers = partner_offers(course("law", "2027-04-06", "2027-04-07", seats=[{"skill": "law", "count": 1}]))
    (one,) = partner_plan([isle], offers).invitations
    assert one.extended
    assert one.on_request == ("law",)


def test_the_budget_decides_among_states(isle):
    other = json.loads(json.dumps(isle).replace("XI", "XJ"))
    other["capabilities"][0]["weight"] = 3
    offers = partner_offers(course("one", "2027-04-06", "2027-04-08"))
    offers["partner"]["budget"] = "900.00"
    extended = [one.state for one in partner_plan([isle, other], offers).invitations if one.extended]
    assert extended == ["XJ"]


def test_the_load_meter_tells_what_an_offer_costs_against_what_it_builds(isle):
    offers = partner_offers(
        course("worth-it", "2027-04-06", "2027-04-07"),
        course("dear", "2027-05-03", "2027-05-07", gain={"review": 0}),
    )
    found = partner_plan([isle], offers)
    (load,) = found.whole
    assert (load.host, load.agency, load.days) == ("league", "XI/trade", 7)
    assert load.share == Fraction(7, isle["sections"][0]["desk_days"])
    assert [one.offer for one in load.offers if one.dear] == ["dear@XI"]
    assert [one.days for one in found.planned] == [2]


def test_a_states_own_load_is_by_host_and_agency(office, make_offer, read):
    rows = office | {"desk_prices": PRICES, "offers": [make_offer("a"), make_offer("b", gain={"review": 0})]}
    scenario = read(rows)
    (load,) = loads(scenario, scenario.offers, desk_days(scenario))
    assert (load.host, load.agency, load.days) == ("league", "trade", 4)
    assert [one.offer for one in load.offers if one.dear] == ["b"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"partner": None}, "partner: is missing"),
        ({"offers": None}, "offers: is missing"),
        ({"partner": {"name": "League"}}, "partner.id: is missing"),
    ],
)
def test_a_partners_file_that_lacks_something_is_refused_by_name(isle, change, named):
    with pytest.raises(ScenarioError, match=named):
        partner_plan([isle], partner_offers(course("one", "2027-04-06", "2027-04-08"), **change))


def test_a_state_without_windows_is_named(isle):
    offers = partner_offers(course("one", "2027-04-06", "2027-04-08", states=["XI", "XK"]))
    with pytest.raises(ScenarioError, match=r"offers\[0\]\.states: XK has published no windows"):
        partner_plan([isle], offers)
    with pytest.raises(ScenarioError, match="no state"):
        partner_plan([], offers)


def test_another_statement_than_windows_is_refused():
    with pytest.raises(ScenarioError, match=r"list\.jws: it is signed, but"):
        check_statement({"v": "R1"}, "list.jws")
    with pytest.raises(ScenarioError, match=r"isle\.jws: state: is missing"):
        check_statement({"v": "W1"}, "isle.jws")
