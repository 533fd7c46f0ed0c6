"""Reads a scenario from JSON, and refuses one that is wrong with the name of the field.

A field is named by its path: ``offers[3].sessions[0].end``. Dates are ISO (``2027-03-08``), money is a decimal
string (``"4200.00"``), all other quantities are JSON numbers. Keys that a plan does not use are let be.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Any, TypeVar

from .records import (
    Agency,
    Capability,
    DeskPrice,
    Funding,
    Host,
    Offer,
    Official,
    Rules,
    ScenarioError,
    Seat,
    Session,
    State,
)

T = TypeVar("T")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_MONEY = re.compile(r"-?\d+(\.\d+)?")
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")  # which JSON can write, and no file or screen can show
_LARGEST = Decimal(10) ** 15
_SMALLEST = Decimal(10) ** -15
_LONGEST = 366  # days of travel or rest: more is a mistake
_REQUIRED = object()


def _refuse(where: str, what: str) -> ScenarioError:
    return ScenarioError(f"{where}: {what}")


@dataclass(frozen=True)
class _Field:
    """A JSON value and its path; each method reads it as one thing or refuses it."""

    where: str
    value: Any

    def get(self, key: str, default: Any = _REQUIRED) -> _Field:
        if not isinstance(self.value, Mapping):
            raise _refuse(self.where or "the scenario", f"expected an object, found {_shown(self.value)}")
        where = f"{self.where}.{key}" if self.where else key
        value = self.value.get(key)
        if value is None and default is _REQUIRED:
            raise _refuse(where, "is missing")
        return _Field(where, default if value is None else value)

    def rows(self) -> list[_Field]:
        if not isinstance(self.value, list):
            raise _refuse(self.where, f"expected a list, found {_shown(self.value)}")
        return [_Field(f"{self.where}[{n}]", one) for n, one in enumerate(self.value)]

    def pair(self) -> tuple[_Field, _Field]:
        rows = self.rows()
        if len(rows) != 2:
            raise _refuse(self.where, f"expected two values, found {len(rows)}")
        return rows[0], rows[1]

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise _refuse(self.where, f"expected a text, found {_shown(self.value)}")
        if _HALF_A_PAIR.search(self.value):
            raise _refuse(self.where, "holds half of a UTF-16 pair, which is no character")
        return self.value

    def one_of(self, choices: Iterable[str]) -> str:
        if (value := self.text()) not in choices:
            raise _refuse(self.where, f"{value!r} is none of {', '.join(choices)}")
        return value

    def naming(self, table: Iterable[str], what: str) -> str:
        if (value := self.text()) not in table:
            raise _refuse(self.where, f"there is no {what} {value!r}")
        return value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise _refuse(self.where, f"expected true or false, found {_shown(self.value)}")
        return self.value

    def number(self, most: int | None = None) -> Fraction:
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise _refuse(self.where, f"expected a number, found {_shown(value)}")
        size = abs(Decimal(value))
        if not size.is_finite() or size > _LARGEST or 0 < size < _SMALLEST:
            raise _refuse(self.where, f"{value} is beyond what can be planned with")
        if value < 0:
            raise _refuse(self.where, f"must not be negative, found {value}")
        if most is not None and value > most:
            raise _refuse(self.where, f"must not be over {most}, found {value}")
        return Fraction(value)

    def count(self, least: int = 0, most: int | None = None) -> int:
        number = self.number(most)
        if number.denominator != 1 or number < least:
            raise _refuse(self.where, f"expected a whole number from {least}, found {self.value}")
        return int(number)

    def limit(self) -> int | None:
        return None if self.value is None else self.count()

    def money(self) -> Decimal:
        if not isinstance(self.value, str) or not _MONEY.fullmatch(self.value):
            raise _refuse(self.where, f'expected an amount as a decimal text such as "4200.00", found {self.value!r}')
        amount = Decimal(self.value)
        if amount < 0:
            raise _refuse(self.where, f"must not be negative, found {self.value}")
        if amount > _LARGEST:
            raise _refuse(self.where, f"{self.value} is beyond what can be planned with")
        return amount

    def budget(self) -> Decimal | None:
        return None if self.value is None else self.money()

    def day(self) -> date:
        try:
            if isinstance(self.value, str) and _DATE.fullmatch(self.value):
                return date.fromisoformat(self.value)
        except ValueError:
            pass
        raise _refuse(self.where, f"expected a date such as 2027-03-08, found {_shown(self.value)}")

    def monday(self) -> date:
        try:
            if isinstance(self.value, str) and (found := _WEEK.fullmatch(self.value)):
                return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            pass
        raise _refuse(self.where, f"expected an ISO week such as 2027-W12, found {_shown(self.value)}")


def _shown(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)[:60]


def fields(data: bytes) -> dict[str, Any]:
    """The fields of a ``Scenario`` from a JSON file's bytes. Raises ``ScenarioError``."""
    try:
        raw = json.loads(data, parse_float=Decimal, parse_constant=Decimal)
    except (ValueError, InvalidOperation, RecursionError) as problem:
        raise ScenarioError(f"this is not JSON: {problem}") from None
    root = _Field("", raw)
    start, end = _span(root.get("horizon").get("start"), root.get("horizon").get("end"))
    common = [day.value for day in root.get("holidays", []).rows()]
    states = _table(root.get("states"), lambda row: _state(row, common))
    agencies = _table(root.get("agencies"), lambda row: _agency(row, states))
    officials = _table(root.get("officials"), lambda row: _official(row, agencies))
    capabilities = _table(root.get("capabilities"), lambda row: _capability(row, states))
    hosts = _table(root.get("hosts"), _host)
    offers = _table(root.get("offers"), lambda row: _offer(row, states, hosts, agencies, capabilities))
    _check_links(root.get("offers"), offers)
    return {
        "start": start,
        "end": end,
        "currency": root.get("currency", "-").text(),
        "states": tuple(states.values()),
        "agencies": tuple(agencies.values()),
        "officials": tuple(officials.values()),
        "capabilities": tuple(capabilities.values()),
        "hosts": tuple(hosts.values()),
        "offers": tuple(offers.values()),
        "desk_prices": tuple(_desk_price(row, agencies, officials) for row in root.get("desk_prices", []).rows()),
        "rules": _rules(root.get("rules")),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _table(rows: _Field, read: Callable[[_Field], T]) -> dict[str, T]:
    table: dict[str, T] = {}
    for row in rows.rows():
        name = row.get("id").text()
        if name in table:
            raise _refuse(f"{row.where}.id", f"{name!r} is there twice")
        table[name] = read(row)
    return table


def _span(first: _Field, last: _Field) -> tuple[date, date]:
    if last.day() < first.day():
        raise _refuse(last.where, f"{last.value} is before {first.value}")
    return first.day(), last.day()


def _state(row: _Field, common: list[Any]) -> State:
    return State(
        id=row.get("id").text(),
        name=row.get("name", row.get("id").value).text(),
        weekend=frozenset(day.count(1, 7) for day in row.get("weekend", [6, 7]).rows()),
        holidays=frozenset(day.day() for day in row.get("holidays", common).rows()),
    )


def _agency(row: _Field, states: Mapping[str, State]) -> Agency:
    return Agency(
        id=row.get("id").text(),
        state=row.get("state").naming(states, "state"),
        name=row.get("name", row.get("id").value).text(),
        travel_budget=row.get("travel_budget", None).budget(),
        reserve=row.get("reserve").number(most=1),
    )


def _official(row: _Field, agencies: Mapping[str, Agency]) -> Official:
    return Official(
        id=row.get("id").text(),
        agency=row.get("agency").naming(agencies, "agency"),
        name=row.get("name", row.get("id").value).text(),
        skills=frozenset(skill.text() for skill in row.get("skills").rows()),
        leave=tuple(_span(*span.pair()) for span in row.get("leave", []).rows()),
        max_days_away=row.get("max_days_away", None).limit(),
    )


def _capability(row: _Field, states: Mapping[str, State]) -> Capability:
    return Capability(
        id=row.get("id").text(),
        state=row.get("state").naming(states, "state"),
        weight=row.get("weight").number(),
        gap=row.get("gap").number(),
    )


def _host(row: _Field) -> Host:
    return Host(row.get("id").text(), row.get("budget", None).budget(), row.get("max_sessions", None).limit())


def _offer(
    row: _Field,
    states: Mapping[str, State],
    hosts: Mapping[str, Host],
    agencies: Mapping[str, Agency],
    capabilities: Mapping[str, Capability],
) -> Offer:
    gain = row.get("gain")
    if not isinstance(gain.value, Mapping):
        raise _refuse(gain.where, "expected an object of capabilities and units")
    return Offer(
        id=row.get("id").text(),
        state=row.get("state").naming(states, "state"),
        title=row.get("title", row.get("id").value).text(),
        programme=row.get("programme", "-").text(),
        kind=row.get("kind").one_of(("meeting", "training", "conference", "visit", "exercise")),
        host=row.get("host").naming(hosts, "host"),
        lead_agency=row.get("lead_agency").naming(agencies, "agency"),
        sessions=tuple(_table(row.get("sessions"), _session).values()),
        seats=tuple(_seat(seat) for seat in row.get("seats").rows()),
        gain=tuple(
            (_Field(gain.where, name).naming(capabilities, "capability"), gain.get(name).number())
            for name in gain.value
        ),
        preparation_days=row.get("preparation_days", 0).number(),
        follow_up_days=row.get("follow_up_days", 0).number(),
        funding=tuple(_funding(option) for option in row.get("funding").rows()),
        requires=tuple(dict.fromkeys(other.text() for other in row.get("requires", []).rows())),
        excludes=tuple(other.text() for other in row.get("excludes", []).rows()),
        must=row.get("must", False).flag(),
    )


def _session(row: _Field) -> Session:
    start, end = _span(row.get("start"), row.get("end"))
    return Session(
        id=row.get("id").text(),
        start=start,
        end=end,
        travel_days=row.get("travel_days", 0).count(0, _LONGEST),
        rest_days=row.get("rest_days", 0).count(0, _LONGEST),
        mode=row.get("mode", "abroad").one_of(("abroad", "in_country", "online")),
        ask_to_move=row.get("ask_to_move", False).flag(),
    )


def _seat(row: _Field) -> Seat:
    also = {skill.text() for skill in row.get("also", []).rows()}
    return Seat(frozenset({row.get("skill").text(), *also}), row.get("count").count(1))


def _funding(row: _Field) -> Funding:
    return Funding(
        payer=row.get("payer").one_of(("host", "own", "shared")),
        own_cost=row.get("own_cost").money(),
        host_cost=row.get("host_cost").money(),
        ask=row.get("ask", False).flag(),
    )


def _check_links(rows: _Field, offers: Mapping[str, Offer]) -> None:
    for row in rows.rows():
        for key in ("requires", "excludes"):
            for other in row.get(key, []).rows():
                if other.naming(offers, "offer") == row.get("id").value:
                    raise _refuse(other.where, "an offer cannot name itself")
    try:
        TopologicalSorter({one.id: one.requires for one in offers.values()}).prepare()
    except CycleError as problem:
        ring = problem.args[1][:0:-1]
        order = list(offers)
        first = min(range(len(ring)), key=lambda n: order.index(ring[n]))
        names = [*ring[first:], *ring[: first + 1]]
        raise _refuse(f"offers[{order.index(names[0])}].requires", f"circular: {' requires '.join(names)}") from None


def _desk_price(row: _Field, agencies: Mapping[str, Agency], officials: Mapping[str, Official]) -> DeskPrice:
    agency, official = row.get("agency", None), row.get("official", None)
    if (agency.value is None) == (official.value is None):
        raise _refuse(row.where, "expected either an agency or an official")
    price = row.get("price")
    return DeskPrice(
        agency=None if agency.value is None else agency.naming(agencies, "agency"),
        official=None if official.value is None else official.naming(officials, "official"),
        monday=row.get("week").monday(),
        price=Fraction(price.money()) if isinstance(price.value, str) else price.number(),
    )


def _rules(row: _Field) -> Rules:
    steps = row.get("gain_steps")
    gain_steps = tuple((step.pair()[0].number(most=1), step.pair()[1].number()) for step in steps.rows())
    slopes = [slope for _, slope in gain_steps]
    if slopes != sorted(slopes, reverse=True):
        raise _refuse(steps.where, "a later step must not count more than the one before it")
    return Rules(
        critical_skills=tuple(skill.text() for skill in row.get("critical_skills").rows()),
        gain_steps=gain_steps,
        shortfall=row.get("shortfall").number(),
        unfairness=row.get("unfairness").number(),
        ask_to_move=row.get("ask_to_move").number(),
        ask_to_fund=row.get("ask_to_fund").number(),
        own_money=row.get("own_money").number(),
    )
