"""`exeat partner`: a programme office plans its offers against what states published; with the base install alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from exeat.adapters.partner_files import PartnerFileError, Rows, open_windows, plan_invitations, read_offers
from exeat.cli._common import InputFile, Number, Refused, echo_json, server_side, write_output
from exeat.domain.licences import KeyFileError, PublicKeys

FILE = InputFile()
_KEYS = click.option(
    "--key",
    "keys",
    multiple=True,
    required=True,
    metavar="CODE=FILE",
    help="A state's public key, a JWK or JWK set, by its country code; once for each state.",
)


@click.group()
def partner() -> None:
    """Plan offers to states against the free windows that they publish."""


@partner.command()
@click.argument("windows", nargs=-1, required=True, type=FILE)
@_KEYS
@click.option("--json", "as_json", is_flag=True, help="Print the statements as JSON.")
def windows(windows: tuple[Path, ...], keys: tuple[str, ...], as_json: bool) -> None:
    """Check published WINDOWS and say what is in them."""
    statements = _verified(windows, keys)
    if as_json:
        echo_json(statements)
        return
    for one in statements:
        click.echo(f"{one['state']['id']} {one['state']['name']}, {one['start']} to {one['end']}: genuine")
        for section in one["sections"]:
            click.echo(f"  {section['name']}: {_free(section)}")


@partner.command("plan")
@click.argument("windows", nargs=-1, required=True, type=FILE)
@click.option("--offers", required=True, type=FILE, help="The partner's own offers, as JSON.")
@click.option("--others", multiple=True, type=FILE, help="Another partner's offers, to find what overlaps.")
@_KEYS
@click.option("--time-limit", type=Number(min=0), default=10.0, show_default=True, help="Seconds to search.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def plan_offers(
    windows: tuple[Path, ...],
    offers: Path,
    others: tuple[Path, ...],
    keys: tuple[str, ...],
    time_limit: float,
    as_json: bool,
) -> None:
    """Say which invitations to extend to whom, what to fund, and what the offers take of whose desks.

    WINDOWS are files that states published; each is verified with that state's key before anything is read from it.
    """
    statements = _verified(windows, keys)
    own, theirs = _read(offers), [_read(path) for path in others]
    try:
        found = plan_invitations(statements, own, theirs, time_limit)
    except PartnerFileError as problem:
        raise Refused(f"{offers}: {problem}")
    if as_json:
        echo_json(found)
    else:
        _print(found)


@partner.command()
@click.option("--output", type=click.Path(path_type=Path), help="Where the file goes; else it is printed.")
def export(output: Path | None) -> None:
    """Write the windows that the head of this authority released last, signed."""
    with server_side():
        from exeat.web.partners.selectors import latest_release

        token = latest_release()
    if token is None:
        raise Refused("no windows are released: an officer prepares them on the page for partners, the head releases")
    if output is None:
        click.echo(token)
    else:
        write_output(output, f"{token}\n".encode())


def _verified(paths: tuple[Path, ...], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """The statements in the files, each signed by the state that it is of; one a state."""
    known = dict(map(_key, keys))
    found: dict[str, dict[str, Any]] = {}
    for path in paths:
        try:
            statement = open_windows(path.read_text(encoding="ascii", errors="replace"), known, str(path))
        except PartnerFileError as problem:
            raise Refused(str(problem))
        state = statement["state"]["id"]
        if state in found:
            raise Refused(f"{path}: {state} is there twice; give the newest file of each state")
        found[state] = statement
    return list(found.values())


def _key(text: str) -> tuple[str, PublicKeys]:
    code, _, path = text.partition("=")
    if not path:
        raise click.UsageError(f"--key {text}: expected a country code and a file, such as XA=xa.jwk")
    try:
        return code, PublicKeys.load(Path(path))
    except KeyFileError as problem:
        raise Refused(str(problem))


def _read(path: Path) -> Rows:
    try:
        return read_offers(path.read_bytes())
    except PartnerFileError as problem:
        raise Refused(f"{path}: {problem}")


def _free(section: dict[str, Any]) -> str:
    if not section["weeks"]:
        return f"windows on request for {', '.join(section['on_request'])}"
    days = sum(week["free_days"] for week in section["weeks"])
    asked = f"; on request: {', '.join(section['on_request'])}" if section["on_request"] else ""
    return f"{days:g} free desk days of {section['desk_days']}{asked}"


def _print(found: Rows) -> None:
    for one in found["invitations"]:
        click.echo(_line(one))
    click.echo()
    for row in found["load"]:
        text = f"{row['section']}: your calendar takes {row['all_offers']:.0%} of this section's desk time"
        click.echo(f"{text}, the invitations {row['invited']:.0%}")
        if row["dear"]:
            click.echo(f"  cost more cases than they build: {', '.join(row['dear'])}")
    for pair in found["overlaps"]:
        what = "perhaps the same as" if pair["kind"] == "duplicate" else "builds the same, near in time, as"
        click.echo(f"{pair['offer']}: {what} {pair['other']}")


def _line(one: Rows) -> str:
    if not one["invite"]:
        return f"leave   {one['offer']} to {one['state']}: {'; '.join(one['because'])}"
    funding, places = one["funding"], one["places"]
    asked = f"; ask when, for {', '.join(one['on_request'])} is held by one" if one["on_request"] else ""
    cost = f"fund {funding['host_cost']}" if Decimal(funding["host_cost"]) else f"{funding['payer']} pays"
    seats = f"{places} place{'s' * (places != 1)}"
    return f"invite  {one['state']} to {one['offer']}, session {one['session']}, {seats}: {cost}{asked}"
