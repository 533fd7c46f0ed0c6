"""`exeat partner`: a programme office plans its offers against what states published; with the base install alone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from exeat.cli._common import Refused, echo_json, server_side
from exeat.domain.licences import KeyFileError, PublicKeys, UnknownKeyError, UnsignedError, open_signed
from exeat.domain.offers import Sketch, overlaps
from exeat.domain.planning import ScenarioError
from exeat.domain.planning.partner import Invitation, PartnerPlan, partner_plan
from exeat.domain.planning.windows import check_statement

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
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
@click.option("--time-limit", type=click.FloatRange(min=0), default=10.0, show_default=True, help="Seconds to search.")
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
        found = partner_plan(statements, own, time_limit)
        shared = _overlapping(own, theirs)
    except ScenarioError as problem:
        raise Refused(f"{offers}: {problem}")
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise Refused(f"{offers}: is not a partner's file of offers ({problem!r}); docs/partner.md tells its form")
    if as_json:
        echo_json(_as_json(found, shared))
    else:
        _print(found, shared)


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
        output.write_text(token + "\n", encoding="ascii")


def _verified(paths: tuple[Path, ...], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """The statements in the files, each signed by the state that it is of; one a state."""
    known = dict(map(_key, keys))
    found: dict[str, dict[str, Any]] = {}
    for path in paths:
        statement = _open(path, known)
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


def _open(path: Path, known: dict[str, PublicKeys]) -> dict[str, Any]:
    """The statement of a file: a key of one state opens none of another's."""
    text = path.read_text(encoding="ascii", errors="replace")
    for code, keys in known.items():
        try:
            statement = open_signed(text, keys)
        except UnknownKeyError:
            continue
        except UnsignedError as problem:
            raise Refused(f"{path}: {problem}")
        try:
            check_statement(statement, str(path))
        except ScenarioError as problem:
            raise Refused(str(problem))
        if statement["state"]["id"] != code:
            raise Refused(
                f"{path}: is signed with the key of {code}, and says that it is of {statement['state']['id']}"
            )
        return statement
    raise Refused(f"{path}: is signed with a key that is none of those given")


def _read(path: Path) -> dict[str, Any]:
    try:
        rows = json.loads(path.read_bytes())
    except ValueError as problem:
        raise Refused(f"{path}: this is not JSON: {problem}")
    if not isinstance(rows, dict):
        raise Refused(f"{path}: expected an object with partner and offers")
    return rows


def _free(section: dict[str, Any]) -> str:
    if not section["weeks"]:
        return f"windows on request for {', '.join(section['on_request'])}"
    days = sum(week["free_days"] for week in section["weeks"])
    asked = f"; on request: {', '.join(section['on_request'])}" if section["on_request"] else ""
    return f"{days:g} free desk days of {section['desk_days']}{asked}"


def _overlapping(own: dict[str, Any], others: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Pairs of an offer of ours and one of another partner: perhaps the same, or fit to be held together."""
    mine = [_sketch(offer, own, "") for offer in own["offers"]]
    names = {sketch.id for sketch in mine}
    theirs = [_sketch(offer, one, f"{one['partner']['id']}/") for one in others for offer in one["offers"]]
    pairs = [(pair.first, pair.second, pair.kind) for pair in overlaps([*mine, *theirs])]
    return [{"offer": a, "other": b, "kind": kind} for a, b, kind in pairs if a in names and b not in names]


def _sketch(offer: dict[str, Any], rows: dict[str, Any], prefix: str) -> Sketch:
    dates = (tuple(date.fromisoformat(one[name]) for name in ("start", "end")) for one in offer["sessions"])
    spans = tuple((start, end) for start, end in dates)
    title = offer.get("title") or offer["id"]
    return Sketch(f"{prefix}{offer['id']}", title, rows["partner"]["id"], spans, frozenset(offer["gain"]))


def _as_json(found: PartnerPlan, shared: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "status": found.plan.status,
        "value": found.plan.value,
        "bound": found.plan.bound,
        "invitations": [_invitation(found, one) for one in found.invitations],
        "load": [_load(found, row.agency) for row in found.whole],
        "overlaps": shared,
    }


def _invitation(found: PartnerPlan, one: Invitation) -> dict[str, Any]:
    row: dict[str, Any] = {"offer": one.offer, "state": one.state, "invite": one.extended, "places": one.places}
    if one.session is not None and one.funding is not None:
        funding = found.scenario.offer[f"{one.offer}@{one.state}"].funding[one.funding]
        cost = {"payer": funding.payer, "host_cost": str(funding.host_cost), "own_cost": str(funding.own_cost)}
        row |= {"session": one.session, "funding": cost}
    load = one.load
    desk = None if load is None else {"days": float(sum(load.days.values())), "cost": float(load.cost)}
    return row | {
        "on_request": list(one.on_request),
        "desk": desk,
        "builds": None if load is None else float(load.gain),
        "because": list(one.because),
    }


def _load(found: PartnerPlan, agency: str) -> dict[str, Any]:
    whole = next(row for row in found.whole if row.agency == agency)
    planned = next((row for row in found.planned if row.agency == agency), None)
    return {
        "section": agency,
        "all_offers": round(float(whole.share), 4),
        "invited": round(float(planned.share), 4) if planned else 0.0,
        "dear": [one.offer.rpartition("@")[0] for one in whole.offers if one.dear],
    }


def _print(found: PartnerPlan, shared: list[dict[str, str]]) -> None:
    for one in found.invitations:
        click.echo(_line(found, one))
    click.echo()
    for row in (_load(found, load.agency) for load in found.whole):
        text = f"{row['section']}: your calendar takes {row['all_offers']:.0%} of this section's desk time"
        click.echo(f"{text}, the invitations {row['invited']:.0%}")
        if row["dear"]:
            click.echo(f"  cost more cases than they build: {', '.join(row['dear'])}")
    for pair in shared:
        what = "perhaps the same as" if pair["kind"] == "duplicate" else "builds the same, near in time, as"
        click.echo(f"{pair['offer']}: {what} {pair['other']}")


def _line(found: PartnerPlan, one: Invitation) -> str:
    if one.session is None or one.funding is None:
        return f"leave   {one.offer} to {one.state}: {'; '.join(one.because)}"
    funding = found.scenario.offer[f"{one.offer}@{one.state}"].funding[one.funding]
    asked = f"; ask when, for {', '.join(one.on_request)} is held by one" if one.on_request else ""
    cost = f"fund {funding.host_cost}" if funding.host_cost else f"{funding.payer} pays"
    places = f"{one.places} place{'s' * (one.places != 1)}"
    return f"invite  {one.state} to {one.offer}, session {one.session}, {places}: {cost}{asked}"
