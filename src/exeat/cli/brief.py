"""`exeat brief`: the recommendation memo of a plan, from a server."""

from __future__ import annotations

from pathlib import Path

import click

from exeat.cli._common import write_output
from exeat.cli._server import Server

FORMS = (".pdf", ".docx", ".md")


@click.command()
@click.argument("plan", type=click.IntRange(min=1))
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file to write; its ending says in which form: .pdf, .docx or .md.",
)
def brief(plan: int, output: Path) -> None:
    """Write the recommendation memo of a plan on the server.

    PLAN is its number, as the plan's address has it. The memo has a summary, the situation with the desk's load, the
    constraints, the invitations one by one, the recommendation, and what it displaces; each paragraph bears its mark.
    """
    form = output.suffix.lower()
    if form not in FORMS:
        raise click.UsageError(f"{output}: the file ends in one of {', '.join(FORMS)}")
    content = Server().get_file(f"plans/{plan}/memo?form={form[1:]}")
    write_output(output, content)
    click.echo(f"The memo of plan {plan} is in {output}.")
