"""`exeat import`: licences in force and open cases from a spreadsheet, into the database."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from exeat.cli._common import InputFile, Refused, echo_json, server_side


@click.command("import")
@click.argument("what", type=click.Choice(["licences", "cases"]))
@click.argument("file", type=InputFile())
@click.option("--by", "email", required=True, metavar="EMAIL", help="The licensing officer who loads the records.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def import_(what: str, file: Path, email: str, dry_run: bool, as_json: bool) -> None:
    """Load licences in force or open cases from a spreadsheet.

    The sheet has the name of what it holds; its columns are those of the template on the page "Load records". All of a
    file is loaded, or nothing.
    """
    with server_side():
        from exeat.web.accounts.models import User
        from exeat.web.errors import NotPermitted
        from exeat.web.registers.loading import load
        from exeat.web.registers.spreadsheet import SheetError

        officer = User.objects.filter(email__iexact=email, is_active=True).first()
        if officer is None:
            raise Refused(f"nobody signs in as {email}")
        try:
            loaded = load(what=what, content=file.read_bytes(), by=officer, now=datetime.now(UTC), dry_run=dry_run)
        except SheetError as refusal:
            raise Refused("\n".join(f"{file.name}, {fault}" for fault in refusal.faults))
        except NotPermitted as refusal:
            raise Refused(str(refusal))
    if as_json:
        echo_json([asdict(one) for one in loaded])
        return
    for one in loaded:
        click.echo(f"{one.name}: {one.outcome}")
    click.echo(f"{len(loaded)} would be loaded; nothing was changed" if dry_run else f"{len(loaded)} loaded")
