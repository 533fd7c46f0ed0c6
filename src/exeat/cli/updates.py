"""`exeat watchlists update`: lists fetched from their publishers and, if they are sound, brought into force."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from exeat.adapters.downloads import Downloader, DownloadFailed, Publisher, publishers
from exeat.cli._common import Number, Refused, echo_json
from exeat.cli._imported import as_json as imported_as_json
from exeat.cli._imported import echo_import
from exeat.cli._shelves import Last, Shelf, shelf
from exeat.domain.screening.importers import (
    Imported,
    ImportRefused,
    digest_of_sources,
    fingerprints,
    import_list,
)


@dataclass(frozen=True, slots=True)
class _Updated:
    """What became of one list: ``imported`` is absent when it is unchanged or failed, which ``problem`` tells."""

    list_id: str
    imported: Imported | None = None
    kept: Path | None = None
    problem: str = ""

    @property
    def status(self) -> str:
        return "failed" if self.problem else "updated" if self.imported else "unchanged"

    def as_json(self) -> dict[str, Any]:
        told = imported_as_json(self.imported, self.kept) if self.imported else {"list": self.list_id}
        return told | {"status": self.status} | ({"problem": self.problem} if self.problem else {})


@click.command()
@click.argument("lists", metavar="[LIST]...", type=click.Choice(sorted(publishers())), nargs=-1)
@click.option("--from", "addresses", multiple=True, help="Fetch the one LIST from this address; once for each file.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the lists in this folder, as LIST.jsonl; else in the database.",
)
@click.option(
    "--shrink-limit",
    type=Number(0, 1),
    default=0.1,
    show_default=True,
    help="Refuse a list that lost more than this share of its parties.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def update(
    lists: tuple[str, ...], addresses: tuple[str, ...], output: Path | None, shrink_limit: float, as_json: bool
) -> None:
    """Fetch lists from their publishers and bring them into force.

    Without LIST these are the lists that were imported before. A list that is the same as before is left as it is.
    Where a list cannot be fetched, is cut off or malformed, or has shrunk too much, the version in force stays, the
    others are updated, and the command exits with 1.
    """
    if addresses and len(lists) != 1:
        raise click.UsageError("--from goes with one LIST")
    known = publishers()
    with shelf(output) as kept, Downloader() as downloader:
        chosen = lists or tuple(key for key in known if kept.last(key))
        if not chosen:
            raise Refused(f"no list was imported before; name those to fetch, of {', '.join(known)}")
        done = [_update(known[key], addresses, kept, downloader, shrink_limit) for key in chosen]
    if as_json:
        echo_json([one.as_json() for one in done])
    else:
        for one in done:
            _echo(one)
    if failed := [one.problem for one in done if one.problem]:
        raise Refused("\n".join(failed))


def _update(
    publisher: Publisher, given: Sequence[str], kept: Shelf, downloader: Downloader, shrink_limit: float
) -> _Updated:
    """Fetches, reads and keeps one list; what goes wrong with it is told and stops nothing else."""
    key = publisher.list_id
    try:
        with tempfile.TemporaryDirectory() as folder:
            addresses = given or downloader.addresses(publisher)
            if sys.stderr.isatty():
                click.echo(f"Fetching {publisher.title} ...", err=True)
            files = downloader.fetch_all(addresses, Path(folder), publisher.also_from)
            last = kept.last(key)
            if last and last.source == digest_of_sources(fingerprints(files)):
                return _Updated(key)
            imported = import_list(publisher.format, files)
        if last:
            _check_size(key, last, imported, shrink_limit)
        return _Updated(key, imported, kept.put(imported))
    except (DownloadFailed, ImportRefused) as problem:
        return _Updated(key, problem=f"{key} stays as it is: {problem}")
    except OSError as problem:
        return _Updated(key, problem=f"{key} stays as it is: {problem.filename or 'a file'}: {problem.strerror}")


def _check_size(key: str, last: Last, imported: Imported, limit: float) -> None:
    lost = 1 - len(imported.parties) / last.parties if last.parties else 0
    if lost > limit:
        raise DownloadFailed(
            f"the file lists {len(imported.parties):,} parties where {last.parties:,} are in force; {lost:.0%} fewer, "
            f"and at most {limit:.0%} are expected. If that is right, say --shrink-limit {min(1.0, lost + 0.01):.2f}"
        )


def _echo(one: _Updated) -> None:
    if one.imported:
        echo_import(one.imported, one.kept)
        for name, digest in one.imported.sources.items():
            click.echo(f"         {name}: SHA-256 {digest}")
    elif not one.problem:
        click.echo(f"{one.list_id}: unchanged since the last import")
