"""`exeat screen`: names compared with the watchlists, one by one or a file of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from exeat.adapters.hands import ClusterFailed
from exeat.cli._batch import Limits, Screened, answer, matches, pieces, screening
from exeat.cli._common import Number, Refused, echo_json, server_side
from exeat.cli._names import Line, party_of, read_names
from exeat.domain.screening import (
    ENGINE_VERSION,
    PARTY_TYPES,
    Watchlist,
    WatchlistFileError,
    write_lines,
)

_PATH = click.Path(path_type=Path)
_MOST_TOLD = 20  # lines that could not be read and are named one by one


@click.command()
@click.argument("name", required=False)
@click.option("--type", "type_", type=click.Choice(PARTY_TYPES), default="unknown", help="What the party is.")
@click.option("--born", default="", help="Date of birth, whole or in part: 1960-03-01, 1960-03, 1960.")
@click.option("--country", default="", help="A country of the party: its code or its name.")
@click.option("--input", "names", type=_PATH, help="A CSV with the columns name[,type,born,country], a party a line.")
@click.option("--output", type=_PATH, help="With --input: where the matches go, as JSON Lines.")
@click.option("--workers", type=click.IntRange(min=1), default=1, help="With --input: processes on this machine.")
@click.option("--cluster", default="", help="With --input: a Dask scheduler whose workers share the work, tcp://...")
@click.option(
    "--watchlist", type=_PATH, help="A watchlist file (.jsonl) or a saved folder; else those in the database."
)
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="How many matches a name.")
@click.option("--min-score", type=Number(0, 1), default=0.0, show_default=True, help="No matches below this.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def screen(
    name: str | None,
    type_: str,
    born: str,
    country: str,
    names: Path | None,
    output: Path | None,
    workers: int,
    cluster: str,
    watchlist: Path | None,
    top: int,
    min_score: float,
    as_json: bool,
) -> None:
    """Compare names with the watchlists.

    Each match says why it is one. It is a question for an officer, not an answer; that nothing matches says only that
    no listed name is close.

    With --input, lines that cannot be read are named on stderr, all others are answered, each under the number of its
    line, and the command exits with 1.
    """
    if (name is None) == (names is None) or (names is None) != (output is None):
        raise click.UsageError("give a NAME, or --input with --output")
    if names is None and (cluster or workers > 1):
        raise click.UsageError("--workers and --cluster go with --input")
    limits = Limits(top, min_score)
    try:
        if names is not None and output is not None:
            _screen_file(names, output, watchlist, limits, workers, cluster)
        else:
            _screen_one(
                {"name": name or "", "type": type_, "born": born, "country": country}, watchlist, limits, as_json
            )
    except (WatchlistFileError, ClusterFailed) as problem:
        raise Refused(str(problem))
    except OSError as problem:
        raise Refused(f"{problem.filename or 'a file'}: {problem.strerror}")


def _screen_one(fields: dict[str, str], watchlist: Path | None, limits: Limits, as_json: bool) -> None:
    try:
        party = party_of(fields)
    except ValueError as problem:
        raise Refused(str(problem))
    lists = _watchlists(watchlist)
    [found] = matches(lists, [party], limits)
    if as_json:
        versions = [one.version for one in lists]
        echo_json({**answer(party, found), "watchlist_versions": versions, "engine_version": ENGINE_VERSION})
        return
    for match in found:
        click.echo(f"{match.score:.2f}  {match.matched_name}  ({match.list} {match.id})\n      {match.why.sentence}")
    if not found:
        click.echo("No listed name is close to this one.")


def _screen_file(names: Path, output: Path, watchlist: Path | None, limits: Limits, workers: int, cluster: str) -> None:
    """Writes the matches of all parties that can be read, the file whole or not at all; tells of the other lines."""
    lines = read_names(names)
    unread = _Unread()
    with (
        screening(_watchlists(watchlist), limits, workers=workers, cluster=cluster) as screened,
        click.progressbar(
            length=names.stat().st_size, label="Screening", hidden=not os.isatty(2), file=sys.stderr
        ) as bar,
    ):
        write_lines(output, _answers(screened(pieces(lines)), unread, bar.update))
    for line in unread.first:
        click.echo(f"{names}, line {line.number}: {line.problem}", err=True)
    if unread.number:
        named = ", of which the first are named above" if unread.number > len(unread.first) else ""
        raise Refused(f"{names}: lines not screened: {unread.number:,}{named}; all others are in {output}")


@dataclass(slots=True)
class _Unread:
    """The lines that could not be read: how many, and the first of them."""

    number: int = 0
    first: list[Line] = field(default_factory=list)

    def add(self, lines: Sequence[Line]) -> None:
        self.number += len(lines)
        self.first += lines[: _MOST_TOLD - len(self.first)]


def _answers(screened: Iterable[Screened], unread: _Unread, advance: Callable[[int], object]) -> Iterator[str]:
    done = 0
    for piece in screened:
        unread.add(piece.unread)
        yield from piece.answers
        advance(piece.end - done)
        done = piece.end


def _watchlists(path: Path | None) -> list[Watchlist]:
    """The watchlist of a file or folder, else those stored in the database. Raises Refused when there are none."""
    if path is not None:
        return [Watchlist.load(path) if path.is_dir() else Watchlist.from_jsonl(path)]
    with server_side():
        from exeat.web.registers.lists import load_watchlists

        lists: list[Watchlist] = load_watchlists()
    if not lists:
        raise Refused("no watchlist is stored: import one with `exeat watchlists import`, or name one with --watchlist")
    return lists
