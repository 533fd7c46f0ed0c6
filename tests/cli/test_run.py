"""`exeat run` from an empty folder to an answering server, and back to nothing."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def home() -> Iterator[Path]:
    """A home with a short path that a server's account can reach."""
    with tempfile.TemporaryDirectory(prefix="exeat-run-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "EXEAT_URL")}
    # A server that happens to run on this machine is none of the test's business.
    return kept | {"EXEAT_HOME": str(home), "PGUSER": "nobody-of-that-name"}


def start(port: int, environment: dict[str, str], *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "exeat", "run", "--port", str(port), *options],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def read_until(program: subprocess.Popen[str], words: str) -> list[str]:
    assert program.stdout is not None
    lines = []
    for line in program.stdout:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError(f"ended without saying {words!r}:\n{''.join(lines)}")


def await_worker(home: Path) -> None:
    """Return when a worker has entered itself in the database; a worker that ends at once fails the test elsewhere."""
    with psycopg.connect(host=str(home / "postgres"), dbname="exeat", user="exeat", autocommit=True) as connection:
        while connection.execute("SELECT 1 FROM procrastinate_workers").fetchone() is None:
            time.sleep(0.05)


def test_it_answers_and_leaves_nothing_running(home: Path, port: int, environment: dict[str, str]) -> None:
    program = start(port, environment)
    said = "".join(read_until(program, "Ctrl-C stops it."))
    assert f"http://127.0.0.1:{port} and http://localhost:{port}" in said
    assert "Sign in as:" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        assert answer.status == 200

    await_worker(home)

    second = start(port, environment)
    output, _ = second.communicate()
    assert (second.returncode, output) == (1, f"port {port} is in use; choose another: make run PORT={port + 1}\n")

    program.send_signal(signal.SIGINT)
    output, _ = program.communicate()  # returns when every process that holds the pipe has ended
    assert program.returncode == 0
    assert output.endswith("Stopped.\n")
    assert not (home / "postgres" / "data" / "postmaster.pid").exists()


def test_when_postgresql_is_killed_everything_stops_and_says_so(
    home: Path, port: int, environment: dict[str, str]
) -> None:
    program = start(port, environment)
    read_until(program, "Ctrl-C stops it.")
    pid = int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])

    os.kill(pid, signal.SIGKILL)

    output, _ = program.communicate()
    assert program.returncode == 1
    assert "PostgreSQL ended; it said:" in output


def test_an_office_of_its_own_begins_with_its_administrator_and_nothing_invented(
    home: Path, port: int, environment: dict[str, str]
) -> None:
    program = start(port, environment, "--administrator", "ada@authority.example")
    said = "".join(read_until(program, "Ctrl-C stops it."))
    assert "Sign in as:" not in said
    link = next(word for word in said.split() if "/accounts/password/reset/key/" in word)
    assert link.startswith(f"http://localhost:{port}/")
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())  # the link leads on by a session
    with browser.open(link) as answer:
        page = answer.read().decode()
    assert "New Password" in page
    assert "invented" not in page, "this is no demonstration"
    program.send_signal(signal.SIGINT)
    program.communicate()

    again = start(port, environment, "--administrator", "eve@authority.example")
    output, _ = again.communicate()
    assert again.returncode == 1
    assert "there are accounts in this database already" in output

    one_more = subprocess.run(
        [sys.executable, "-m", "exeat", "administrator", "eve@authority.example", "--url", "https://exeat.example"],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "https://exeat.example/accounts/password/reset/key/" in one_more.stdout

    later = start(port, environment)
    said = "".join(read_until(later, "Ctrl-C stops it."))
    later.send_signal(signal.SIGINT)
    later.communicate()
    assert "Playing a year" not in said
