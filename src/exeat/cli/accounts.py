"""`exeat administrator`: who may open accounts, from the machine that the database is on."""

from __future__ import annotations

import os

import click

from exeat.cli._common import Refused, server_side


@click.command()
@click.argument("email")
@click.option("--name", default="", help="The name of a new account. [default: the address]")
@click.option(
    "--url",
    envvar="EXEAT_URL",
    default="http://localhost:8000",
    show_default=True,
    help="Where the server answers, for the link.",
)
def administrator(email: str, name: str, url: str) -> None:
    """Make an administrator, or let one back in.

    Prints a link at which to choose a password, once, within three days. An official who has an account becomes an
    administrator as well; a closed account is opened.
    """
    os.environ["EXEAT_URL"] = url
    with server_side():
        click.echo(install(email, name))


def install(email: str, name: str = "") -> str:
    """Make an administrator in the database at hand; in words, how they come in. Raises Refused."""
    from django.db import transaction
    from django.utils import timezone

    from exeat.web.accounts.password_link import show_password_link
    from exeat.web.accounts.services import install_administrator
    from exeat.web.errors import Invalid

    now = timezone.now()
    try:
        with transaction.atomic():
            user = install_administrator(email=email, name=name, now=now)
            link = show_password_link(user=user, now=now)
    except Invalid as refusal:
        raise Refused("; ".join(refusal.errors.values()))
    return f"{user.email} is an administrator, who chooses a password once, within three days, at\n  {link}"
