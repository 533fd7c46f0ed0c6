"""Reading the JSON of an application part by part, gathering every fault instead of stopping at the first."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

Part = TypeVar("Part")

_DECIMAL = re.compile(r"[0-9]{1,14}(\.[0-9]{1,6})?")


@dataclass(frozen=True)
class FieldError:
    """A fault in an application: `path` as in `items[0].quantity` (empty for the whole), `message` for its author."""

    path: str
    message: str


@dataclass
class ObjectReader:
    """Takes typed values out of a JSON object. A part that is absent or of the wrong type reads as empty.

    Wrong types and keys outside `keys` go to `errors`, which a parent shares with its parts. Absent keys do not:
    whether a part may be empty is for whoever judges the result.
    """

    data: object
    keys: Collection[str]
    path: str = ""
    errors: list[FieldError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._object: Mapping[str, object] = {}
        if not isinstance(self.data, dict):
            self.errors.append(FieldError(self.path, "expected an object"))
            return
        self._object = self.data
        expected = ", ".join(self.keys)
        for key in self.data:
            if key not in self.keys:
                self.fault(clean(str(key))[:60], f"unknown key; expected one of {expected}")

    def at(self, key: str) -> str:
        """The path of `key` from the application's root."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, message: str) -> None:
        """Record a fault of `key`."""
        self.errors.append(FieldError(self.at(key), message))

    def text(self, key: str) -> str:
        """A string without surrounding space; null reads as empty."""
        value = self._object.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(key, "expected a text")
            return ""
        return self._clean(key, value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        values = self._list(key)
        if not all(isinstance(value, str) for value in values):
            self.fault(key, "expected a list of texts")
        return tuple(self._clean(key, value) for value in values if isinstance(value, str))

    def flag(self, key: str) -> bool:
        """True or false; absent reads as false."""
        value = self._object.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, "expected true or false")
            return False
        return value

    def integer(self, key: str, default: int) -> int:
        """A whole number."""
        value = self._object.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(key, "expected a whole number")
            return default
        return value

    def decimal(self, key: str) -> Decimal:
        """A decimal written as a string, such as "12.50"; absent or empty reads as zero."""
        value = self._object.get(key, "")
        if value == "":
            return Decimal(0)
        if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
            self.fault(
                key,
                'expected a decimal as a text, such as "12.50", with at most 14 digits before the point and 6 after',
            )
            return Decimal(0)
        return Decimal(value)

    def part(self, key: str, keys: Collection[str]) -> "ObjectReader":
        """The object under `key`."""
        return ObjectReader(self._object.get(key, {}), keys, self.at(key), self.errors)

    def parts(self, key: str, keys: Collection[str], read: "Callable[[ObjectReader, int], Part]") -> tuple[Part, ...]:
        """The list of objects under `key`, each read by `read(reader, position)`."""
        return tuple(
            read(ObjectReader(value, keys, f"{self.at(key)}[{position}]", self.errors), position)
            for position, value in enumerate(self._list(key))
        )

    def _list(self, key: str) -> list[object]:
        values = self._object.get(key, [])
        if not isinstance(values, list):
            self.fault(key, "expected a list")
            return []
        return values

    def _clean(self, key: str, value: str) -> str:
        cleaned = clean(value)
        if len(cleaned) < len(value):
            self.fault(key, "contains control characters; remove them")
        return cleaned.strip()


def clean(text: str) -> str:
    """`text` without what no document should hold and no database stores: control characters and lone surrogates."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\r\t" or unicodedata.category(c) not in ("Cc", "Cs"))
