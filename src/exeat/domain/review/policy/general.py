"""General authorisations, which any exporter may use who registers: `general.toml`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from exeat.domain.review.calendar import months_later
from exeat.domain.review.policy.tables import Table


@dataclass(frozen=True)
class GeneralLine:
    """What may leave: by entry or in words, in the unit and currency in which customs writes it down."""

    entry: str
    description: str
    unit: str
    currency: str


@dataclass(frozen=True)
class ReturnPeriod:
    """A stretch of time of which the exporter says what left in it, and the last day for saying so."""

    first: date
    last: date
    due: date


@dataclass(frozen=True)
class GeneralAuthorisation:
    """A published authorisation. `titles` are what its registration is called on paper, by language."""

    id: str
    title: str
    titles: Mapping[str, str]
    legal_basis: str
    destinations: tuple[str, ...]
    lines: tuple[GeneralLine, ...]
    conditions: tuple[str, ...]
    valid_months: int
    return_months: int
    return_days: int

    def valid_until(self, registered: date) -> date:
        """The last day of a registration made on that day."""
        return months_later(registered, self.valid_months)

    def periods(self, registered: date) -> Iterator[ReturnPeriod]:
        """The periods of a registration, one after the other; the last ends with it, and may be shorter."""
        end, first = self.valid_until(registered), registered
        for months in range(self.return_months, self.valid_months + self.return_months, self.return_months):
            whole = months < self.valid_months
            last = months_later(registered, months) - timedelta(days=1) if whole else end
            yield ReturnPeriod(first, last, last + timedelta(days=self.return_days))
            first = last + timedelta(days=1)


def read_general(
    key: str, table: Table, languages: Collection[str], countries: Collection[str]
) -> GeneralAuthorisation:
    """One authorisation of `general.toml`."""
    lines = tuple(
        GeneralLine(line.text("entry", default=""), line.text("description"), line.text("unit"), line.text("currency"))
        for line in table.tables("lines")
    )
    if not lines:
        raise table.fault("lines", "required: at least one")
    titles = table.table("document").texts()
    for language in titles:
        if language not in languages:
            raise table.fault(f"document.{language}", f"expected a language of the state: {', '.join(languages)}")
    return GeneralAuthorisation(
        id=key,
        title=table.text("title"),
        titles=titles,
        legal_basis=table.text("legal_basis"),
        destinations=table.words("destinations", countries),
        lines=lines,
        conditions=table.words("conditions"),
        valid_months=table.integer("valid_months", least=1),
        return_months=table.integer("return_months", least=1),
        return_days=table.integer("return_days", least=1),
    )
