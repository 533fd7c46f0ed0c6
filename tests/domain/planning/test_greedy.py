"""Plans without a solver: whoever can fill the seats of an offer is found."""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exeat.domain.planning.greedy import ways_to_accept
from exeat.domain.planning.roster import Roster

SKILLS = st.sampled_from(["law", "licensing", "forensics"])


@pytest.fixture
def staffed(office, make_offer, read):
    """What the ranking finds for one offer that wants these skills, of officials who hold these."""

    def ways(held, wanted):
        officials = [{"id": f"o{n}", "agency": "trade", "skills": sorted(one)} for n, one in enumerate(held)]
        seats = [{"skill": skill, "count": 1} for skill in wanted]
        rules = office["rules"] | {"critical_skills": []}
        rows = office | {"officials": officials, "offers": [make_offer("one", seats=seats)], "rules": rules}
        scenario = read(rows)
        return list(ways_to_accept(Roster(scenario), scenario.offers[0]))

    return ways


def test_whoever_was_placed_before_changes_to_the_seat_that_nobody_else_can_fill(staffed):
    (way,) = staffed([{"law", "licensing"}, {"licensing"}], ["licensing", "law"])
    assert way.attendees == (("o1", 0), ("o0", 1))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sets(SKILLS, min_size=1), min_size=1, max_size=5), st.lists(SKILLS, min_size=1, max_size=4))
def test_people_are_found_exactly_where_there_are_enough(staffed, held, wanted):
    possible = any(
        all(skill in skills for skill, skills in zip(wanted, order, strict=True))
        for order in permutations(held, len(wanted))
    )
    assert bool(staffed(held, wanted)) == possible
