"""`exeat audit`: proving the record of events, on the server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exeat.cli._common import InputFile, Refused, echo_json, server_side, write_output

if TYPE_CHECKING:
    from exeat.web.audit.verify import Report

FILE = InputFile()
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group()
def audit() -> None:
    """Check the record of events.

    Everything that happens is an event that carries the hash of the one before. How long the record was, and what its
    last hash was, is signed at each decision and every day: such a checkpoint, kept elsewhere, shows a record that was
    cut or written anew.
    """


@audit.command()
@click.option(
    "--checkpoint",
    "checkpoints",
    type=FILE,
    multiple=True,
    help="A file of checkpoints kept elsewhere; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify(checkpoints: tuple[Path, ...], as_json: bool) -> None:
    """Recompute every event, check the signed checkpoints, and compare every row with what its events say.

    Names each fault in one line, the first broken link before those that follow from it. Exits with 1 on any.
    """
    with server_side():
        from exeat.web.audit.verify import verify as prove

        try:
            with _progress() as progress:
                report = prove(checkpoints, progress=progress)
        except (OSError, ValueError) as fault:
            raise Refused(str(fault))
    if as_json:
        echo_json(asdict(report))
    else:
        _print(report)
    if report.faults:
        raise Refused(f"the record does not hold: {_counted(len(report.faults), 'fault')}")


@audit.command()
@click.argument("file", type=NEW_FILE)
def export(file: Path) -> None:
    """Write every signed checkpoint to FILE, one a line, to be kept where nobody on this machine can change it."""
    with server_side():
        from exeat.web.audit.checkpoints import exported

        lines = list(exported())
    write_output(file, "".join(lines).encode())
    click.echo(f"{_counted(len(lines), 'checkpoint')} in {file}")


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal; nothing in a pipe."""
    with click.progressbar(length=1, label="Verifying", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def show(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield show


def _print(report: Report) -> None:
    for fault in report.faults:
        click.echo(f"{fault.where}: {fault.message} [{fault.code}]")
    looked_at = (
        _counted(report.events, "event"),
        _counted(report.checkpoints, "checkpoint"),
        _counted(report.rows, "row"),
    )
    click.echo(f"Checked {', '.join(looked_at)}.{'' if report.faults else ' No fault.'}")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
