"""What one answer of a plan does: what it builds, whose desk days it takes, what those make late, what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exeat.domain.capabilities import UNITS_A_LEVEL
from exeat.domain.planning import Acceptance, Scenario
from exeat.domain.planning.roster import Roster
from exeat.domain.planning.value import shortfall_days

_NO_CASE = 0.05  # what rounds to no case


@dataclass(frozen=True)
class Built:
    """Units of a capability that an offer builds, and how many are missing beside the rest of the plan."""

    title: str
    units: float
    missing: float

    @property
    def text(self) -> str:
        """ "Licensing review by 0.5 of a level (10 of the 40 units that are missing)"."""
        return _("%(title)s by %(levels)s of a level (%(units)g of the %(missing)g units that are missing)") % {
            "title": self.title,
            "levels": f"{self.units / UNITS_A_LEVEL:.2g}",
            "units": min(self.units, self.missing),
            "missing": self.missing,
        }


@dataclass(frozen=True)
class Taken:
    """Working days of an official: on the way and there, before it and after it."""

    name: str
    days: float


@dataclass(frozen=True)
class Effect:
    """What accepting one offer does. `late_cases` is None where nothing is measured.

    The days fall into the weeks from the Monday `first` to that of `last`; `short_days` are those by which desks would
    stand below their reserve.
    """

    builds: tuple[Built, ...]
    takes: tuple[Taken, ...]
    first: date
    last: date
    late_cases: float | None
    short_days: float
    own_cost: Decimal
    currency: str

    @property
    def days(self) -> float:
        """All working days that it takes."""
        return sum(one.days for one in self.takes)

    @property
    def line(self) -> str:
        """The effect in a line, for a board."""
        parts = [_("Builds %(what)s.") % {"what": ", ".join(one.title for one in self.builds)}] if self.builds else []
        parts.append(self._days_text)
        if self.own_cost:
            parts.append(self._cost_text)
        return " ".join(parts)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The effect in full."""
        found = [_("It builds %(what)s.") % {"what": one.text} for one in self.builds]
        if not self.builds:
            found.append(_("It builds nothing that the state set out to be able to do."))
        who = ", ".join(_("%(days)g of %(name)s") % {"days": one.days, "name": one.name} for one in self.takes)
        weeks = {"first": date_format(self.first, "j M"), "last": date_format(self.last, "j M Y")}
        found.append(
            _("Desk days that it takes: %(who)s, in the weeks from %(first)s to %(last)s.") % {"who": who, **weeks}
        )
        found.append(self._late_text)
        if self.short_days:
            found.append(
                _("Desks would stand below their reserve by %(days)g days then.") % {"days": round(self.short_days, 1)}
            )
        found.append(self._cost_text if self.own_cost else _("It costs us nothing."))
        return tuple(found)

    @property
    def _days_text(self) -> str:
        count = round(self.days, 1)
        taken = ngettext("Takes %(days)g desk day", "Takes %(days)g desk days", 1 if count == 1 else 2)
        late = "" if self.late_cases is None else ", " + _cases_late(self.late_cases)
        return taken % {"days": count} + late + "."

    @property
    def _late_text(self) -> str:
        if self.late_cases is None:
            return _("What that makes late is not known: too little casework is measured.")
        return _("By the measured casework, that means %(cases)s.") % {"cases": _cases_late(self.late_cases)}

    @property
    def _cost_text(self) -> str:
        return _("Costs us %(amount)s %(currency)s.") % {"amount": f"{self.own_cost:,.2f}", "currency": self.currency}


def _cases_late(number: float) -> str:
    return _("no case late") if number < _NO_CASE else _("%(number).1f cases late") % {"number": number}


def effect(
    rest: Roster, one: Acceptance, *, titles: Mapping[str, str], names: Mapping[str, str], late_case: float
) -> Effect:
    """What accepting `one` does beside the rest of a plan, which must not have it.

    `titles` are of capabilities and `names` of officials, by id; `late_case` is what a case past its date was weighed
    at when desk days were priced, or 0 where they were not.
    """
    scenario = rest.scenario
    offer, losses = scenario.offer[one.offer], rest.outing(one).losses
    weeks = [week for week, _days in losses] or [scenario.calendar.week(rest.outing(one).first)]
    days = float(sum((lost for _week, lost in losses), Fraction(0)))
    builds = (_built(rest, titles[name], name, units) for name, units in offer.gain)
    return Effect(
        tuple(builds),
        tuple(Taken(names[person], days) for person, _seat in one.attendees),
        scenario.calendar.date(7 * weeks[0]),
        scenario.calendar.date(7 * weeks[-1]),
        late_cases(scenario, one) / late_case if late_case else None,
        float(shortfall_days(rest, one)),
        offer.funding[one.funding].own_cost,
        scenario.currency,
    )


def late_cases(scenario: Scenario, one: Acceptance) -> float:
    """What the desk days of an acceptance cost by their prices."""
    losses = scenario.outings[one.offer, one.session].losses
    lost = ((person, week, days) for person, _seat in one.attendees for week, days in losses)
    return float(sum((scenario.day_price.get((person, week), Fraction(0)) * days for person, week, days in lost), 0))


def _built(rest: Roster, title: str, capability: str, units: Fraction) -> Built:
    gap = rest.scenario.capability[capability].gap
    return Built(title, float(units), float(max(Fraction(0), gap - rest.gained[capability])))


def empty_places(scenario: Scenario, offer_id: str) -> list[str]:
    """Why places of an offer stay empty: for each seat that too few fit, who does and when they are on leave."""
    offer, found = scenario.offer[offer_id], []
    for seat in offer.seats:
        holders = [one for one in scenario.officials if seat.needs <= one.skills]
        needs = ", ".join(sorted(tag for tag in seat.needs if ":" not in tag))  # those with one are a what-if's own
        if len(holders) < seat.count:
            text = _("%(places)d places for “%(needs)s”: %(there)d official in service has all of these tags.")
            found.append(text % {"places": seat.count, "needs": needs, "there": len(holders)})
            continue
        away = [one.name for one in holders if all(_on_leave(scenario, offer_id, s.id, one.id) for s in offer.sessions)]
        if len(holders) - len(away) < seat.count:
            text = _("Places for “%(needs)s”: %(who)s would have to come back from leave.")
            found.append(text % {"needs": needs, "who": ", ".join(away)})
    return found


def _on_leave(scenario: Scenario, offer: str, session: str, official: str) -> bool:
    return not scenario.leave[official].isdisjoint(scenario.outings[offer, session].working)
