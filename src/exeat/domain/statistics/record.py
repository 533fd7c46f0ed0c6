"""A case as statistics see it: what was asked, what became of it and when; no names, no texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

GRANTED = ("grant", "grant_with_conditions")
REFUSED = "refuse"
NOT_REQUIRED = "find_no_licence_required"
ANSWERED = "give_answer"
WITHDRAWN = "withdraw"


class StatisticsError(ValueError):
    """A period or a figure that there cannot be; says why."""


@dataclass(frozen=True)
class Period:
    """From one day to another, both within it, as the state's calendar counts them."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise StatisticsError(f"the period ends on {self.last}, before it begins on {self.first}")

    def holds(self, day: date | None) -> bool:
        """Whether the day lies in the period."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class GoodsLine:
    """A line of goods: `entry` None while nobody has classified it, "" where it is in no list.

    `value` is the line's total in the state's currency; None where the policy has no rate for the line's own.
    """

    entry: str | None
    quantity: Decimal
    unit: str
    value: Decimal | None


@dataclass(frozen=True)
class Asked:
    """An agency that was asked for a position; `days` are working days until its first answer, None without one."""

    agency: str
    sent: date
    answered: date | None
    days: int | None
    late: bool
    position: str
    silent: bool


@dataclass(frozen=True)
class Return:
    """An application sent back at intake, and what the rules found missing; none where the officer said it in words."""

    day: date
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Stay:
    """A time that the case spent waiting in one place, ended on `day` after so many working days."""

    where: str
    day: date
    days: int


@dataclass(frozen=True)
class CaseRecord:
    """One case. Days are the state's; `days` are the working days that the clock had run when the case ended."""

    reference: str
    kind: str
    exporter: str
    destination: str
    received: date
    registered: date | None
    ended: date | None
    outcome: str
    days: int | None
    late: bool
    grounds: tuple[str, ...]
    lines: tuple[GoodsLine, ...]
    asked: tuple[Asked, ...]
    returns: tuple[Return, ...]
    stays: tuple[Stay, ...]

    @property
    def licensable(self) -> Sequence[GoodsLine]:
        """The lines that a licence would cover: those in a list; all where none is (a refusal for the end use)."""
        return tuple(line for line in self.lines if line.entry) or self.lines

    @property
    def value(self) -> Decimal:
        """What these are worth in the state's currency."""
        return sum((line.value for line in self.licensable if line.value is not None), Decimal(0))


@dataclass(frozen=True)
class Shipment:
    """Goods that left under a licence, or (negative) an entry that took such a one back."""

    licence: str
    exporter: str
    destination: str
    entry: str
    day: date
    quantity: Decimal
    unit: str
    value: Decimal | None
