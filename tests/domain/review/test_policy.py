import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from exeat.domain.review import Policy, PolicyError, default_policy_folder, load_policy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the model policy to change."""
    return Path(shutil.copytree(default_policy_folder(), tmp_path / "policy"))


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], None]:
    def replace(file: str, old: str, new: str) -> None:
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1))

    return replace


@pytest.fixture(scope="module")
def model() -> Policy:
    return load_policy(default_policy_folder())


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("policy.toml", 'version = "2025.1"', "version = ", "policy.toml: cannot be read: .*line"),
        ("policy.toml", "in_force_from = 2025-01-01", 'in_force_from = "soon"', "policy.toml: in_force_from: .*date"),
        ("policy.toml", 'timezone = "Indian/Maldives"', 'timezone = "Mars/Base"', "state.timezone: .*IANA"),
        ("policy.toml", 'country = "XA"', 'country = "Model"', "state.country: expected one of"),
        ("policy.toml", "{serial:05d}", "{number}", "state.licence_number: .*serial"),
        ("policy.toml", 'EUR = "1.10"', "EUR = 1.10", "exchange.EUR: expected a decimal as a text"),
        ("policy.toml", "years = 10", "years = 10\nmonths = 2", "retention.months: unknown key"),
        ("calendar.toml", "weekend = [5, 6]", "weekend = [5, 9]", "calendar.toml: weekend: .*1 .Monday"),
        ("calendar.toml", "weekend = [5, 6]", 'weekend = ["Friday"]', "calendar.toml: weekend: .*whole numbers"),
        ("calendar.toml", "date = 2025-05-01", "date = 2025-01-01", r"holiday\[\d\].date: 2025-01-01 is listed twice"),
        ("kinds.toml", "working_days = 30", "working_days = 0", "export.working_days: .*1 or more"),
        ("kinds.toml", "[export]", '["Export licence"]', "kinds.toml: Export licence: expected an id"),
        (
            "agencies.toml",
            "[nra]",
            "[regulator]",
            "criterion.1. .nuclear-goods..agencies: expected .*'nra'",
        ),
        (
            "criteria.toml",
            'id = "transit"',
            'id = "diversion"',
            "criterion.15. .diversion..id: diversion is used twice",
        ),
        ("criteria.toml", 'regime = ["MTCR"]', 'regime = ["MCTR"]', r"when.regime: expected one of NSG.*'MCTR'"),
        ("criteria.toml", 'end_user_kind = ["armed_forces"', 'end_user_kind = ["navy"', "when.end_user_kind: .*'navy'"),
        ("criteria.toml", 'kind = ["transit"]', 'kind = ["transport"]', "when.kind: .*'transport'"),
        ("criteria.toml", "destination = [", "destinations = [", "when.destinations: unknown key; .*destination"),
        ("criteria.toml", 'silence = "no_objection"', 'silence = "yes"', "silence: expected one of no_objection"),
        ("criteria.toml", "military = true", 'military = "true"', "when.military: expected true or false"),
        ("inspection.toml", "months = 48", "months = 6", "risk.low.months: seen more often than the graver class"),
        (
            "inspection.toml",
            'agencies = ["nra", "aec"]',
            'agencies = ["iaea"]',
            "checklist.materials-accounting.agencies",
        ),
        ("inspection.toml", 'id = "doses"', 'id = "limits"', "checklist.nuclear-safety.item: .*id of its own"),
        ("inspection.toml", 'by = ["head"]', 'by = ["king"]', "measure.penalty.by: expected one of inspector, head"),
        ("inspection.toml", 'not_for = ["critical"]', 'not_for = ["grave"]', "disclosure.not_for: expected one of"),
        ("clocks.toml", "[answer]\nworking_days = 15", "[answer]", "clocks.toml: answer.working_days: required"),
        ("clocks.toml", "[pause.information_request]", "[pause.question]", "pause.information_request: required"),
        (
            "grounds.toml",
            'provision = "Strategic Goods Act, section 12(1)(a)"',
            'provision = ""',
            "provision: is empty",
        ),
        ("documents.toml", "[contract]", "[agreement]", "completeness.toml: document.*expected one of .*'contract'"),
        (
            "completeness.toml",
            'path = "items.facts"',
            'path = "items.colour"',
            "field.3. .technical-facts..path: .*colour",
        ),
        ("completeness.toml", 'entry = ["0*"]', 'regime = ["NSG"]', "when.regime: is not known before the review"),
        ("completeness.toml", 'roles = ["carrier"]', "roles = []", "party.1. .carrier..roles: .*not empty"),
        ("watchlists.toml", "min_score = 0.50", "min_score = 50", "watchlist.un-sc.min_score: .*from 0 to 1"),
        ("watchlists.toml", "dismissals_stand = true", "", "dismissals_stand: "),
        ("watchlists.toml", 'effect = "binding"', 'effect = "blocking"', "watchlist.un-sc.effect: .*binding, advisory"),
        ("control_lists.toml", "us-usml = ", "us-usml = 1 #", "public.us-usml: expected a text"),
        ("statistics.toml", '"category-1"', '"category-0"', "scheme.categories.group: two groups have one id"),
        ("statistics.toml", "least_exporters = 3", "least_exporters = 1", "least_exporters"),
        ("cooperation.toml", 'mfa = "6000.00"', 'mfb = "6000.00"', "travel.mfb: agencies.toml has no such agency"),
        ("cooperation.toml", '["0.4", "10"], ', '["0.4"], ', "gain_steps: expected pairs of decimals"),
        ("cooperation.toml", '"restricted"', '"top secret"', "highest_marking"),
        ("embargoes.toml", 'scope = "involved"', 'scope = "all"', r"embargo\[0\].scope: expected one of destination"),
        ("decision.toml", '"recommend", "countersign"]', '"recommend", "sign"]', r"different\[0\].steps: .*'sign'"),
        ("decision.toml", '"recommend", "countersign"]', '"decide", "decide"]', "steps: expected two different"),
        ("decision.toml", 'rule = "when"', 'rule = "always"', "countersignature.case: goes with"),
        ("decision.toml", 'signatories = ["head"]', 'signatories = ["boss"]', "signatories: .*'boss'"),
        ("licence.toml", 'kg = "2"', 'kg = "-2"', "tolerance_percent.kg: expected zero or more"),
        ("letters.toml", "[refusal]", "[rejection]", "letters.toml: refusal: required"),
    ],
)
def test_a_fault_names_file_and_key(
    folder: Path, edit: Callable[[str, str, str], None], file: str, old: str, new: str, fault: str
) -> None:
    edit(file, old, new)
    with pytest.raises(PolicyError) as refused:
        load_policy(folder)
    assert re.search(fault, str(refused.value)), str(refused.value)


def test_every_file_is_needed_and_no_other_is_known(folder: Path) -> None:
    (folder / "grounds.toml").rename(folder / "reasons.toml")
    with pytest.raises(PolicyError, match=r"reasons\.toml: unknown file"):
        load_policy(folder)
    (folder / "reasons.toml").unlink()
    with pytest.raises(PolicyError, match=r"grounds\.toml: missing"):
        load_policy(folder)
    with pytest.raises(PolicyError, match="no such policy folder"):
        load_policy(folder / "grounds.toml")


def test_the_digest_follows_the_rules_and_not_the_examples(
    folder: Path, edit: Callable[[str, str, str], None], model: Policy
) -> None:
    (folder / "examples" / "clocks.toml").unlink()
    assert load_policy(folder).sha256 == model.sha256
    edit("letters.toml", "Refusal of an application", "Refusal")
    assert load_policy(folder).sha256 != model.sha256


def test_a_watchlist_that_the_policy_does_not_name_is_advisory(model: Policy) -> None:
    assert model.watchlist("un-sc").effect == "binding"
    assert model.watchlist("ofac-sdn").effect == "advisory"


def test_quantities_are_exact_unless_the_policy_says_by_how_much_not(model: Policy) -> None:
    assert model.licence.tolerance("kg") == Decimal(2)
    assert model.licence.tolerance("item") == 0
    assert model.licence.tolerance("barrel") == 0


def test_values_compare_in_the_states_currency(model: Policy) -> None:
    assert model.in_own_currency(Decimal(100), "USD") == 100
    assert model.in_own_currency(Decimal(100), "EUR") == Decimal(110)
    assert model.in_own_currency(Decimal(1), "ISK") > Decimal(10) ** 30
