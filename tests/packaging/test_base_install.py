"""The base install, from a built wheel and alone: library and command line, without Django."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from exeat.cli._common import NEEDS_SERVER

CHECKOUT = Path(__file__).parents[2]
WATCHLIST = [
    {"id": "X-1", "list": "invented", "type": "person", "names": ["Orsolya Vantongeren"]},
    {"id": "X-2", "list": "invented", "type": "organisation", "names": ["Bluefin Harbour Metals"]},
]

pytestmark = pytest.mark.slow


def run(*command: object, folder: Path, status: int = 0) -> str:
    """Run a command away from the checkout, and hand back what it printed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("EXEAT", "DJANGO", "PYTHON"))}
    result = subprocess.run([str(word) for word in command], cwd=folder, env=clean, capture_output=True, text=True)
    assert result.returncode == status, result.stdout + result.stderr
    return result.stdout + result.stderr


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel and its locked dependencies in it."""
    uv = shutil.which("uv") or CHECKOUT / ".venv/uv/bin/uv"
    if not Path(uv).exists():
        pytest.skip("uv absent: make setup")
    folder = tmp_path_factory.mktemp("base")
    run(uv, "build", "--quiet", "--wheel", "--out-dir", folder, CHECKOUT, folder=folder)
    run(uv, "venv", "--quiet", "--python", sys.executable, folder / "venv", folder=folder)
    (wheel,) = folder.glob("exeat-*.whl")
    lock = CHECKOUT / "requirements.lock"
    python = folder / "venv/bin/python"
    run(uv, "pip", "install", "--quiet", "--python", python, "--constraint", lock, wheel, folder=folder)
    return folder / "venv/bin"


def test_it_holds_no_django(environment: Path, tmp_path: Path) -> None:
    assert "No module named 'django'" in run(environment / "python", "-c", "import django", folder=tmp_path, status=1)


def test_it_lists_its_commands(environment: Path, tmp_path: Path) -> None:
    assert "Compare names with the watchlists." in run(environment / "exeat", "--help", folder=tmp_path)


def test_it_screens_a_name_against_a_file(environment: Path, tmp_path: Path) -> None:
    watchlist = tmp_path / "invented.jsonl"
    watchlist.write_text("".join(json.dumps(party) + "\n" for party in WATCHLIST))

    said = run(
        environment / "exeat", "screen", "Vantongeren, Orsolja", "--watchlist", watchlist, "--json", folder=tmp_path
    )

    assert json.loads(said)["matches"][0]["id"] == "X-1"


@pytest.mark.parametrize("command", [["run"], ["migrate"], ["worker"], ["serve"], ["demo"]])
def test_what_needs_the_server_says_what_to_install(environment: Path, tmp_path: Path, command: list[str]) -> None:
    assert run(environment / "exeat", *command, folder=tmp_path, status=1) == f"{NEEDS_SERVER}\n"


def test_every_command_can_say_what_it_does(environment: Path, tmp_path: Path) -> None:
    from exeat.cli import COMMANDS

    for name in COMMANDS:
        assert f"exeat {name}" in run(environment / "exeat", name, "--help", folder=tmp_path)
