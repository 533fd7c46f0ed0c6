"""What the command files share: how a command refuses, prints JSON, and reaches the server's side."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from math import isnan
from pathlib import Path
from stat import S_ISDIR
from types import FrameType
from typing import IO, TYPE_CHECKING, Any

import click

from exeat.domain.files import written_whole

if TYPE_CHECKING:
    from exeat.pg import Database

NEEDS_SERVER = "this command needs the server: pip install 'exeat[web]'"


class Refused(click.ClickException):
    """A task that was refused or failed: one plain sentence on stderr and exit status 1.

    The sentence names the file, line or field, what was expected and what to do. (Wrong usage is
    click's own ``UsageError``, status 2.)
    """

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file, err=file is None)


class Number(click.FloatRange):
    """A number within a range. Not-a-number is in none, though it is neither below nor above one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = super().convert(value, param, ctx)
        return self.fail("expected a number, found nan", param, ctx) if isnan(found) else found


class InputFile(click.Path):
    """A file to read. One that is not there, or may not be read, is a task refused, and no wrong usage."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)
        self.name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        try:
            found = path.stat()
        except OSError as problem:
            raise Refused(f"{path}: {problem.strerror}")
        if S_ISDIR(found.st_mode):
            raise Refused(f"{path}: is a folder, expected a file")
        if not os.access(path, os.R_OK):
            raise Refused(f"{path}: Permission denied")
        return path


def echo_json(value: Any) -> None:
    """Print a result as JSON, readable in any script of the world."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def write_output(path: Path, content: bytes) -> None:
    """Write a result whole or not at all. Raises Refused naming the file."""
    try:
        with written_whole(path) as file:
            file.write(content)
    except OSError as problem:
        raise Refused(f"{path}: {problem.strerror}")


@contextmanager
def handled(
    signals: Iterable[signal.Signals], by: Callable[[int, FrameType | None], None]
) -> Iterator[Callable[[], None]]:
    """Inside, these signals go to a handler; what it gives puts back those that they went to before."""

    def put_back() -> None:
        for each, handler in before.items():
            signal.signal(each, handler)

    before = {each: signal.signal(each, by) for each in signals}
    try:
        yield put_back
    finally:
        put_back()


def require_server() -> None:
    """Raise ``Refused``, saying what to install, where only the base is installed."""
    if find_spec("django") is None or find_spec("psycopg") is None:
        raise Refused(NEEDS_SERVER)


@contextmanager
def server_side() -> Iterator[Database]:
    """Let the body of a command call `exeat.web`: Django is set up on the database, which is handed over.

    Without ``DATABASE_URL`` this is the database that `exeat run` uses; where it is not running, it
    is started for the length of the command. Raises ``Refused`` when there is no database, and when it lacks
    tables of this version.
    """
    require_server()
    import django
    from django.db import ProgrammingError
    from psycopg import errors

    from exeat import pg

    try:
        database = pg.ensure()
    except pg.Unavailable as problem:
        raise Refused(str(problem))
    try:
        os.environ["DATABASE_URL"] = database.url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exeat.web.settings")
        django.setup()
        yield database
    except ProgrammingError as problem:
        if isinstance(problem.__cause__, errors.UndefinedTable | errors.UndefinedColumn):
            raise Refused(
                f"{database.place} lacks tables of this version: run `exeat migrate`; or, where your office lies "
                "elsewhere, set EXEAT_HOME or DATABASE_URL as its server has them"
            ) from problem
        raise
    finally:
        database.stop()
