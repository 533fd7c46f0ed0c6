"""What a change of a licence changes: the application as it was licensed beside the one that is made now.

Lines are the same line when they have the same number, parties when they have the same role and name, or the same role
and place where only the name differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from exeat.domain.review.application import Application, Item, Party
from exeat.domain.review.calendar import months_later
from exeat.domain.review.policy.changes import ChangeRule

PART_OF_ITEM = {
    "description": "goods",
    "facts": "goods",
    "hs": "goods",
    "nature": "goods",
    "claimed_entry": "goods",
    "quantity": "amounts",
    "unit": "amounts",
    "value": "amounts",
    "currency": "amounts",
}


@dataclass(frozen=True)
class Difference:
    """One field: the part of the application, its path, and what it says before and after (empty: nothing)."""

    part: str
    path: str
    before: str
    after: str


def differences(before: Application, after: Application) -> tuple[Difference, ...]:
    """Every field in which the two differ, in the order of the form."""
    return tuple(_differences(before, after))


def changed_parts(before: Application, after: Application) -> tuple[str, ...]:
    """The parts that differ, and of COMPUTED what differs with them, sorted."""
    parts = {difference.part for difference in differences(before, after)}
    if before.destination != after.destination:
        parts.add("destination")
    if set(before.countries) != set(after.countries):
        parts.add("countries")
    return tuple(sorted(parts))


def beyond(rule: ChangeRule, before: Application, after: Application, valid_until: date) -> Iterator[tuple[str, str]]:
    """What keeps a change from being one that the rule allows: the path and a sentence each.

    `valid_until` is the old licence's last day.
    """
    for difference in differences(before, after):
        if difference.part not in rule.may_change and difference.path not in (
            "change.valid_until",
            "change.to",
            "change.reason",
        ):
            was = difference.before or "nothing"
            yield difference.path, f"{rule.title}: this stays as it was licensed ({was[:80]})"
    if rule.months_longer:
        yield from _beyond_validity(rule, after.change.valid_until, valid_until)
    if "reason" in rule.may_change and not after.change.reason.strip():
        yield "change.reason", f"{rule.title}: say why."
    if "holder" in rule.may_change and not after.change.to:
        yield "change.to", "Give the number, in the register of exporters, of the company that takes the licence over."


def _beyond_validity(rule: ChangeRule, asked: str, valid_until: date) -> Iterator[tuple[str, str]]:
    latest = months_later(valid_until, rule.months_longer)
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        yield "change.valid_until", f"Give the last day that you ask for, up to {latest.isoformat()}."
        return
    if not valid_until < day <= latest:
        yield "change.valid_until", f"Ask for a day after {valid_until.isoformat()}, and up to {latest.isoformat()}."


def _differences(before: Application, after: Application) -> Iterator[Difference]:
    if after.change.valid_until:
        yield Difference("validity", "change.valid_until", "", after.change.valid_until)
    if after.change.to:
        yield Difference("holder", "change.to", before.exporter.registration, after.change.to)
    if after.change.reason:
        yield Difference("reason", "change.reason", "", after.change.reason)
    yield from _items(before.items, after.items)
    yield from _parties(before.parties, after.parties)
    yield from _one("end_use", "end_use.statement", before.end_use.statement, after.end_use.statement)
    for name in ("military", "wmd"):
        was, now = getattr(before.end_use, name), getattr(after.end_use, name)
        yield from _one("end_use", f"end_use.{name}", _yes(was), _yes(now))
    yield from _one("route", "route", ", ".join(before.route), ", ".join(after.route))


def _items(before: Sequence[Item], after: Sequence[Item]) -> Iterator[Difference]:
    old = {item.line: item for item in before}
    for position, item in enumerate(after):
        path = f"items[{position}]"
        was = old.pop(item.line, None)
        if was is None:
            yield Difference("goods", path, "", f"line {item.line}: {item.description}")
            continue
        for name, part in PART_OF_ITEM.items():
            yield from _one(part, f"{path}.{name}", _shown(getattr(was, name)), _shown(getattr(item, name)))
    for item in old.values():
        yield Difference("goods", "items", f"line {item.line}: {item.description}", "")


def _parties(before: Sequence[Party], after: Sequence[Party]) -> Iterator[Difference]:
    left = list(before)
    for position, party in enumerate(after):
        path = f"parties[{position}]"
        was = _counterpart(party, left)
        if was is None:
            yield Difference("parties", path, "", f"{party.role.replace('_', ' ')}: {party.name}")
            continue
        left.remove(was)
        for field in fields(Party):
            old, new = _shown(getattr(was, field.name)), _shown(getattr(party, field.name))
            yield from _one("parties", f"{path}.{field.name}", old, new)
    for party in left:
        yield Difference("parties", "parties", f"{party.role.replace('_', ' ')}: {party.name}", "")


def _counterpart(party: Party, among: Sequence[Party]) -> Party | None:
    same = [one for one in among if one.role == party.role]
    return next((one for one in same if one.name == party.name), None) or next(
        (one for one in same if (one.country, one.address) == (party.country, party.address)), None
    )


def _one(part: str, path: str, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        yield Difference(part, path, before, after)


def _shown(value: object) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
