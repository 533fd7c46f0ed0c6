"""`exeat screen`: names compared with the watchlists, one by one or a file of them."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import click

from exeat.cli._common import Refused, echo_json, server_side
from exeat.domain.screening import (
    ENGINE_VERSION,
    PARTY_TYPES,
    Match,
    Party,
    Watchlist,
    WatchlistFileError,
    country_code,
    iso_date,
    write_lines,
)

_PATH = click.Path(path_type=Path)
_COLUMNS = ("name", "type", "born", "country")
_AT_ONCE = 100  # names between two steps of the progress bar


@click.command()
@click.argument("name", required=False)
@click.option("--type", "type_", type=click.Choice(PARTY_TYPES), default="unknown", help="What the party is.")
@click.option("--born", help="Date of birth, whole or in part: 1960-03-01, 1960-03, 1960.")
@click.option("--country", help="A country of the party: its code or its name.")
@click.option("--input", "names", type=_PATH, help="A CSV with the columns name[,type,born,country].")
@click.option("--output", type=_PATH, help="With --input: where the matches go, as JSON Lines.")
@click.option(
    "--watchlist", type=_PATH, help="A watchlist file (.jsonl) or a saved folder; else those in the database."
)
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="How many matches a name.")
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="No matches below this.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def screen(
    name: str | None,
    type_: str,
    born: str | None,
    country: str | None,
    names: Path | None,
    output: Path | None,
    watchlist: Path | None,
    top: int,
    min_score: float,
    as_json: bool,
) -> None:
    """Compare names with the watchlists.

    Each match says why it is one. It is a question for an officer, not an answer; that nothing matches says only that
    no listed name is close.
    """
    if (name is None) == (names is None) or (names is None) != (output is None):
        raise click.UsageError("give a NAME, or --input with --output")
    try:
        if names is not None and output is not None:
            parties = _parties(names)
            _screen_file(_watchlists(watchlist), parties, output, top, min_score)
            return
        party = _party({"name": name or "", "type": type_, "born": born or "", "country": country or ""}, "")
        lists = _watchlists(watchlist)
        [found] = _matches(lists, [party], top, min_score)
    except WatchlistFileError as problem:
        raise Refused(str(problem))
    except OSError as problem:
        raise Refused(f"{problem.filename or 'a file'}: {problem.strerror}")
    if as_json:
        versions = [one.version for one in lists]
        echo_json({**_row(party, found), "watchlist_versions": versions, "engine_version": ENGINE_VERSION})
        return
    for match in found:
        click.echo(f"{match.score:.2f}  {match.matched_name}  ({match.list} {match.id})\n      {match.why.sentence}")
    if not found:
        click.echo("No listed name is close to this one.")


def _screen_file(
    lists: Sequence[Watchlist], parties: Sequence[Party], output: Path, top: int, min_score: float
) -> None:
    """Writes the matches of all parties, the file whole or not at all."""
    with click.progressbar(parties, label="Screening", hidden=not os.isatty(2), file=sys.stderr) as bar:
        write_lines(output, _lines(lists, bar, top, min_score))


def _lines(lists: Sequence[Watchlist], parties: Iterable[Party], top: int, min_score: float) -> Iterator[str]:
    coming = iter(parties)
    while group := list(islice(coming, _AT_ONCE)):
        for party, found in zip(group, _matches(lists, group, top, min_score), strict=True):
            yield json.dumps(_row(party, found), ensure_ascii=False)


def _matches(lists: Sequence[Watchlist], parties: Sequence[Party], top: int, min_score: float) -> Iterator[list[Match]]:
    """For each party its best matches from all lists."""
    answers = [one.screen(parties, top, min_score) for one in lists]
    for found in zip(*answers, strict=True):
        together = [match for matches in found for match in matches]
        yield sorted(together, key=lambda match: (-match.score, match.key))[:top]


def _row(party: Party, found: Sequence[Match]) -> dict[str, Any]:
    return {"query": party.name, "matches": [match.as_json() for match in found]}


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


def _parties(path: Path) -> list[Party]:
    """The rows of a CSV file, every one checked before the first is screened."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            if "name" not in (rows.fieldnames or ()) or set(rows.fieldnames or ()) - set(_COLUMNS):
                raise Refused(
                    f"{path}, line 1: expected a header with the column name, and of {', '.join(_COLUMNS[1:])}"
                )
            return [_party(row, f"{path}, line {rows.line_num}: ") for row in rows]
    except UnicodeDecodeError:
        raise Refused(f"{path}: not UTF-8 text")
    except csv.Error as problem:
        raise Refused(f"{path}, line {rows.reader.line_num}: {problem}")


def _party(row: Mapping[str, Any], place: str) -> Party:
    """A party from text fields; raises Refused with ``place`` before it when a field does not fit."""
    name, type_, born, country = ((row.get(column) or "").strip() for column in _COLUMNS)
    if None in row:
        raise Refused(f"{place}more fields than the header has; a name with a comma must stand in quotes")
    if not name:
        raise Refused(f"{place}the name is empty")
    if type_ and type_ not in PARTY_TYPES:
        raise Refused(f'{place}type is "{type_}", expected one of {", ".join(PARTY_TYPES)}')
    date, code = iso_date(born), country_code(country)
    if born and date is None:
        raise Refused(f'{place}born is "{born}", expected a date such as 1960-03-01 or 1960')
    if country and code is None:
        raise Refused(f'{place}country is "{country}", expected a two-letter code or a country\'s English name')
    try:
        return Party(name, type_ or "unknown", date, (code,) if code else ())
    except ValueError as problem:
        raise Refused(f"{place}{problem}")
