"""What if: a scenario changed on purpose, and what moved between two plans.

A change is put into the scenario's own rows, as the contract writes them, so that a what-if is a scenario like any
other: it can be kept, planned with again, and judged by whoever judges plans. Where the contract has no word for a
change, tags say it: whoever is pinned to a seat holds a tag that the seat then asks for.
"""

from __future__ import annotations

import copy
import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from .records import ScenarioError
from .roster import Acceptance

Rows = dict[str, Any]


class Kind(enum.StrEnum):
    """What may be changed. The first six are decisions that an office may take, the others suppose other facts."""

    ACCEPT = "accept"  # an offer is accepted
    DECLINE = "decline"  # an offer is declined
    ON = "on"  # an offer only on the dates of one session
    NOT_ON = "not_on"  # an offer never on the dates of one session
    SEND = "send"  # an offer is accepted, and this official goes
    STAY = "stay"  # an official goes nowhere, or not to one offer
    RESERVE = "reserve"  # an agency, or every one, keeps this share at desks
    BUDGET = "budget"  # an agency's travel money
    HOLDER = "holder"  # an official holds one skill more
    AWAY = "away"  # an official is on leave from a day to a day

    @property
    def supposes(self) -> bool:
        """Whether it supposes facts that are not so, and not merely decides."""
        return self in (Kind.RESERVE, Kind.BUDGET, Kind.HOLDER, Kind.AWAY)


@dataclass(frozen=True)
class Change:
    """One change; ``FIELDS`` says which fields its kind needs.

    ``share`` and ``amount`` are decimal texts, ``first`` and ``last`` ISO dates.
    """

    kind: Kind
    offer: str = ""
    session: str = ""
    official: str = ""
    agency: str = ""
    skill: str = ""
    share: str = ""
    amount: str = ""
    first: str = ""
    last: str = ""

    def to_json(self) -> dict[str, str]:
        """The change with the fields that it uses."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Change:
        """Read what ``to_json`` wrote. Raises ``ScenarioError`` for another kind or field."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(row.keys() - known):
            raise ScenarioError(f"{unknown[0]}: a change has no such field; it has {', '.join(sorted(known))}")
        try:
            return cls(**{**row, "kind": Kind(row.get("kind", ""))})
        except ValueError:
            raise ScenarioError(f"kind: expected one of {', '.join(Kind)}, found {row.get('kind')!r}") from None


def changed(rows: Mapping[str, Any], changes: Sequence[Change]) -> Rows:
    """A copy of a scenario's rows with these changes. Raises ``ScenarioError``, naming the change and its field."""
    new = copy.deepcopy(dict(rows))
    for number, change in enumerate(changes):
        try:
            _check_fields(change)
            _APPLY[change.kind](new, change)
        except ScenarioError as problem:
            raise ScenarioError(f"changes[{number}].{problem}") from None
    return new


def _check_fields(change: Change) -> None:
    needed, possible = FIELDS[change.kind]
    given = {name for name, value in change.to_json().items() if value.strip()} - {"kind"}
    for name in needed:
        if name not in given:
            raise ScenarioError(f"{name}: is missing; {change.kind} needs {' and '.join(needed)}")
    for name in sorted(given - {*needed, *possible}):
        raise ScenarioError(f"{name}: counts nothing for {change.kind}, which has {', '.join((*needed, *possible))}")


def _find(rows: Rows, table: str, field: str, change: Change) -> Rows:
    name = getattr(change, field)
    for row in rows[table]:
        if row["id"] == name:
            found: Rows = row
            return found
    raise ScenarioError(f"{field}: there is no {field} {name!r}")


def _accept(rows: Rows, change: Change) -> None:
    _find(rows, "offers", "offer", change)["must"] = True


def _decline(rows: Rows, change: Change) -> None:
    _find(rows, "offers", "offer", change).update(sessions=[], must=False)


def _on(rows: Rows, change: Change) -> None:
    _keep_sessions(rows, change, wanted=True)


def _not_on(rows: Rows, change: Change) -> None:
    _keep_sessions(rows, change, wanted=False)


def _keep_sessions(rows: Rows, change: Change, wanted: bool) -> None:
    offer = _find(rows, "offers", "offer", change)
    if change.session not in {session["id"] for session in offer["sessions"]}:
        raise ScenarioError(f"session: {change.offer} has no session {change.session!r}")
    offer["sessions"] = [one for one in offer["sessions"] if (one["id"] == change.session) == wanted]


