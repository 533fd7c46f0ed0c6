"""`exeat run`, and the parts that it puts together: `migrate`, `demo`, `serve`, `worker`."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from exeat.cli._common import Refused, require_server, server_side
from exeat.cli._supervise import HOST, Children, Stopped, await_answer, refuse_taken_port, stopped_by_signals, watch
from exeat.cli.accounts import install

if TYPE_CHECKING:
    from exeat.pg import Database

_SECONDS_TO_FINISH = 5  # for a request or a job under way when we are asked to end
_port = click.option(
    "--port",
    envvar="PORT",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Where to answer.",
)


@click.command()
@_port
@click.option("--administrator", metavar="EMAIL", help="Begin an office of your own, with this administrator.")
def run(port: int, administrator: str | None) -> None:
    """Start everything on this machine: the demo, or an office of your own.

    Uses the PostgreSQL of DATABASE_URL, else one found on this machine that lets us in, else one of our
    own, whose data stays in $EXEAT_HOME (./var). A new database that is made here is filled with invented
    cases, unless --administrator says who sets up the office: that starts with nothing but their account.
    Ctrl-C stops what was started.
    """
    require_server()
    refuse_taken_port(port)
    os.environ.setdefault("EXEAT_URL", f"http://localhost:{port}")
    try:
        with stopped_by_signals(), server_side() as database:
            click.echo(f"Database: {database.place}")
            _migrate()
            _run_programs(port, database, _ways_in(administrator, database))
    except Stopped:
        click.echo("Stopped.")


@click.command()
def migrate() -> None:
    """Bring the database to this version's tables."""
    with server_side():
        click.echo("The tables were brought up to date." if _migrate() else "The tables are up to date.")


@click.command()
def demo() -> None:
    """Fill a database that Exeat made for itself with invented cases."""
    with server_side() as database:
        if not database.made_by_us:
            raise Refused("invented cases go only into a database that Exeat made for itself, and this is not one")
        _migrate()
        if not _is_empty():
            raise Refused("there are users in this database: the demo goes only into an empty one")
        _fill_with_demo()
        for line in _sign_ins():
            click.echo(line)


@click.command()
@_port
@click.option("--host", default=HOST, show_default=True, help="The address to answer on.")
def serve(port: int, host: str) -> None:
    """Serve pages and API.

    For a server of your own, with DATABASE_URL set, and `exeat worker` beside it.
    """
    require_server()
    _require_database_url()
    _serve(host, port)


@click.command()
def worker() -> None:
    """Work through the queue of jobs: mail, documents, screening.

    Any number of workers may run, on any number of machines.
    """
    require_server()
    _require_database_url()
    with server_side():
        _work()


def _serve(host: str, port: int) -> None:
    from gunicorn.app.wsgiapp import run as gunicorn  # type: ignore[import-untyped]

    # Threads wait for the database together; the second process is for the work in Python. --preload reads
    # the program once for both. The control socket would lie in the home folder, shared by every server.
    options = "--workers 2 --threads 8 --preload --no-control-socket --log-level warning"
    sys.argv = ["gunicorn", "exeat.web.wsgi:application", "--bind", f"{host}:{port}", *options.split()]
    sys.argv += ["--graceful-timeout", str(_SECONDS_TO_FINISH)]
    gunicorn()


def _work() -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(shutdown_graceful_timeout=_SECONDS_TO_FINISH)


def _ways_in(administrator: str | None, database: Database) -> list[str]:
    """Fill an empty database with what was asked for; how to sign in, in lines."""
    empty = _is_empty()
    if administrator:
        if not empty:
            raise Refused(
                "there are accounts in this database already: name another folder as EXEAT_HOME for a new office, or "
                "let `exeat administrator` make one more administrator"
            )
        return [install(administrator)]
    if empty and not database.made_by_us:
        return ["Nobody has an account yet: `exeat administrator EMAIL` makes the first."]
    if empty:
        _fill_with_demo()
    return _sign_ins()


def _run_programs(port: int, database: Database, ways_in: list[str]) -> None:
    children = Children()

    def check() -> None:
        children.check()
        if not database.alive():
            raise Refused(f"PostgreSQL ended; it said:\n{database.last_words()}")

    try:
        children.start("web server", partial(_serve, HOST, port))
        await_answer(port, check)
        children.start("worker", _work)  # after: on few cores both would be late
        click.echo(f"Exeat answers on http://{HOST}:{port} and http://localhost:{port} (passkeys need the second).")
        for line in ways_in:
            click.echo(line)
        click.echo("Ctrl-C stops it.")
        watch(check)
    finally:
        children.stop()


def _migrate() -> bool:
    """Apply the migrations that wait, and say whether there were any."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
    connection.close()
    return waiting


def _is_empty() -> bool:
    from django.contrib.auth import get_user_model

    return not get_user_model().objects.exists()


def _fill_with_demo() -> None:
    from django.db import transaction
    from django.utils import timezone

    from exeat.web import demo
    from exeat.web.demonstration import mark_demo

    click.echo("Playing a year of invented cases, once ...")
    with transaction.atomic():  # all of it or nothing: a start that is cut off begins anew
        demo.load(now=timezone.now())
        mark_demo()


def _sign_ins() -> list[str]:
    """The accounts of the demo, where it is in the database."""
    from exeat.web import demo
    from exeat.web.demonstration import is_demo

    return ["Sign in as:", *(f"  {line}" for line in demo.sign_ins())] if is_demo() else []


def _require_database_url() -> None:
    if not os.environ.get("DATABASE_URL"):
        raise Refused("set DATABASE_URL to the database (`exeat run` finds or starts one by itself)")
