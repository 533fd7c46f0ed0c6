"""`exeat licence`: checking licences offline, with the base install alone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from exeat.adapters.paper import CheckedPaper, Paper, UnreadablePaperError, check_paper, read_paper
from exeat.domain.licences import Answer, KeyFileError, PublicKeys, SignedFields, format_amount

from ._common import InputFile, Refused, echo_json

NO_KEY = "cannot verify: name the authority's public key with --key; its server hands it out as /api/keys"
EARLIEST = timezone(timedelta(hours=14))  # where a date begins first
FILE = InputFile()


@click.group()
def licence() -> None:
    """Check licences, with or without a network."""


@licence.command()
@click.argument("source", metavar="TOKEN|FILE.pdf|FILE.png")
@click.option("--key", type=FILE, envvar="EXEAT_PUBLIC_KEY", help="The authority's public key: a JWK or JWK set.")
@click.option("--revocations", type=FILE, help="The authority's latest revocation list, as it was downloaded.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify(source: str, key: Path | None, revocations: Path | None, as_json: bool) -> None:
    """Say whether a licence is genuine and good today.

    SOURCE is a token, a PDF, or a PNG or JPEG picture of the code. The answer is one of: valid, altered, unknown key,
    not yet valid, expired, suspended, revoked, cannot verify. The text of a PDF is compared with what was signed;
    for a picture, compare the printed fields by eye. Exits 0 only for a valid licence without a difference.
    """
    try:
        keys = PublicKeys.load(key) if key else PublicKeys(())
        stopped = revocations.read_text(encoding="ascii", errors="replace") if revocations else None
        checked = _check(_read(source), keys, stopped, datetime.now(UTC).astimezone())
    except KeyFileError as fault:
        raise Refused(str(fault))
    except UnreadablePaperError as fault:
        raise Refused(f"{source}: {fault}")
    if as_json:
        echo_json(_as_json(checked))
    else:
        _print(checked)
    if not checked.is_good:
        raise Refused(_refusal(checked, keys))


def _check(paper: Paper, keys: PublicKeys, revocations: str | None, now: datetime) -> CheckedPaper:
    """The answer for this machine's day.

    A licence's days are those of its country, whose calendar may be ahead of this machine's, as servers often keep UTC:
    its first day is taken to have come once it has begun anywhere on Earth.
    """
    checked = check_paper(paper, keys, revocations, today=now.date())
    if checked.verification.answer is Answer.NOT_YET_VALID:
        return check_paper(paper, keys, revocations, today=now.astimezone(EARLIEST).date())
    return checked


def _read(source: str) -> Paper:
    if source.count(".") == 2 and not Path(source[:255]).is_file():
        return Paper(source)
    try:
        return read_paper(Path(source).read_bytes())
    except OSError as fault:
        raise UnreadablePaperError(f"is neither a licence token nor a file that can be read ({fault.strerror})")


def _refusal(checked: CheckedPaper, keys: PublicKeys) -> str:
    if not keys:
        return NO_KEY
    if checked.differences:
        return f"{checked.verification.answer}: {checked.verification.reason} ({checked.differences[0]})"
    return f"{checked.verification.answer}: {checked.verification.reason}"


def _print(checked: CheckedPaper) -> None:
    result = checked.verification
    click.echo(f"{result.answer}: {result.reason}")
    listed = result.revocations_issued
    click.echo(f"revocation list: {listed.isoformat(sep=' ') if listed else 'none given'}")
    if result.fields is None:
        return
    for name, value in _described(result.fields):
        click.echo(f"  {name:<14} {value}")
    if not checked.compared:
        click.echo("text: not compared; compare the fields above with the paper")
    elif not checked.differences:
        click.echo("text: as signed")
    for difference in checked.differences:
        click.echo(f"difference: {difference}")


def _document(fields: SignedFields) -> str:
    """What kind of document it is: a licence and how goods leave on it, a certificate, a letter; and of what kind."""
    supply = "" if fields.form != "licence" or fields.supply == "individual" else f"{fields.supply} "
    return f"{supply}{fields.form}: {fields.kind.replace('_', ' ')}"


def _described(fields: SignedFields) -> list[tuple[str, str]]:
    described = [
        ("number", fields.number),
        ("document", _document(fields)),
        ("issued by", f"{fields.country}, {fields.issued}"),
        ("valid", f"{fields.valid_from} to {fields.valid_until}"),
        ("exporter", fields.exporter),
        ("end user", fields.end_user or "-"),
        ("destination", fields.destination),
        ("lines", str(fields.line_count)),
    ]
    for line in fields.lines or ():
        amounts = f"{format_amount(line.quantity)} {line.unit}, {format_amount(line.value)} {line.currency}"
        described.append((f"line {line.number}", " · ".join(filter(None, (line.entry, amounts, line.description)))))
    described += [("total", f"{format_amount(amount)} {name}") for name, amount in fields.totals]
    return described


def _as_json(checked: CheckedPaper) -> dict[str, Any]:
    result = checked.verification
    listed = result.revocations_issued
    return {
        "answer": result.answer.value,
        "reason": result.reason,
        "revocations_issued": listed.isoformat() if listed else None,
        "fields": _plain(asdict(result.fields)) if result.fields else None,
        "text_compared": checked.compared,
        "differences": [asdict(difference) for difference in checked.differences],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value
