"""`exeat watchlists`: publishers' lists imported, and versions compared."""

from __future__ import annotations

import json
from pathlib import Path

import click

from exeat.cli._common import Refused, echo_json, server_side
from exeat.domain.screening import Delta, Watchlist, WatchlistFileError, diff, write_lines, write_parties
from exeat.domain.screening.importers import FORMATS, Imported, ImportRefused, import_list

_FILE = click.Path(path_type=Path, dir_okay=False)
_PATH = click.Path(path_type=Path)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group()
def watchlists() -> None:
    """Import and compare watchlists."""


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
        kept = _write(imported, output) if output is not None else None
    except ImportRefused as problem:
        raise Refused(str(problem))
    except OSError as problem:
        raise Refused(f"{problem.filename or 'a file'}: {problem.strerror}")
    if output is None:
        _store(imported, list_id)
    _report(imported, kept, as_json)


def _write(imported: Imported, output: Path) -> Path | None:
    """Writes the list and, beside it, the rows kept aside; gives the place of these when there are any."""
    aside = output.with_name(f"{output.name}.orphans.jsonl")
    write_parties(output, imported.parties)
    if not imported.orphans:
        aside.unlink(missing_ok=True)
        return None
    rows = ({"file": one.file, "line": one.line, "kind": one.kind, "row": one.row} for one in imported.orphans)
    write_lines(aside, (json.dumps(row, ensure_ascii=False) for row in rows))
    return aside


def _store(imported: Imported, list_id: str | None) -> None:
    with server_side():
        from exeat.web.registers.lists import store_watchlist

        store_watchlist(imported, list_id=list_id or imported.list_id)


def _orphans(imported: Imported) -> dict[str, int]:
    kinds = [one.kind for one in imported.orphans]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def _report(imported: Imported, kept: Path | None, as_json: bool) -> None:
    if as_json:
        echo_json(
            {
                "list": imported.list_id,
                "list_date": imported.list_date.isoformat() if imported.list_date else None,
                "parties": len(imported.parties),
                "counts": [{"what": c.what, "in_source": c.in_source, "read": c.read} for c in imported.counts],
                "orphans": _orphans(imported),
                "orphans_file": str(kept) if kept else None,
                "unknown_countries": dict(imported.unknown_countries),
                "sources": dict(imported.sources),
                "notes": list(imported.notes),
            }
        )
        return
    dated = f", of {imported.list_date}" if imported.list_date else ""
    click.echo(f"{imported.list_id}{dated}: {len(imported.parties):,} listed parties")
    for count in imported.counts:
        click.echo(f"{count.read:>8,} of {count.in_source:,} {count.what} read")
    for kind, number in _orphans(imported).items():
        click.echo(f"{number:>8,} {kind} without their entity{f', kept in {kept}' if kept else ''}")
    for country, number in imported.unknown_countries.items():
        click.echo(f"{number:>8,} entries with the country “{country}”, which has no code and stays as written")
    for note in imported.notes:
        click.echo(f"         {note}")


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
