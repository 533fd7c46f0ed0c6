"""What a holder says left under a general authorisation: whether it is within it, and agrees with customs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class UsageLine:
    """Goods of one kind that left for one consignee; `number` is the line's in its return, `value` its total."""

    number: int
    goods: str
    entry: str
    quantity: Decimal
    unit: str
    value: Decimal
    currency: str
    destination: str
    consignee: str

    @property
    def heading(self) -> str:
        """The entry without its provisions: what authorisations and customs name."""
        return heading(self.entry)

    def faults(self, currencies: Collection[str], countries: Collection[str]) -> Iterator[tuple[str, str]]:
        """What cannot be used, as column and sentence: amounts that the ledger could not keep, unknown codes."""
        for name, most in (("goods", 2000), ("consignee", 300), ("unit", 20)):
            if not 1 <= len(getattr(self, name)) <= most:
                yield name, f"is needed, in at most {most} characters"
        if len(self.entry) > 40:
            yield "entry", "has at most 40 characters"
        if not (0 < self.quantity < 10**14 and self.quantity == round(self.quantity, 6)):
            yield "quantity", "is more than nothing, with at most 14 digits before the point and 6 after"
        if not (0 <= self.value < 10**14 and self.value == round(self.value, 2)):
            yield "value", "is not negative, with at most 14 digits before the point and 2 after"
        if self.currency not in currencies:
            yield "currency", f"is one of {', '.join(sorted(currencies))}"
        if self.destination not in countries:
            yield "destination", "is the code of a country, such as FR"


@dataclass(frozen=True)
class Remark:
    """Something to be looked at in a return; `number` is the line's, 0 for the return as a whole."""

    number: int
    text: str


Left = Mapping[tuple[str, str, str], Decimal]
"""Quantities that left, by heading of the entry, destination and unit."""


def heading(entry: str) -> str:
    """The entry without its provisions: 6A003 of 6A003.b.4."""
    return entry.partition(".")[0]


def remarks(
    lines: Collection[UsageLine], *, title: str, entries: Collection[str], destinations: Collection[str], customs: Left
) -> tuple[Remark, ...]:
    """What points at a use beyond the authorisation, or at a return that is not whole.

    `entries` and `destinations` are the authorisation's; an empty entry among them stands for goods that it describes
    in words. `customs` is what the posts recorded in the same months.
    """
    return (*_beyond(lines, title, entries, destinations), *_unlike(lines, customs))


def _beyond(
    lines: Iterable[UsageLine], title: str, entries: Collection[str], destinations: Collection[str]
) -> Iterator[Remark]:
    allowed = {heading(entry) for entry in entries}
    named = ", ".join(sorted(allowed - {""})) or "goods in words alone"
    for line in lines:
        if line.heading not in allowed:
            yield Remark(line.number, f"{line.entry or 'goods without an entry'}: {title} is for {named}")
        if line.destination not in destinations:
            yield Remark(line.number, f"{line.destination}: {title} is for {', '.join(destinations)}")


def _unlike(lines: Iterable[UsageLine], customs: Left) -> Iterator[Remark]:
    """Where the return and the ledger differ; goods that customs did not see are a fault of one or the other."""
    said: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        said[line.heading, line.destination, line.unit] += line.quantity
    for key in sorted({*said, *customs}):
        entry, destination, unit = key
        returned, recorded = said.get(key, Decimal(0)), customs.get(key, Decimal(0))
        if returned != recorded:
            what = f"{entry or 'goods without an entry'} to {destination}"
            figures = f"the return says {_plain(returned)} {unit}, customs recorded {_plain(recorded)}"
            yield Remark(0, f"{what}: {figures}")


def _plain(quantity: Decimal) -> str:
    return format(quantity.normalize() + 0, "f")
