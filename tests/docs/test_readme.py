"""The README's commands print what it says they print."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from exeat.cli import main

CHECKOUT = Path(__file__).resolve().parents[2]


def examples() -> list[tuple[str, str]]:
    """Each command of the README with the output printed under it."""
    section = (CHECKOUT / "README.md").read_text().split("## On the command line", 1)[1].split("\nIt advises", 1)[0]
    lines = [line.removeprefix("    ") for line in section.splitlines() if line.startswith("    ")]
    starts = [at for at, line in enumerate(lines) if line.startswith("$ ")]
    ends = [*starts[1:], len(lines)]
    return [(lines[at][2:], "\n".join(lines[at + 1 : end])) for at, end in zip(starts, ends, strict=True)]


def test_every_example_prints_what_the_readme_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("src", "docs"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    monkeypatch.chdir(tmp_path)

    shown = examples()
    assert [command.split()[1] for command, _ in shown] == ["controls", "classify", "screen", "plan"]
    for command, output in shown:
        result = CliRunner().invoke(main, shlex.split(command)[1:])
        assert result.exit_code == 0, result.output
        assert result.output.strip().startswith(output.strip()), command
