"""The ladder, where a capability falls apart, and what an offer of help is then worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.capabilities import (
    PARAGRAPHS,
    Capability,
    CapabilityError,
    Level,
    circle,
    findings,
    gain_factor,
    report_rows,
)


def capability(name: str = "detection", **given: object) -> Capability:
    return Capability(**({"id": name, "title": name, "planned": Level.OPERATING, "implemented": Level.NONE} | given))


def test_every_level_says_what_it_means():
    assert [level.label for level in Level] == [
        "none", "planned", "legal basis", "staffed and equipped", "operating", "sustained",
    ]  # fmt: skip
    assert all(level.meaning.endswith(".") for level in Level)


def test_a_gap_is_twenty_units_a_level_and_never_below_zero():
    assert capability(implemented=Level.LEGAL_BASIS).gap == 40
    assert capability(implemented=Level.SUSTAINED).gap == 0


@pytest.mark.parametrize(
    ("equipped", "needed", "trained", "outruns"),
    [(80, 6, 2, True), (30, 6, 2, False), (80, 0, 0, False), (100, 4, 4, False), (1, 3, 0, True)],
)
def test_equipment_outruns_people_where_its_share_is_the_larger(equipped, needed, trained, outruns):
    assert (
        capability(equipped=equipped, people_needed=needed, people_trained=trained).equipment_outruns_people == outruns
    )


def test_plans_outrun_practice_until_it_operates():
    assert capability(implemented=Level.STAFFED).plan_outruns_practice
    assert not capability(implemented=Level.OPERATING, planned=Level.SUSTAINED).plan_outruns_practice
    assert not capability(planned=Level.LEGAL_BASIS).plan_outruns_practice


@given(st.integers(0, 100), st.integers(0, 9), st.integers(0, 9))
def test_equipment_never_counts_more_than_training_and_less_where_it_outruns_people(equipped, needed, trained):
    there = capability(equipped=equipped, people_needed=needed, people_trained=trained)
    equipment, training = gain_factor("equipment", there), gain_factor("training", there)
    assert 0 <= equipment <= training == 1
    assert (equipment < training) == there.equipment_outruns_people


def test_findings_name_what_falls_apart():
    law = capability("law", implemented=Level.PLANNED)
    review = capability(
        "review", implemented=Level.STAFFED, equipped=90, people_needed=4, people_trained=1, depends_on=("law",)
    )
    found = findings(review, {"law": law})
    assert [finding.kind for finding in found] == ["plan", "equipment", "dependency"]
    assert "1 of the 4 people needed are trained" in found[1].text
    assert "depends on law" in found[2].text


def test_a_circle_of_dependencies_is_named():
    assert circle({"a": ["b"], "b": ["c"], "c": ["a"]}) == ("a", "b", "c", "a")
    assert circle({"a": ["b", "c"], "b": ["c"], "c": []}) == ()


def test_a_percentage_over_a_hundred_is_refused():
    with pytest.raises(CapabilityError, match="detection: equipped is 120 percent"):
        capability(equipped=120)


def test_the_report_has_every_paragraph_even_those_that_nothing_serves():
    review = capability("review", implemented=Level.OPERATING)
    law = capability("law", implemented=Level.LEGAL_BASIS)
    rows = report_rows([(review, ["3 (d)"]), (law, ["3 (d)", "6"])])
    assert {row.paragraph.number for row in rows} == {paragraph.number for paragraph in PARAGRAPHS}
    told = [(row.capability.id, row.law, row.practice) for row in rows if row.paragraph.number == "3 (d)"]
    assert told == [("review", True, True), ("law", True, False)]
    assert [row.capability for row in rows if row.paragraph.number == "4"] == [None]
