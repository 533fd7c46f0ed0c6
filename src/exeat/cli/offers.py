"""`exeat offers`: what partners offer, on a server, as the signed-in user."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

import click

from exeat.cli._common import InputFile, Refused, echo_json
from exeat.cli._server import Server


@click.group()
def offers() -> None:
    """Bring in what partners offer, on a server, as the signed-in user."""


@offers.command("import")
@click.argument("files", nargs=-1, required=True, type=InputFile())
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def import_offers(files: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    """Load tables of offers (.csv, .xlsx, .toml) and read invitations (.ics, .eml, the text of a message).

    All of a file is loaded, or nothing; the first that is refused ends the command, and says which went before it.
    A table has the columns of the template on the page "Load a register". What is found in an invitation is proposed,
    and waits for a person to confirm it.
    """
    server = Server()
    brought: list[dict[str, Any]] = []
    for number, file in enumerate(files):
        content = b64encode(file.read_bytes()).decode()
        try:
            found = server.post("offers/import", json={"name": file.name, "content": content, "dry_run": dry_run})
        except Refused as refusal:
            before = f" (loaded before it: {', '.join(one.name for one in files[:number])})" if number else ""
            raise Refused(f"{file.name}: {refusal.message}{'' if dry_run else before}")
        brought += [{"file": file.name} | one for one in found["results"]]
    if as_json:
        echo_json(brought)
        return
    for one in brought:
        click.echo(f"{one['file']}, {one['row']}: {one['name']}: {one['outcome']}")
    click.echo(f"{len(brought)} would be brought in; nothing was changed" if dry_run else f"{len(brought)} brought in")
