"""What a planning scenario holds: states, agencies, officials, capabilities, hosts, offers, prices and rules.

Values only. Amounts of money are ``Decimal``, all other quantities exact fractions, so that a plan's value is the same
number on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction


class ScenarioError(ValueError):
    """A scenario that cannot be planned with; the message names the field, what is wrong and what was expected."""


@dataclass(frozen=True)
class State:
    id: str
    name: str
    weekend: frozenset[int]  # ISO weekdays, Monday is 1
    holidays: frozenset[date]


@dataclass(frozen=True)
class Agency:
    id: str
    state: str
    name: str
    travel_budget: Decimal | None  # None: no limit
    reserve: Fraction  # the share of its available days that stays at desks


@dataclass(frozen=True)
class Official:
    id: str
    agency: str
    name: str
    skills: frozenset[str]
    leave: tuple[tuple[date, date], ...]  # first and last day, inclusive
    max_days_away: int | None  # working days in a block of four weeks


@dataclass(frozen=True)
class Capability:
    id: str
    state: str
    weight: Fraction
    gap: Fraction


@dataclass(frozen=True)
class Host:
    id: str
    budget: Decimal | None
    max_sessions: int | None  # sessions that begin in one fortnight


@dataclass(frozen=True)
class Session:
    id: str
    start: date
    end: date
    travel_days: int
    rest_days: int
    mode: str
    ask_to_move: bool


@dataclass(frozen=True)
class Seat:
    needs: frozenset[str]
    count: int


@dataclass(frozen=True)
class Funding:
    payer: str
    own_cost: Decimal
    host_cost: Decimal
    ask: bool


@dataclass(frozen=True)
class Offer:
    id: str
    state: str
    title: str
    programme: str
    kind: str
    host: str
    lead_agency: str
    sessions: tuple[Session, ...]
    seats: tuple[Seat, ...]
    gain: tuple[tuple[str, Fraction], ...]
    preparation_days: Fraction
    follow_up_days: Fraction
    funding: tuple[Funding, ...]
    requires: tuple[str, ...]
    excludes: tuple[str, ...]
    must: bool


@dataclass(frozen=True)
class DeskPrice:
    """What a working day lost costs, in one ISO week, of an agency's officials or of one official."""

    agency: str | None
    official: str | None
    monday: date
    price: Fraction


@dataclass(frozen=True)
class Rules:
    critical_skills: tuple[str, ...]
    gain_steps: tuple[tuple[Fraction, Fraction], ...]  # share of the gap, worth of a unit; the worth never rises
    shortfall: Fraction
    unfairness: Fraction
    ask_to_move: Fraction
    ask_to_fund: Fraction
    own_money: Fraction
