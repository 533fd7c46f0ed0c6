"""The model state's policy holds together, and does what its worked examples say."""

from datetime import date

import pytest

from exeat.domain.review import default_policy_folder, load_policy
from exeat.domain.review.examples import ExampleResult, run_examples, untried_criteria
from exeat.domain.review.policy.sections import LETTERS

FOLDER = default_policy_folder()
MODEL = load_policy(FOLDER)
RESULTS = run_examples(FOLDER, MODEL)


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: f"{result.file}: {result.title}")
def test_the_worked_example_holds(result: ExampleResult) -> None:
    assert result.failures == ()


def test_no_criterion_is_untried() -> None:
    assert untried_criteria(RESULTS, MODEL) == []


def test_every_kind_of_application_has_a_clock_worked_by_hand() -> None:
    examples = (FOLDER / "examples" / "clocks.toml").read_text()
    assert [kind for kind in MODEL.kinds if f'kind = "{kind}"' not in examples] == []


def test_every_agency_is_asked_about_something() -> None:
    assert {agency for criterion in MODEL.criteria for agency in criterion.agencies} == set(MODEL.agencies)


def test_every_document_asked_for_and_every_letter_is_there() -> None:
    assert {rule.document for rule in MODEL.completeness.documents} <= set(MODEL.documents)
    assert set(MODEL.letters) == set(LETTERS)


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028])
def test_holidays_are_listed_for_each_year(year: int) -> None:
    named = {name for day, name in MODEL.holiday_names.items() if day.year == year}
    assert len(named) == 7
    assert date(year, 1, 1) in MODEL.calendar.holidays


def test_an_agency_has_less_time_than_the_authority() -> None:
    for criterion in MODEL.criteria:
        for kind in criterion.when.kind or ("export",):
            assert criterion.working_days < MODEL.clocks.limits[kind]
