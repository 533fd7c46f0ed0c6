from collections.abc import Callable
from pathlib import Path

import pytest

from exeat.domain.review import PolicyError, default_policy_folder, load_policy
from exeat.domain.review.examples import ExampleResult, run_examples, untried_criteria

MODEL = load_policy(default_policy_folder())
NUCLEAR = '[[example]]\ntitle = "t"\nfacts = { destination = "XD", items = [{ entry = "0A001" }] }\n'


@pytest.fixture
def run(tmp_path: Path) -> Callable[[str], list[ExampleResult]]:
    def run_text(text: str) -> list[ExampleResult]:
        (tmp_path / "examples").mkdir()
        (tmp_path / "examples" / "all.toml").write_text(text)
        return run_examples(tmp_path, MODEL)

    return run_text


def test_an_example_that_comes_out_otherwise_says_what_was_found(run: Callable[[str], list[ExampleResult]]) -> None:
    (result,) = run(NUCLEAR + "expect.countersignature = false\n")
    assert not result.holds
    assert result.failures == ("countersignature: expected False, found True",)


def test_an_agency_that_the_example_does_not_name_may_not_be_asked(run: Callable[[str], list[ExampleResult]]) -> None:
    (result,) = run(NUCLEAR + "expect.referrals = {}\n")
    assert [failure.split(":")[0] for failure in result.failures] == ["referrals.aec", "referrals.nra"]
    assert result.failures[1].startswith("referrals.nra: expected nothing, found {'working_days': ")


def test_criteria_that_no_example_triggers_are_told(run: Callable[[str], list[ExampleResult]]) -> None:
    results = run(NUCLEAR + "expect.countersignature = true\n")
    assert results[0].criteria == {"nuclear-goods"}
    assert "transit" in untried_criteria(results, MODEL)
    assert "nuclear-goods" not in untried_criteria(results, MODEL)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            '[[example]]\ntitle = "t"\nexpect.blocks = []',
            "clock, grant, risk, finding, found none",
        ),
        (NUCLEAR + 'grant = { destination = "XD" }\nexpect.blocks = []', "found facts, grant"),
        (NUCLEAR + "expect = {}", "expect.: unknown key; expected some of referrals, countersignature"),
        (NUCLEAR + "expect.referals = {}", "expect.referals: unknown key"),
        (NUCLEAR.replace("destination", "destinatoin") + "expect.referrals = {}", "facts.destination: required"),
        (NUCLEAR.replace("entry", "entries") + "expect.referrals = {}", r"items\[0\].entries: unknown key"),
        (NUCLEAR + "note = 1\nexpect.countersignature = true", r"example\[0\].note: unknown key"),
        ("[example]\ntitle = 'x'", r"expected tables headed \[\[example\]\]"),
        ("", r"expected examples headed"),
        (
            '[[example]]\ntitle = "t"\nexpect.days_used = 1\n'
            'clock = { kind = "export", now = 2027-01-04T09:00:00, '
            'events = [{ at = 2027-01-03T09:00:00, kind = "stop" }] }',
            "clock.events: stop at .* not running",
        ),
    ],
)
def test_an_example_that_cannot_be_read_is_refused(
    run: Callable[[str], list[ExampleResult]], text: str, fault: str
) -> None:
    with pytest.raises(PolicyError, match=fault):
        run(text)
