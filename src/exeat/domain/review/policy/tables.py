"""Reading TOML so that a fault names its file and key, and nothing in a file goes unread."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

Value = TypeVar("Value")

_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class PolicyError(ValueError):
    """A fault in a policy: the file, the key in it (empty for the whole file), and what was expected there."""

    def __init__(self, file: str, key: str, message: str) -> None:
        self.file, self.key, self.message = file, key, message
        super().__init__(f"{file}: {key}: {message}" if key else f"{file}: {message}")


@dataclass
class Table:
    """A table of a TOML file. Each reader is told the key it reads; `close` refuses the keys that nobody asked for.

    All readers raise PolicyError, also `close`. A key without `default` is required.
    """

    file: str
    data: Mapping[str, object]
    path: str = ""
    _read: set[str] = field(default_factory=set)
    _parts: list["Table"] = field(default_factory=list)

    @classmethod
    def from_file(cls, path: Path) -> "Table":
        """The root table of a file."""
        try:
            return cls(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise PolicyError(path.name, "", f"missing from {path.parent}") from None
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
            raise PolicyError(path.name, "", f"cannot be read: {fault}") from None

    def has(self, key: str) -> bool:
        """Whether the key, which may be absent, is stated."""
        self._read.add(key)
        return key in self.data

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty."""
        value = self._get(key, str, "a text", default)
        if not value.strip() and value != default:
            raise self.fault(key, "is empty")
        return value.strip()

    def word(self, key: str, allowed: Collection[Value], default: Value | None = None) -> Value:
        """One of the allowed words."""
        value = self._get(key, str, "a text", _as_text(default))
        return self._one_of(key, value, allowed)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        return self._get(key, bool, "true or false", default)

    def integer(self, key: str, *, least: int, default: int | None = None) -> int:
        """A whole number of at least `least`."""
        value = self._get(key, int, "a whole number", default)
        if isinstance(value, bool) or value < least:
            raise self.fault(key, f"expected a whole number of {least} or more")
        return value

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal:
        """A decimal of zero or more, written as a text so that nothing is rounded: "2.5"."""
        try:
            value = Decimal(self._get(key, str, 'a decimal as a text, such as "2.5"', _as_text(default)))
        except InvalidOperation:
            raise self.fault(key, 'expected a decimal as a text, such as "2.5"') from None
        if not value.is_finite() or value < 0:
            raise self.fault(key, "expected zero or more")
        return value

    def share(self, key: str, default: float | None = None) -> float:
        """A number from 0 to 1."""
        value = self._get(key, (int, float), "a number from 0 to 1", default)
        if isinstance(value, bool) or not 0 <= value <= 1:
            raise self.fault(key, "expected a number from 0 to 1")
        return float(value)

    def day(self, key: str) -> date:
        """A date, unquoted: 2027-01-01."""
        value = self._get(key, date, "a date without quotes, such as 2027-01-01")
        if type(value) is not date:
            raise self.fault(key, "expected a date without a time")
        return value

    def moment(self, key: str, zone: ZoneInfo) -> datetime:
        """A date and time, unquoted; without an offset it is the zone's own: 2027-01-01T09:00:00."""
        value = self._get(key, datetime, "a date and time without quotes, such as 2027-01-01T09:00:00")
        return value if value.tzinfo else value.replace(tzinfo=zone)

    def raw(self, key: str) -> Mapping[str, object]:
        """A table as it stands, for whoever knows its keys."""
        return self._get(key, dict, "a table")

    def words(
        self, key: str, allowed: Collection[Value] | None = None, *, default: tuple[Value, ...] | None = None
    ) -> tuple[Value, ...]:
        """A list of texts, not empty, each one of the allowed words where those are given."""
        if not self.has(key) and default is not None:
            return default
        values = self._get(key, list, "a list of texts")
        if not values or not all(isinstance(value, str) and value.strip() for value in values):
            raise self.fault(key, "expected a list of texts that is not empty")
        return tuple(values) if allowed is None else tuple(self._one_of(key, value, allowed) for value in values)

    def integers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        values = self._get(key, list, "a list of whole numbers")
        if not all(type(value) is int for value in values):
            raise self.fault(key, "expected a list of whole numbers")
        return tuple(values)

    def pairs(self, key: str) -> tuple[tuple[Decimal, Decimal], ...]:
        """A list of pairs of decimals, each written as a text: [["0.4", "10"]]."""
        values = self._get(key, list, "a list of pairs of decimals")
        expected = 'expected pairs of decimals as texts, such as [["0.4", "10"]]'
        if not all(isinstance(pair, list) and len(pair) == 2 for pair in values):
            raise self.fault(key, expected)
        try:
            return tuple((Decimal(str(first)), Decimal(str(second))) for first, second in values)
        except InvalidOperation:
            raise self.fault(key, expected) from None

    def texts(self) -> dict[str, str]:
        """All of this table's keys, each a text."""
        return {key: self.text(key) for key in self.data}

    def decimals(self) -> dict[str, Decimal]:
        """All of this table's keys, each a decimal."""
        return {key: self.decimal(key) for key in self.data}

    def table(self, key: str, *, optional: bool = False) -> "Table":
        """The table under a key; empty if it is optional and absent."""
        value = self._get(key, dict, "a table", {} if optional else None)
        return self._part(key, value)

    def tables(self, key: str) -> list["Table"]:
        """The array of tables under a key (`[[key]]`); empty when absent. A fault names its table by number and id."""
        values = self._get(key, list, f"tables headed [[{key}]]", [])
        if not all(isinstance(value, dict) for value in values):
            raise self.fault(key, f"expected tables headed [[{key}]]")
        ids = [f" ({value['id']})" if "id" in value else "" for value in values]
        return [self._part(f"{key}[{position}]{ids[position]}", value) for position, value in enumerate(values)]

    def named(self, read: Callable[[str, "Table"], Value]) -> dict[str, Value]:
        """This table's own tables by their id, each read by `read(id, table)`."""
        found: dict[str, Value] = {}
        for key in self.data:
            if not _ID.fullmatch(key):
                raise self.fault(key, "expected an id of lower-case letters, digits, _ and -")
            found[key] = read(key, self.table(key))
        return found

    def id(self, key: str = "id") -> str:
        """An id: lower-case letters, digits, `_` and `-`."""
        value = self.text(key)
        if not _ID.fullmatch(value):
            raise self.fault(key, "expected an id of lower-case letters, digits, _ and -")
        return value

    def close(self) -> None:
        """Refuse keys that were not read, here and below: a misspelt key would otherwise change nothing, silently."""
        for key in self.data:
            if key not in self._read:
                expected = ", ".join(sorted(self._read)) or "nothing"
                raise self.fault(key, f"unknown key; expected {expected}")
        for part in self._parts:
            part.close()

    def at(self, key: str) -> str:
        """The key's full name in the file."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, message: str) -> PolicyError:
        """The error to raise about a key."""
        return PolicyError(self.file, self.at(key), message)

    def _part(self, key: str, data: Mapping[str, object]) -> "Table":
        part = Table(self.file, data, self.at(key))
        self._parts.append(part)
        return part

    def _get(
        self, key: str, kind: type[Value] | tuple[type[Value], ...], expected: str, default: Value | None = None
    ) -> Value:
        self._read.add(key)
        value = self.data.get(key, default)
        if value is None:
            raise self.fault(key, f"required: {expected}")
        if not isinstance(value, kind):
            raise self.fault(key, f"expected {expected}, found {value!r}")
        return value

    def _one_of(self, key: str, value: str, allowed: Collection[Value]) -> Value:
        for word in allowed:
            if word == value:
                return word
        expected = ", ".join(map(str, allowed)) or "none, since none is defined"
        if len(expected) > 600:
            expected = f"{expected[:40]}… ({len(allowed)} in all)"
        raise self.fault(key, f"expected one of {expected}, found {value!r}")


def _as_text(value: object) -> str | None:
    return None if value is None else str(value)
