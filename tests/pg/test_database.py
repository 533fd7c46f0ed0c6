"""Which database is taken, and into which the demo may go."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from exeat import pg
from exeat.pg import OwnServer, Unavailable, database, found


@pytest.fixture(autouse=True)
def bare_machine(reachable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No DATABASE_URL, no server on the machine, and an empty home."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("EXEAT_HOME", str(reachable / "home"))
    monkeypatch.setattr(found, "_places", lambda: [])


@pytest.fixture
def machine_server(reachable: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnServer]:
    """A server on this machine that lets us in as a role that may create databases."""
    server = OwnServer(reachable / "machine", durable=False)
    server.start()
    monkeypatch.setattr(found, "_places", lambda: [(str(server.folder), 5432)])
    monkeypatch.setenv("PGUSER", "exeat")
    yield server
    server.stop()


def test_on_a_bare_machine_our_own_server_is_started() -> None:
    ours = pg.ensure()

    assert ours.started
    assert ours.made_by_us
    assert ours.alive()
    with psycopg.connect(ours.url) as connection:
        assert connection.info.dbname == "exeat"
    ours.stop()
    assert not ours.alive()


def test_a_command_beside_a_running_exeat_uses_its_server_and_leaves_it_running() -> None:
    first = pg.ensure()
    second = pg.ensure()

    assert second.url == first.url
    assert not second.started
    second.stop()

    assert first.alive()
    first.stop()


def test_database_url_is_taken_before_anything_else(machine_server: OwnServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", machine_server.url("postgres"))

    given = pg.ensure()

    assert given.url == machine_server.url("postgres")
    assert not given.started
    assert not given.made_by_us, "no invented data goes into a database that was given"


def test_a_database_url_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///exeat?host=/nowhere")

    with pytest.raises(Unavailable, match=r"the database of DATABASE_URL does not answer: .*/nowhere"):
        pg.ensure()


def test_a_server_on_the_machine_that_lets_us_in_gets_our_database(machine_server: OwnServer) -> None:
    first, second = pg.ensure(), pg.ensure()

    assert first.made_by_us
    assert second.made_by_us, "the second start finds what the first made"
    assert not first.started
    with psycopg.connect(first.url) as connection:
        assert connection.info.dbname == "exeat"
        assert connection.info.host == str(machine_server.folder)


def test_a_database_of_that_name_that_is_not_ours_is_left_alone(machine_server: OwnServer) -> None:
    with psycopg.connect(machine_server.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE exeat")

    ours = pg.ensure()

    assert ours.started, "our own server is used instead"
    assert str(machine_server.folder) not in ours.url
    ours.stop()


def test_another_home_does_not_take_our_database(
    machine_server: OwnServer, reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pg.ensure()
    monkeypatch.setenv("EXEAT_HOME", str(reachable / "another"))

    other = pg.ensure()

    assert other.started
    other.stop()


def test_a_server_that_lets_us_create_nothing_is_passed_by(
    machine_server: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(machine_server.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE guest LOGIN")
    machine_server.stop()
    machine_server._let_in = lambda account: None
    with (machine_server.data / "pg_ident.conf").open("a") as names:
        names.write("exeat /^(.*)$ guest\n")
    machine_server.start()
    monkeypatch.setenv("PGUSER", "guest")
    psycopg.connect(host=str(machine_server.folder), dbname="postgres").close()

    assert list(found.found_servers()) == []


def test_under_roots_private_folder_the_data_lies_in_var_lib(reachable: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root runs the server as someone else: run as root")
    closed = reachable / "closed"
    closed.mkdir(mode=0o700)

    folder = database._reachable_folder(closed / "var")

    assert folder.parent == Path("/var/lib/exeat")
    assert folder == database._reachable_folder(closed / "var"), "the same one at each start"
    assert folder != database._reachable_folder(closed / "other")
