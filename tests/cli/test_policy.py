import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from exeat.cli.policy import policy
from exeat.domain.review import default_policy_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_policy_folder(), tmp_path / "policy"))


def test_the_model_policy_is_checked_without_being_named() -> None:
    result = CliRunner().invoke(policy, ["check"])
    assert result.exit_code == 0
    assert "Model State: policy model" in result.output
    assert "FAILS" not in result.output


def test_an_example_that_fails_makes_the_check_fail(folder: Path) -> None:
    examples = folder / "examples" / "grants.toml"
    examples.write_text(examples.read_text().replace('["watchlist un-sc"]', "[]", 1))
    result = CliRunner().invoke(policy, ["check", str(folder), "--json"])
    assert result.exit_code == 1
    assert "1 of " in result.stderr and "did not come out" in result.stderr
    failed = [example for example in json.loads(result.stdout)["examples"] if not example["holds"]]
    assert failed[0]["failures"] == ["blocks: expected [], found ['watchlist un-sc']"]


def test_a_faulty_policy_is_refused_in_one_sentence(folder: Path) -> None:
    (folder / "kinds.toml").write_text("[export]\ntitle = 'Export'\n")
    result = CliRunner().invoke(policy, ["check", str(folder)])
    assert result.exit_code == 1
    assert result.stderr == "kinds.toml: export.working_days: required: a whole number\n"


def test_a_policy_without_examples_is_not_passed(folder: Path) -> None:
    shutil.rmtree(folder / "examples")
    result = CliRunner().invoke(policy, ["check", str(folder)])
    assert result.exit_code == 1
    assert "no worked examples" in result.stderr
