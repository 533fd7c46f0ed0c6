"""A case on a terminal, as the API gave it."""

from __future__ import annotations

from typing import Any

import click

from exeat.cli._server import echo_list

_CANDIDATES, _EVENTS = 3, 12


def show_case(case: dict[str, Any]) -> None:
    """Print the case; parts that the reader may not see are absent from it, and so from here."""
    theirs = f" ({case['applicant_reference']})" if case["applicant_reference"] else ""
    click.echo(f"{case['reference']}{theirs}: {_words(case['state'])}")
    click.echo(f"{case['exporter']['name']}, {case['exporter']['country']}")
    click.echo(_clock(case["clock"]))
    echo_list("Goods", [line for item in case["items"] for line in _item(item)])
    echo_list("Parties", [line for party in case["parties"] for line in _party(party)])
    echo_list("Agencies", [_referral(referral) for referral in case.get("referrals", [])])
    echo_list("Conditions", [one["title"] for one in case.get("conditions", []) if not one["dropped"]])
    waiting = [request for request in case["requests"] if not request["answered_at"]]
    echo_list("Asked of the applicant", [f"{one['question']} (by {one['due']})" for one in waiting])
    echo_list("Documents", [f"{document['kind']}: {document['file']}" for document in case["documents"]])
    echo_list("What happened (UTC)", [_event(event) for event in case["events"][-_EVENTS:]])
    if case["licence"]:
        click.echo(f"\nLicence {case['licence']}")


def _words(code: str) -> str:
    return code.replace("_", " ")


def _clock(clock: dict[str, Any]) -> str:
    if not clock["due"]:
        return f"The clock has not started; the limit is {clock['limit']} working days."
    said = f"{clock['days_used']} of {clock['limit']} working days used, due {clock['due']}"
    if clock["paused_by"]:
        said += f", paused by {_words(clock['paused_by'])}"
    return said + (", late" if clock["overdue"] else "")


def _item(item: dict[str, Any]) -> list[str]:
    amount = f"{item['quantity']} {item['unit']}, {item['value']} {item['currency']}"
    lines = [f"{item['line']}. {item['description']} ({amount})"]
    if decided := item.get("classification"):
        lines.append(f"   classified: {decided['entry'] or 'in no entry'}")
    for candidate in item.get("candidates", [])[:_CANDIDATES]:
        verdict = _words(candidate["verdict"])
        lines.append(f"   {candidate['score']:.2f}  {candidate['entry']}  {candidate.get('title', '')}  ({verdict})")
    return lines


def _party(party: dict[str, Any]) -> list[str]:
    lines = [f"{_words(party['role'])}: {party['name']}, {party['country']}"]
    for match in party.get("matches", []):
        lines.append(
            f"   {match['score']:.2f}  {match['matched_name']}  ({match['list']} {match['id']}, {match['status']})"
        )
    return lines


def _referral(referral: dict[str, Any]) -> str:
    if referral["position"]:
        return f"{referral['agency']}: {_words(referral['position'])}"
    silence = " (its silence counts)" if referral["silence_applied"] else ""
    return f"{referral['agency']}: no position yet, due {referral['due']}{silence}"


def _event(event: dict[str, Any]) -> str:
    by = f" by {event['by']}" if event.get("by") else ""
    return f"{event['at'][:16].replace('T', ' ')}  {_words(event['kind'].removeprefix('case.'))}{by}"
