"""docs/policy.md is true: it names every file and test, and what it tells to add can be added."""

import re
import shutil
from dataclasses import fields
from pathlib import Path

from exeat.domain.review import When, default_policy_folder, load_policy
from exeat.domain.review.examples import run_examples, untried_criteria
from exeat.domain.review.policy.load import FILES

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "policy.md").read_text()
SNIPPETS = re.findall(r"^```toml (\S+)\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)


def test_the_guide_names_every_file_and_every_test() -> None:
    assert [name for name in FILES if f"`{name}`" not in GUIDE] == []
    assert [field.name for field in fields(When) if f"`{field.name}`" not in GUIDE] == []


def test_a_new_agency_and_a_new_kind_need_policy_files_only(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(default_policy_folder(), tmp_path / "policy"))
    for name, addition in SNIPPETS:
        with (folder / name).open("a") as file:
            file.write("\n" + addition)
    policy = load_policy(folder)
    results = run_examples(folder, policy)
    assert [result for result in results if not result.holds] == []
    assert untried_criteria(results, policy) == []
    assert {"trade_fair"} == set(policy.kinds) - set(load_policy(default_policy_folder()).kinds)
    assert {"maritime"} == set(policy.agencies) - set(load_policy(default_policy_folder()).agencies)
    assert policy.clocks.limits["trade_fair"] == 8


def test_the_guide_counts_the_examples_right() -> None:
    folder = default_policy_folder()
    count = len(run_examples(folder, load_policy(folder)))
    assert f"{count} of {count} examples hold" in GUIDE
