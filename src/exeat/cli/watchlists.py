"""`exeat watchlists`: publishers' lists imported, and versions compared."""

from __future__ import annotations

from pathlib import Path

import click

from exeat.cli._common import Refused, echo_json, server_side
from exeat.cli._imported import as_json as imported_as_json
from exeat.cli._imported import echo_import, write_list
from exeat.cli.alerts import alerts
from exeat.cli.updates import update
from exeat.domain.screening import Delta, Watchlist, WatchlistFileError, diff
from exeat.domain.screening.importers import FORMATS, Imported, ImportRefused, import_list

_FILE = click.Path(path_type=Path, dir_okay=False)
_PATH = click.Path(path_type=Path)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group()
def watchlists() -> None:
    """Import and compare watchlists."""


watchlists.add_command(update)
watchlists.add_command(alerts)


@watchlists.command("import")
@click.argument("format_name", type=click.Choice(sorted(FORMATS)))
@click.argument("files", metavar="FILE...", type=_FILE, nargs=-1, required=True)
@click.option("--output", type=_FILE, help="Write a watchlist file here; else the list is stored in the database.")
@click.option("--list", "list_id", help="In the database: the list's id, where it is not the format's usual one.")
@click.option("--accept-orphans", is_flag=True, help="Keep aside rows without their entity, even above 1 %.")
@_json_option
def import_(
    format_name: str,
    files: tuple[Path, ...],
    output: Path | None,
    list_id: str | None,
    accept_orphans: bool,
    as_json: bool,
) -> None:
    """Read a list as its publisher wrote it, count it against its source, and store it.

    A file that is cut off or malformed is refused, and the list stored before stays as it is.
    """
    if output is not None and list_id is not None:
        raise click.UsageError("--list names a list in the database; it does not go with --output")
    try:
        imported = import_list(format_name, files, accept_orphans=accept_orphans)
        kept = write_list(imported, output) if output is not None else None
    except ImportRefused as problem:
        raise Refused(str(problem))
    except OSError as problem:
        raise Refused(f"{problem.filename or 'a file'}: {problem.strerror}")
    if output is None:
        _store(imported, list_id)
    if as_json:
        echo_json(imported_as_json(imported, kept))
    else:
        echo_import(imported, kept)


def _store(imported: Imported, list_id: str | None) -> None:
    with server_side():
        from exeat.web.registers.lists import store_watchlist

        store_watchlist(imported, list_id=list_id or imported.list_id)


@watchlists.command("diff")
@click.argument("old", type=_PATH)
@click.argument("new", type=_PATH)
@_json_option
def diff_(old: Path, new: Path, as_json: bool) -> None:
    """Say what changed from one version of a watchlist (file or saved folder) to another."""
    try:
        before, after = _load(old), _load(new)
    except WatchlistFileError as problem:
        raise Refused(str(problem))
    except OSError as problem:
        raise Refused(f"{problem.filename or 'a file'}: {problem.strerror}")
    delta = diff(before, after)
    if as_json:
        echo_json({"old": before.version, "new": after.version, **delta.as_json()})
    else:
        _print_delta(delta, before)


def _load(path: Path) -> Watchlist:
    return Watchlist.load(path) if path.is_dir() else Watchlist.from_jsonl(path)


def _print_delta(delta: Delta, before: Watchlist) -> None:
    for party in delta.added:
        click.echo(f"+ {party.list} {party.id}  {party.names[0]}")
    for key in delta.removed:
        click.echo(f"- {key[0]} {key[1]}  {before[key].names[0]}")
    for party in delta.changed:
        was, now = before[party.key].as_json(), party.as_json()
        fields = sorted(name for name in was | now if was.get(name) != now.get(name))
        click.echo(f"~ {party.list} {party.id}  {party.names[0]}: {', '.join(fields)}")
    click.echo(f"{len(delta.added):,} added, {len(delta.removed):,} removed, {len(delta.changed):,} changed.")
