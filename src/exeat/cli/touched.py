"""`exeat controls touched`: what an amendment of a control list means for the cases and licences of a server."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import click

from exeat.cli._common import Refused, echo_json
from exeat.cli._server import Server


@click.command()
@click.argument("amendment", type=click.IntRange(1), required=False)
@click.option("--list", "list_id", help="The last amendment of this list; else the last of all.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON, with the changed paragraphs.")
def touched(amendment: int | None, list_id: str | None, as_json: bool) -> None:
    """List the open cases, live licences and precedents that an amendment touches, as far as you may see them.

    AMENDMENT is its number, as `/api/amendments` gives it; without one, the last amendment is meant. A new version of
    a list that the server holds already leads to an amendment.
    """
    if amendment is not None and list_id is not None:
        raise click.UsageError("--list stands for the last amendment of a list; it does not go with a number")
    server = Server()
    report = server.get(f"amendments/{amendment or _last(server, list_id)}")
    if as_json:
        echo_json(report)
        return
    for line in _lines(report):
        click.echo(line)


def _last(server: Server, list_id: str | None) -> int:
    """The number of the newest amendment, of one list where it is named. Raises Refused when there is none."""
    for page in count(1):
        found = server.get("amendments", params={"page": page})["results"]
        if not found:
            break
        for one in found:
            if list_id in (None, one["list"]):
                return int(one["id"])
    raise Refused(f"no amendment of {list_id} is known" if list_id else "no control list was amended yet")


def _lines(report: dict[str, Any]) -> Iterator[str]:
    amendment, cases, licences, precedents = (report[key] for key in ("amendment", "cases", "licences", "precedents"))
    paragraphs = len(report["changes"])
    yield (
        f"Amendment {amendment['id']}: {amendment['list']} {amendment['old']} -> {amendment['new']},"
        f" {paragraphs:,} paragraph{'' if paragraphs == 1 else 's'}"
    )
    yield f"Open cases: {len(cases)}"
    for one in cases:
        yield f"  {one['case']} line {one['line']}, {one['description']}: {'; '.join(one['because'])}"
    yield f"Live licences: {len(licences)}"
    for one in licences:
        yield f"  {one['licence']} line {one['line']}, {one['description']}: {one['entry']}"
    yield f"Precedents: {len(precedents)}"
    for one in precedents:
        yield f"  {one['case']} line {one['line']}, {one['description']}: {one['entry']}, {one['at'][:10]}"
