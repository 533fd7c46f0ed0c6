"""`exeat controls` and `exeat classify`: control lists imported, read, compared, and asked about goods."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from exeat.cli._common import Refused, echo_json, server_side
from exeat.cli._show_provision import change_data, change_text, disagreement_text, provision_data, provision_text
from exeat.cli.touched import touched
from exeat.domain.controls import (
    READERS,
    Candidate,
    ControlList,
    ControlListError,
    Imported,
    UnknownCodeError,
    build_index,
    disagreements,
    index_beside,
    index_size,
    with_customs_codes,
    with_dates,
)
from exeat.domain.files import written_whole

_FILE = click.Path(path_type=Path, dir_okay=False)
_list_option = click.option(
    "--list", "list_file", type=_FILE, help="A list that `controls import` wrote; else those in the database."
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group()
def controls() -> None:
    """Import, read and compare control lists."""


controls.add_command(touched)


@controls.command("import")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(list(READERS)))
@click.argument("files", metavar="FILE...", type=_FILE, nargs=-1, required=True)
@click.option("--output", type=_FILE, help="Write the list here; else it is stored in the database.")
@click.option("--twin", type=_FILE, help="A saved list with the same paragraphs, to prove damaged powers of ten by.")
@click.option("--hs", "hs_table", type=_FILE, help="Your own table of customs codes: a CSV with columns code and hs.")
@click.option("--effective", type=click.DateTime(["%Y-%m-%d"]), help="First day in force, where the file names none.")
@_json_option
def import_list(
    format_name: str,
    files: tuple[Path, ...],
    output: Path | None,
    twin: Path | None,
    hs_table: Path | None,
    effective: datetime | None,
    as_json: bool,
) -> None:
    """Read a list as its publisher wrote it, count it against its source, and store it.

    A file that is cut off or malformed is refused, and the list stored before stays as it is.
    """
    with _refusing():
        imported = READERS[format_name](files)
        if twin is not None:
            imported = imported.proven_by(ControlList.load(twin))
        if hs_table is not None:
            imported = replace(imported, control_list=with_customs_codes(imported.control_list, hs_table))
        if effective is not None:
            imported = replace(imported, control_list=with_dates(imported.control_list, effective.date()))
        control_list = imported.control_list
        if output is not None:
            control_list.save(output)
            if output.is_file():  # beside a pipe or a device there is no place for an index
                _build_index(control_list, output)
    if output is None:
        _store(imported)
    if as_json:
        echo_json({"list": control_list.id, "version": str(control_list.version), "counts": imported.counts})
        return
    begins = control_list.version.effective_from
    click.echo(f"{control_list.title}, version {control_list.version}{f', in force from {begins}' if begins else ''}")
    for name, number in imported.counts.items():
        click.echo(f"{number:>8,}  {name}")


@controls.command("show")
@click.argument("code")
@_list_option
@_json_option
def show(code: str, list_file: Path | None, as_json: bool) -> None:
    """Print an entry or a provision (`6A003.b.4`) with what stands above, beside and below it.

    Notes that bear on it, what it refers to, and figures that were put right or are in doubt follow.
    """
    with _refusing():
        control_list = _holding(code, _lists(list_file))
        record = control_list.provision(code)
        if as_json:
            echo_json(provision_data(control_list, record))
            return
        for line in provision_text(control_list, record):
            click.echo(line)


@controls.command("disagreements")
@click.argument("left", type=_FILE)
@click.argument("right", type=_FILE)
@_json_option
def disagree(left: Path, right: Path, as_json: bool) -> None:
    """List the paragraphs that two saved lists share and whose figures differ, such as the EU's and the US list's.

    A difference is a change that one list has and the other not yet, a rounding, or a mistake in one of the files.
    """
    with _refusing():
        found = disagreements(ControlList.load(left), ControlList.load(right))
    if as_json:
        echo_json([asdict(one) for one in found])
        return
    for one in found:
        click.echo(disagreement_text(one))
    click.echo(f"{len(found)} shared paragraphs differ in a figure.")


@controls.command("diff")
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@_json_option
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Print what changed from one saved version of a list to another, paragraph by paragraph."""
    with _refusing():
        found = ControlList.load(old).diff(ControlList.load(new))
    if as_json:
        echo_json([change_data(change) for change in found])
        return
    for change in found:
        click.echo(change_text(change, colour=os.isatty(1)))
    click.echo(f"{len(found)} paragraphs differ.")


_VERDICTS = {"candidate": "meets it", "ask": "not enough to say", "ruled_out": "does not meet it"}


def _weighed(row: dict[str, Any]) -> list[str]:
    """The arithmetic of each provision that was weighed by figures, and what that says of the entry."""
    sums = [
        f"{weighed['path']}: {weighed['arithmetic']}: {_VERDICTS[weighed['verdict']]}"
        for weighed in row["provisions"]
        if weighed["arithmetic"]
    ]
    if row["verdict"] == "ruled_out":
        sums.append(f"by these figures {row['entry']} does not cover the goods; other entries may")
    return sums


