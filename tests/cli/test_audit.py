"""`exeat audit`, on a database where something may have been changed."""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import Any

import pytest
from click.testing import CliRunner, Result

from exeat.cli import main


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, db: None) -> Any:
    """Runs a command on the test's own database."""
    monkeypatch.setattr("exeat.cli.audit.server_side", nullcontext)

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(main, ["audit", *map(str, arguments)])

    return run


@pytest.fixture
def user(db: None) -> Any:
    from datetime import UTC, datetime

    from exeat.web.accounts.services import create_user
    from exeat.web.audit.checkpoints import checkpoint

    now = datetime(2026, 3, 2, 6, tzinfo=UTC)
    made = create_user(email="a@example.org", name="A", roles=["officer"], by=None, now=now)
    checkpoint(now=now)
    return made


def test_a_whole_ledger_is_said_to_be_so(run: Any, user: Any) -> None:
    answer = run("verify")

    assert (answer.exit_code, answer.output) == (0, "Checked 1 event, 1 checkpoint, 1 row. No fault.\n")


def test_each_fault_is_named_in_a_line(run: Any, user: Any) -> None:
    type(user).objects.update(roles=["head"])

    answer = run("verify")

    assert answer.exit_code == 1
    first, *_ = answer.stdout.splitlines()
    assert first.startswith(f"accounts.user:{user.pk}: roles of accounts.user:{user.pk}")
    assert first.endswith("[row_changed]")
    assert answer.stderr == "the record does not hold: 1 fault\n"


def test_the_report_as_json(run: Any, user: Any) -> None:
    report = json.loads(run("verify", "--json").stdout)

    assert report == {"events": 1, "checkpoints": 1, "rows": 1, "faults": []}


def test_exported_checkpoints_are_checked_when_given(run: Any, user: Any, tmp_path: Any) -> None:
    kept = tmp_path / "kept.jsonl"

    assert run("export", kept).output == f"1 checkpoint in {kept}\n"
    assert "2 checkpoints" in run("verify", "--checkpoint", kept).output


def test_a_file_that_holds_no_checkpoints_is_refused(run: Any, user: Any, tmp_path: Any) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text("hello\n")

    answer = run("verify", "--checkpoint", wrong)

    assert (answer.exit_code, answer.stderr) == (1, f"{wrong} line 1: is not an exported checkpoint\n")