def _send(rows: Rows, change: Change) -> None:
    """One place of the first seat that the official fits asks for a tag that nobody else holds."""
    offer, official = _find(rows, "offers", "offer", change), _find(rows, "officials", "official", change)
    held = set(official["skills"])
    fitting = (at for at, seat in enumerate(offer["seats"]) if {seat["skill"], *seat.get("also", [])} <= held)
    at = next(fitting, None)
    if at is None:
        raise ScenarioError(f"official: {change.official} fits no seat of {change.offer}")
    seat, tag = offer["seats"][at], f"sent:{change.official}"
    own = {**seat, "also": [*seat.get("also", []), tag], "count": 1}
    rest = [{**seat, "count": seat["count"] - 1}] if seat["count"] > 1 else []
    offer["seats"][at : at + 1] = [own, *rest]
    official["skills"] = sorted({*official["skills"], tag})
    offer["must"] = True


def _stay(rows: Rows, change: Change) -> None:
    """Without an offer, no day away is allowed; with one, its seats ask for a tag that all the others hold."""
    official = _find(rows, "officials", "official", change)
    if not change.offer:
        official["max_days_away"] = 0
        return
    offer, tag = _find(rows, "offers", "offer", change), f"not:{change.official}"
    for seat in offer["seats"]:
        seat["also"] = [*seat.get("also", []), tag]
    for other in rows["officials"]:
        if other is not official:
            other["skills"] = sorted({*other["skills"], tag})


def _reserve(rows: Rows, change: Change) -> None:
    try:
        share = float(change.share)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ScenarioError(f"share: expected a share from 0 to 1, found {change.share!r}")
    agencies = [_find(rows, "agencies", "agency", change)] if change.agency else rows["agencies"]
    for agency in agencies:
        agency["reserve"] = share


def _budget(rows: Rows, change: Change) -> None:
    _find(rows, "agencies", "agency", change)["travel_budget"] = change.amount


def _holder(rows: Rows, change: Change) -> None:
    official = _find(rows, "officials", "official", change)
    official["skills"] = sorted({*official["skills"], change.skill})


def _away(rows: Rows, change: Change) -> None:
    official = _find(rows, "officials", "official", change)
    if _day(change, "last") < _day(change, "first"):
        raise ScenarioError(f"last: {change.last} is before {change.first}")
    official["leave"] = [*official.get("leave", []), [change.first, change.last]]


def _day(change: Change, field: str) -> date:
    try:
        return date.fromisoformat(getattr(change, field))
    except ValueError:
        raise ScenarioError(f"{field}: expected a date such as 2027-03-08, found {getattr(change, field)!r}") from None


_APPLY: dict[Kind, Callable[[Rows, Change], None]] = {
    Kind.ACCEPT: _accept,
    Kind.DECLINE: _decline,
    Kind.ON: _on,
    Kind.NOT_ON: _not_on,
    Kind.SEND: _send,
    Kind.STAY: _stay,
    Kind.RESERVE: _reserve,
    Kind.BUDGET: _budget,
    Kind.HOLDER: _holder,
    Kind.AWAY: _away,
}

FIELDS: Mapping[Kind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Kind.ACCEPT: (("offer",), ()),
    Kind.DECLINE: (("offer",), ()),
    Kind.ON: (("offer", "session"), ()),
    Kind.NOT_ON: (("offer", "session"), ()),
    Kind.SEND: (("offer", "official"), ()),
    Kind.STAY: (("official",), ("offer",)),
    Kind.RESERVE: (("share",), ("agency",)),
    Kind.BUDGET: (("agency", "amount"), ()),
    Kind.HOLDER: (("official", "skill"), ()),
    Kind.AWAY: (("official", "first", "last"), ()),
}
"""By kind: the fields that a change needs, and those that it may have beside them."""


@dataclass(frozen=True)
class Move:
    """An offer whose answer is another one: ``before`` and ``after``, None where it is declined."""

    offer: str
    before: Acceptance | None
    after: Acceptance | None

    @property
    def what(self) -> str:
        """accepted, declined, dates, people or payment: the greatest difference."""
        if self.before is None or self.after is None:
            return "accepted" if self.after else "declined"
        if self.before.session != self.after.session:
            return "dates"
        return "people" if _going(self.before) != _going(self.after) else "payment"


def moves(before: Mapping[str, Acceptance], after: Mapping[str, Acceptance], offers: Sequence[str]) -> list[Move]:
    """What moved from one plan to another, in the order of ``offers``."""
    pairs = ((name, before.get(name), after.get(name)) for name in offers)
    return [Move(name, one, two) for name, one, two in pairs if _answer(one) != _answer(two)]


def _answer(one: Acceptance | None) -> tuple[object, ...] | None:
    return None if one is None else (one.session, one.funding, _going(one))


def _going(one: Acceptance) -> frozenset[str]:
    return frozenset(person for person, _ in one.attendees)
