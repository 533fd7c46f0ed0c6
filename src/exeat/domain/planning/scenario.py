"""A planning scenario: who there is, what is offered, what things are worth, and what follows from that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from .calendar import Calendar, Outing
from .reading import fields
from .records import Agency, Capability, DeskPrice, Host, Offer, Official, Rules, State

# what does not depend on offers or weights
_OF_PEOPLE = ("people", "staff", "state_of", "leave", "holders", "spare", "day_price")


class Links(NamedTuple):
    """Offers by what binds them to one: they require it, or cannot be accepted beside it."""

    required_by: list[str]
    excluded: list[str]


@dataclass(frozen=True)
class Scenario:
    """Everything that a plan is made from. ``sha256`` is that of the file's bytes."""

    start: date
    end: date
    currency: str
    states: tuple[State, ...]
    agencies: tuple[Agency, ...]
    officials: tuple[Official, ...]
    capabilities: tuple[Capability, ...]
    hosts: tuple[Host, ...]
    offers: tuple[Offer, ...]
    desk_prices: tuple[DeskPrice, ...]
    rules: Rules
    sha256: str

    @staticmethod
    def from_json(path: Path | str) -> Scenario:
        """Read and check a scenario file.

        Raises ``ScenarioError``, naming the field, for a wrong id, an impossible date, a negative or unreadable
        amount, a circular requirement; ``OSError`` where the file cannot be read.
        """
        return Scenario.read(Path(path).read_bytes())

    @staticmethod
    def read(data: bytes) -> Scenario:
        """The scenario in a JSON file's bytes. Raises ``ScenarioError``."""
        return Scenario(**fields(data))

    def with_offer(self, changed: Offer) -> Scenario:
        """The same scenario with one offer changed; what does not depend on offers is not worked out again."""
        other = replace(self, offers=tuple(changed if one.id == changed.id else one for one in self.offers))
        self._share(other, "calendar", "agency", "official", "capability", "host", "links", *_OF_PEOPLE)
        kept = {key: outing for key, outing in self.outings.items() if key[0] != changed.id}
        other.__dict__["outings"] = {**kept, **other._outings(changed)}
        return other

    def with_judgements(self, capabilities: tuple[Capability, ...], offers: tuple[Offer, ...]) -> Scenario:
        """The same scenario with other weights and gains: ``offers`` differ from its own in nothing but gains."""
        other = replace(self, capabilities=capabilities, offers=offers)
        self._share(other, "calendar", "agency", "official", "host", "links", "outings", *_OF_PEOPLE)
        return other

    def with_prices(self, prices: tuple[DeskPrice, ...]) -> Scenario:
        """The same scenario with other prices of desk days."""
        other = replace(self, desk_prices=prices)
        kept = (name for name in _OF_PEOPLE if name != "day_price")
        self._share(other, "calendar", "agency", "official", "capability", "host", "links", "offer", "outings", *kept)
        return other

    def with_spare(self, spare: dict[tuple[str, int], Fraction]) -> Scenario:
        """The same scenario with these days to spare by agency and week, whatever its reserves and leave make them."""
        other = replace(self)
        other.__dict__["spare"] = spare
        return other

    def _share(self, other: Scenario, *names: str) -> None:
        """Give another scenario what need not be worked out again."""
        for name in names:
            other.__dict__[name] = getattr(self, name)

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.start, self.end, {s.id: (s.weekend, s.holidays) for s in self.states})

    @cached_property
    def agency(self) -> dict[str, Agency]:
        return {one.id: one for one in self.agencies}

    @cached_property
    def official(self) -> dict[str, Official]:
        return {one.id: one for one in self.officials}

    @cached_property
    def capability(self) -> dict[str, Capability]:
        return {one.id: one for one in self.capabilities}

    @cached_property
    def host(self) -> dict[str, Host]:
        return {one.id: one for one in self.hosts}

    @cached_property
    def offer(self) -> dict[str, Offer]:
        return {one.id: one for one in self.offers}

    @cached_property
    def people(self) -> dict[str, tuple[Official, ...]]:
        """The officials of each state."""
        found: dict[str, list[Official]] = {one.id: [] for one in self.states}
        for one in self.officials:
            found[self.state_of[one.id]].append(one)
        return {state: tuple(officials) for state, officials in found.items()}

    @cached_property
    def staff(self) -> dict[str, tuple[Official, ...]]:
        """The officials of each agency."""
        found: dict[str, list[Official]] = {one.id: [] for one in self.agencies}
        for one in self.officials:
            found[one.agency].append(one)
        return {agency: tuple(officials) for agency, officials in found.items()}

    @cached_property
    def links(self) -> dict[str, Links]:
        """For each offer those that require it, and those with which it cannot be accepted."""
        found = {one.id: Links([], []) for one in self.offers}
        for one in self.offers:
            for other in one.requires:
                found[other].required_by.append(one.id)
            for other in one.excludes:
                found[one.id].excluded.append(other)
                if one.id not in self.offer[other].excludes:
                    found[other].excluded.append(one.id)
        return found

    @cached_property
    def state_of(self) -> dict[str, str]:
        """The state of each official."""
        return {one.id: self.agency[one.agency].state for one in self.officials}

    @cached_property
    def leave(self) -> dict[str, frozenset[int]]:
        """The working days of each official's leave, as day numbers."""
        return {
            one.id: frozenset(
                day
                for first, last in one.leave
                for day in self.calendar.working(
                    self.state_of[one.id], self.calendar.day(first), self.calendar.day(last)
                )
            )
            for one in self.officials
        }

    @cached_property
    def holders(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The officials of each (state, critical skill) that at least two hold."""
        table = {
            (state.id, skill): tuple(o.id for o in self.people[state.id] if skill in o.skills)
            for state in self.states
            for skill in self.rules.critical_skills
        }
        return {key: people for key, people in table.items() if len(people) > 1}

    @cached_property
    def outings(self) -> dict[tuple[str, str], Outing]:
        """When each (offer, session) takes its people away, and what it costs each of them in days."""
        return {key: outing for offer in self.offers for key, outing in self._outings(offer).items()}

    def _outings(self, offer: Offer) -> dict[tuple[str, str], Outing]:
        return {
            (offer.id, session.id): self.calendar.outing(
                offer.state,
                self.calendar.day(session.start) - session.travel_days,
                self.calendar.day(session.end) + session.travel_days,
                session.rest_days,
                offer.preparation_days,
                offer.follow_up_days,
            )
            for session in offer.sessions
        }

    @cached_property
    def spare(self) -> dict[tuple[str, int], Fraction]:
        """By agency and week: the days that may be lost before its desk falls below its reserve."""
        return {
            (agency.id, week): (1 - agency.reserve) * self.available(agency, week)
            for agency in self.agencies
            for week in range(self.calendar.weeks)
        }

    def available(self, agency: Agency, week: int) -> int:
        """The working days of the agency's officials in a week, less leave."""
        days = set(self.calendar.working(agency.state, 7 * week, 7 * week + 6))
        return sum(len(days - self.leave[o.id]) for o in self.staff[agency.id])

    @cached_property
    def day_price(self) -> dict[tuple[str, int], Fraction]:
        """By official and week: what a lost working day costs, the agency's price and the official's own together."""
        prices: dict[tuple[str, int], Fraction] = {}
        for row in self.desk_prices:
            week = self.calendar.week(self.calendar.day(row.monday))
            people = [row.official] if row.official else [o.id for o in self.staff[row.agency or ""]]
            for person in people:
                prices[person, week] = prices.get((person, week), Fraction(0)) + row.price
        return prices
