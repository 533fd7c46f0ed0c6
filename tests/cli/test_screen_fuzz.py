"""Files and names that nobody meant: `exeat screen` answers, or says in a sentence what is wrong."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exeat.cli import main
from exeat.domain.screening import ListedParty, write_parties

# Pieces that mean something to a reader of CSV, and bytes that mean nothing to anyone.
PIECES = st.sampled_from(
    [b"name", b"Orrery", b'"', b'""', b",", b"\n", b"\r\n", b"\r", b"\0", b"1960", b" ", b";", b"\xff"]
)
LINES = st.lists(st.one_of(PIECES, st.binary(max_size=8), st.text(max_size=8).map(str.encode)), max_size=40).map(
    b"".join
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        parties = [
            ListedParty("1", "test", "person", ("ORRERY, Tamsin",)),
            ListedParty("2", "test", "unknown", ("1960",)),
        ]
        write_parties(Path(name) / "list.jsonl", parties)
        yield Path(name)


def screen(folder: Path, *args: str) -> Result:
    result = CliRunner().invoke(main, ["screen", "--watchlist", str(folder / "list.jsonl"), *args])
    assert result.exit_code in (0, 1)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert (result.exit_code == 0) == (result.stderr == "")
    return result


@given(LINES)
@example("a\x85b\nc\u2028d\u2029e".encode())
@settings(max_examples=80, deadline=None)
def test_every_line_of_any_file_is_answered_or_named(folder: Path, content: bytes) -> None:
    names, output = folder / "q.csv", folder / "m.jsonl"
    names.write_bytes(b"name,born\n" + content)
    result = screen(folder, "--input", str(names), "--output", str(output))
    answered = [json.loads(line)["line"] for line in output.read_text().splitlines()]
    named = [number for number in range(2, 60) if f"q.csv, line {number}: " in result.stderr]
    written = [number for number, line in enumerate(content.split(b"\n"), start=2) if line.strip()]
    assert sorted(answered + named) == written or len(named) == 20


@given(LINES)
@settings(max_examples=40, deadline=None)
def test_any_header_is_understood_or_refused(folder: Path, content: bytes) -> None:
    (folder / "q.csv").write_bytes(content)
    screen(folder, "--input", str(folder / "q.csv"), "--output", str(folder / "m.jsonl"))


@given(st.text(st.characters(), max_size=1200), st.text(max_size=12), st.text(max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_name_date_and_country_are_answered_or_refused(folder: Path, name: str, born: str, country: str) -> None:
    screen(folder, f"--born={born}", f"--country={country}", "--", name)
    screen(folder, "--json", "--", name)
