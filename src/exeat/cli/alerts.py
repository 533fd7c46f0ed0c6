"""`exeat watchlists alerts`: what changed lists say of the parties that a server holds, as the signed-in user."""

from __future__ import annotations

from typing import Any

import click

from exeat.cli._common import echo_json
from exeat.cli._server import Server

_SHOWN = ("open", "new", "changed", "cleared", "hits", "settled", "all")


@click.command()
@click.option("--show", type=click.Choice(_SHOWN), default="open", show_default=True, help="Which of them.")
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Which fifty of them.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def alerts(show: str, page: int, as_json: bool) -> None:
    """List the alerts that changed watchlists led to, on a server, as the signed-in user.

    `hits` are those on licences that are still active. They are settled on the desk, or through the API.
    """
    found = Server().get("alerts", params={"show": show, "page": page})
    if as_json:
        echo_json(found)
        return
    for alert in found["results"]:
        click.echo(_line(alert))
    click.echo(f"{len(found['results'])} of {found['count']} alerts.")


def _line(alert: dict[str, Any]) -> str:
    party = alert["party"]
    who = f"{party['name']} ({party['country']})" if party["country"] else party["name"]
    touched = ", ".join([*alert["cases"], *alert["licences"]]) or "no open case or live licence"
    listed = f"{alert['matched_name']} ({alert['list']} {alert['listed_id']}, {alert['score']:.2f})"
    return f"{alert['id']:>6} {alert['change']:<8} {alert['status']:<10} {who} beside {listed}: {touched}"