@click.command()
@click.argument("description", required=False)
@click.option("--facts", default="", help="Figures and properties: what a data sheet says.")
@click.option("--hs", help="The customs code: a hint, never a test.")
@click.option("--input", "items", type=_FILE, help="JSON Lines with id, description and facts.")
@click.option("--output", type=_FILE, help="With --input: where the candidates go, as JSON Lines.")
@_list_option
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, help="How many entries at most.")
@_json_option
def classify(
    description: str | None,
    facts: str,
    hs: str | None,
    items: Path | None,
    output: Path | None,
    list_file: Path | None,
    top: int,
    as_json: bool,
) -> None:
    """Find the entries that an officer should look at for goods so described.

    It suggests and gives reasons; that an entry is not among the answers says nothing.
    """
    if (description is None) == (items is None) or (items is None) != (output is None):
        raise click.UsageError("give a DESCRIPTION, or --input with --output")
    if description is not None and not description.strip():
        raise Refused("the description is empty")
    with _refusing():
        lists = _lists(list_file)
        if items is not None and output is not None:
            _classify_file(lists, items, output, top)
            return
        found = _ask(lists, description or "", facts, hs, top)
    if as_json:
        echo_json({"candidates": found})
        return
    for row in found:
        click.echo(f"{row['score']:.2f}  {row['entry']}  {row['title']}")
        for line in (*row["why"], *_weighed(row), *row["questions"]):
            click.echo(f"        {line}")
    click.echo("That an entry is not among these says nothing about the goods.")


def _classify_file(lists: list[ControlList], items: Path, output: Path, top: int) -> None:
    rows = list(_items(items))
    with written_whole(output) as file, click.progressbar(rows, label="Classifying", hidden=not os.isatty(2)) as bar:
        for row in bar:
            found = _ask(lists, row["description"], row.get("facts") or "", row.get("hs"), top)
            line = json.dumps({"id": row["id"], "candidates": found}, ensure_ascii=False)
            file.write(f"{line}\n".encode())


def _items(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield _item(line)
            except ValueError as problem:
                raise Refused(f"{path}, line {number}: {problem}")


def _item(line: bytes) -> dict[str, Any]:
    """The fields of a line. Raises ValueError."""
    try:
        row = json.loads(line)
        json.dumps(row, ensure_ascii=False).encode()
    except json.JSONDecodeError as problem:
        raise ValueError(f"not JSON ({problem.msg})")
    except UnicodeDecodeError as problem:
        raise ValueError(f"not UTF-8 text at byte {problem.start + 1} of the line")
    except UnicodeEncodeError:
        raise ValueError("holds half of a UTF-16 pair, which is no character")
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets within brackets
        raise ValueError("JSON beyond all measure")
    if not isinstance(row, dict) or "id" not in row:
        raise ValueError("an object with id, description and facts was expected")
    for key in ("description", "facts", "hs"):
        if not isinstance(row.get(key) or "", str):
            raise ValueError(f"the field {key} must be text")
    if not (row.get("description") or "").strip():
        raise ValueError("the field description must be text that is not empty")
    return row


def _ask(lists: Iterable[ControlList], description: str, facts: str, hs: str | None, top: int) -> list[dict[str, Any]]:
    """Candidates from all lists as the contract's rows, nearest first, each naming its list and version."""
    found = [
        (candidate, control_list)
        for control_list in lists
        for candidate in control_list.classify(description, facts, hs, top)
    ]
    found.sort(key=lambda pair: -pair[0].score)
    return [_row(candidate, control_list) for candidate, control_list in found[:top]]


def _row(candidate: Candidate, control_list: ControlList) -> dict[str, Any]:
    return {**asdict(candidate), "list": control_list.id, "list_version": str(control_list.version)}


def _lists(list_file: Path | None) -> list[ControlList]:
    """The list of a file, else those stored in the database. Raises Refused when there are none."""
    if list_file is not None:
        return [ControlList.load(list_file)]
    with server_side():
        from exeat.web.registers.lists import load_control_lists

        lists: list[ControlList] = load_control_lists()
    if not lists:
        raise Refused("no control list is stored: import one with `exeat controls import`, or name a file with --list")
    return lists


def _build_index(control_list: ControlList, output: Path) -> None:
    """Write the list's search index beside it."""
    texts = index_size(control_list)
    with click.progressbar(length=texts, label="Indexing", hidden=not os.isatty(2), file=sys.stderr) as bar:
        build_index(control_list, index_beside(output), bar.update)


def _store(imported: Imported) -> None:
    with server_side():
        from exeat.web.registers.lists import store_control_list

        store_control_list(imported)


def _holding(code: str, lists: list[ControlList]) -> ControlList:
    for control_list in lists:
        try:
            control_list.provision(code)
        except UnknownCodeError:
            continue
        return control_list
    names = " or ".join(f"{control_list.id} {control_list.version}" for control_list in lists)
    raise Refused(f"no provision {code} in {names}")


@contextmanager
def _refusing() -> Iterator[None]:
    """Errors of lists and files as the one plain sentence that a command ends with."""
    try:
        yield
    except ControlListError as problem:
        raise Refused(str(problem))
    except OSError as problem:
        raise Refused(f"{problem.filename or 'a file'}: {problem.strerror}")
