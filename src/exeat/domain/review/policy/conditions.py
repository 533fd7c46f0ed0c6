"""The library of conditions with their parameters, and the obligations that arise with a grant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from string import Formatter
from typing import Literal, get_args

from exeat.domain.review.policy.tables import Table
from exeat.domain.review.policy.when import When

ParameterType = Literal["days", "number", "quantity", "place", "text"]
Start = Literal["grant", "shipment", "expiry"]
TYPES: tuple[ParameterType, ...] = get_args(ParameterType)
STARTS: tuple[Start, ...] = get_args(Start)
MOST_DAYS = 3650
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?) ([^\s].{0,19})")


@dataclass(frozen=True)
class Parameter:
    """What is filled into a condition: days and numbers are whole, a quantity has its unit (`5 kg`)."""

    id: str
    label: str
    type: ParameterType
    default: str

    def fault(self, value: str) -> str:
        """What is wrong with a value; empty when nothing is."""
        if self.type in ("days", "number"):
            whole = value.isdecimal() and 0 < int(value) <= (MOST_DAYS if self.type == "days" else 10**9)
            return "" if whole else f"{self.label}: expected a whole number over zero, found {value[:20]!r}"
        if self.type == "quantity":
            return "" if _is_quantity(value) else f"{self.label}: expected a quantity with its unit, such as 5 kg"
        return (
            "" if value.strip() and len(value) <= 300 else f"{self.label}: expected some words, at most 300 characters"
        )


@dataclass(frozen=True)
class ConditionTemplate:
    """A condition that a licence may carry; `{days}` in its text stands for the parameter `days`."""

    id: str
    title: str
    text: str
    parameters: tuple[Parameter, ...] = ()

    def values(self, given: Mapping[str, str]) -> dict[str, str]:
        """Each parameter's value: as given, else the library's own. Raises ValueError, saying what is wrong."""
        if unknown := sorted(set(given) - {parameter.id for parameter in self.parameters}):
            raise ValueError(f"{self.title} has no parameter {', '.join(unknown)}")
        values = {one.id: " ".join(given.get(one.id, "").split()) or one.default for one in self.parameters}
        faults = [fault for one in self.parameters if (fault := one.fault(values[one.id]))]
        if faults:
            raise ValueError("; ".join(faults))
        return values

    def worded(self, values: Mapping[str, str]) -> str:
        """The text with the values filled in."""
        return self.text.format_map(values) if self.parameters else self.text


@dataclass(frozen=True)
class ObligationRule:
    """What a holder owes by a day: so many `days` (calendar days) after the licence is granted, after each shipment, or
    after the licence ends. With a `condition` it arises where that condition stands, and `days_of` names the
    condition's parameter that says how many days; without, in every case to which `when` applies. With `returns` the
    goods come back, and it is met when all that left has.
    """

    id: str
    title: str
    text: str
    document: str
    start: Start
    days: int
    condition: str
    days_of: str
    when: When
    returns: bool = False


@dataclass(frozen=True)
class ObligationRules:
    """What is owed, how many working days before its day the holder is reminded, and whether a grant waits for it."""

    remind_days: int
    overdue_blocks_grant: bool
    rules: Mapping[str, ObligationRule]


def read_condition(key: str, table: Table) -> ConditionTemplate:
    """One condition of `conditions.toml`: the places in its text and its parameters must be the same."""
    text = table.text("text")
    parameters = table.table("parameter", optional=True).named(_parameter)
    try:
        places = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as fault:
        raise table.fault("text", f"cannot be filled in: {fault}")
    if parameters and places != set(parameters):
        raise table.fault("text", f"expected places for {', '.join(parameters)}, found {', '.join(sorted(places))}")
    return ConditionTemplate(key, table.text("title"), text, tuple(parameters.values()))


def _parameter(key: str, table: Table) -> Parameter:
    parameter = Parameter(key, table.text("label"), table.word("type", TYPES), table.text("default"))
    if fault := parameter.fault(parameter.default):
        raise table.fault("default", fault)
    return parameter


def read_obligation(
    key: str, table: Table, when: When, conditions: Mapping[str, ConditionTemplate], documents: tuple[str, ...]
) -> ObligationRule:
    """One obligation of `obligations.toml`."""
    condition = table.word("condition", tuple(conditions)) if table.has("condition") else ""
    known = tuple(one.id for one in conditions[condition].parameters if one.type == "days") if condition else ()
    return ObligationRule(
        id=key,
        title=table.text("title"),
        text=table.text("text"),
        document=table.word("document", documents),
        start=table.word("from", STARTS),
        days=table.integer("days", least=0),
        condition=condition,
        days_of=table.word("days_of", known) if table.has("days_of") else "",
        when=when,
        returns=table.flag("returns", False),
    )


def _is_quantity(value: str) -> bool:
    found = _QUANTITY.fullmatch(value.strip())
    try:
        return found is not None and Decimal(found[1]) > 0
    except InvalidOperation:
        return False
