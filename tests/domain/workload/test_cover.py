"""What one official holds alone, and where a second would help most."""

from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.workload import Held, held_alone, second_holders

SKILLS = {"ana": frozenset({"licensing", "law"}), "ben": frozenset({"licensing"}), "cal": frozenset({"forensics"})}


def test_a_skill_that_two_hold_stops_with_neither():
    alone = held_alone(SKILLS, [], {"law": 8, "forensics": 80, "licensing": 60})
    assert {name: (one.skills, one.work_days) for name, one in alone.items()} == {
        "ana": (("law",), 8),
        "ben": ((), 0),
        "cal": (("forensics",), 80),
    }


def test_a_file_stops_unless_somebody_in_service_can_take_over():
    files = [Held("Nuclear", "ana", "ben"), Held("Chemical", "ana"), Held("Accounts", "cal", "gone")]
    alone = held_alone(SKILLS, files, {})
    assert alone["ana"].files == ("Chemical",)
    assert alone["cal"].files == ("Accounts",)


def test_the_second_holder_who_secures_most_work_comes_first():
    work = {"law": 8, "forensics": 80}
    found = second_holders(held_alone(SKILLS, [], work), work)
    assert [(second.skill, second.official, second.work_days) for second in found] == [
        ("forensics", "cal", 80),
        ("law", "ana", 8),
    ]


@given(st.dictionaries(st.sampled_from("abcd"), st.frozensets(st.sampled_from("xyz")), min_size=1))
def test_training_the_only_holders_colleague_ends_the_risk(skills):
    for second in second_holders(held_alone(skills, [], {}), {}):
        for other in skills.keys() - {second.official}:
            trained = skills | {other: skills[other] | {second.skill}}
            assert second.skill not in {one.skill for one in second_holders(held_alone(trained, [], {}), {})}
