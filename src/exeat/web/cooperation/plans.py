"""A plan as its page shows it: a board of answers, with names where the solver has ids."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exeat.adapters.calendar_files import CalendarEntry
from exeat.domain.planning import Acceptance, Scenario
from exeat.domain.planning.greedy import ways_to_accept
from exeat.domain.planning.roster import Roster
from exeat.domain.planning.value import worth
from exeat.web.capabilities.models import Capability
from exeat.web.cooperation.effects import Effect, effect, empty_places
from exeat.web.cooperation.models import Funding, Host, PlanRun
from exeat.web.people.models import Official
from exeat.web.policy import short_name

_ID = re.compile(r"\b(?:official|host|session)-\d+\b|\bO-\d{4}-\d{4}\b")
_AGENCY = re.compile(r"\b([a-z][\w-]*)(?='s travel budget)")
_WORTH = "beside the rest of the plan"  # the sentence on an offer's worth, which `Effect` says in people's words
COLUMNS: dict[str, tuple[Promise, str]] = {
    "accept": (_("Accept"), "good"),
    "move": (_("Ask for another date"), "attention"),
    "ask": (_("Ask the host to pay"), "attention"),
    "decline": (_("Decline"), "neutral"),
}


@dataclass(frozen=True)
class Answer:
    """What is recommended for one offer, and why.

    `line` is the reason in a line; `effect` what accepting it does, and None where its places cannot be filled.
    """

    reference: str
    title: str
    host: str
    column: str
    dates: str
    who: tuple[str, ...]
    payer: str
    line: str
    effect: Effect | None
    because: tuple[str, ...]
    would_change: tuple[str, ...]

    @property
    def accepted(self) -> bool:
        """Whether anybody goes."""
        return self.column != "decline"


@dataclass(frozen=True)
class Column:
    """The offers with one answer."""

    label: Promise
    tone: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class PlanPage:
    """A plan to look at. `conflict` are the sentences on why there is none."""

    run: PlanRun
    first: date
    last: date
    currency: str
    columns: tuple[Column, ...]
    conflict: tuple[str, ...]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every answer, column by column."""
        return tuple(answer for column in self.columns for answer in column.answers)

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What the accepted offers do."""
        return tuple(answer.effect for answer in self.answers if answer.accepted and answer.effect)

    @property
    def days(self) -> float:
        """The desk days that the plan takes."""
        return round(sum(one.days for one in self.effects), 1)

    @property
    def late_cases(self) -> float | None:
        """Cases that it makes late; None where nothing is measured."""
        known = [one.late_cases for one in self.effects if one.late_cases is not None]
        return round(sum(known), 1) if len(known) == len(self.effects) else None

    @property
    def settling(self) -> str:
        """How the prices of desk days were found; nothing where they were not asked to settle."""
        texts = {
            "settled": _("The prices of desk days are those of the plan's own making: found in %(rounds)d rounds."),
            "cycle": _(
                "The prices of desk days go round between plans; of %(rounds)d the best by its own prices is shown."
            ),
            "limit": _("The prices of desk days did not settle; the best of %(rounds)d rounds is shown."),
        }
        outcome = self.run.workload.get("outcome")
        return str(texts[outcome] % {"rounds": len(self.run.workload["rounds"])}) if outcome else ""

    @property
    def late_text(self) -> str:
        """The cases that its absences make late together, in nine of ten futures: "0 to 3, 0.8 on average"."""
        late = self.run.workload.get("late")
        if late is None:
            return "" if self.late_cases is None else f"{self.late_cases:g}"
        low, high = round(late["low"]), round(late["high"])
        span = str(low) if low == high else _("%(low)d to %(high)d") % {"low": low, "high": high}
        return _("%(span)s, %(mean).1f on average") % {"span": span, "mean": late["mean"]}

    @property
    def own_cost(self) -> str:
        """What it costs us: "2,400.00 USD"."""
        return f"{sum((one.own_cost for one in self.effects), Decimal(0)):,.2f} {self.currency}"

    @property
    def built(self) -> list[tuple[str, float]]:
        """The capabilities that it builds, by how many units, the most first."""
        units: dict[str, float] = {}
        for built in (built for one in self.effects for built in one.builds):
            units[built.title] = units.get(built.title, 0.0) + built.units
        return sorted(units.items(), key=lambda row: (-row[1], row[0]))

    @property
    def gap(self) -> str:
        """How far it can at most be from the best: "0.4 %"."""
        value, bound = self.run.plan["value"], self.run.plan["bound"]
        return f"{100 * (bound - value) / max(abs(bound), 1e-9):.1f} %"


def plan_page(run: PlanRun) -> PlanPage:
    """The run with its answers."""
    reader = _Reader(run)
    answers = [reader.answer(decision) for decision in reader.decisions]
    columns = tuple(
        Column(label, tone, tuple(one for one in answers if one.column == name))
        for name, (label, tone) in COLUMNS.items()
    )
    rows = reader.rows
    horizon = {name: date.fromisoformat(day) for name, day in rows["horizon"].items()}
    return PlanPage(run, horizon["start"], horizon["end"], rows["currency"], columns, reader.conflict())


class _Reader:
    """Reads a run: its scenario as written and as the domain has it, and names for ids."""

    def __init__(self, run: PlanRun) -> None:
        answer = run.plan or {"decisions": []}
        self.rows = json.loads(run.scenario)
        self.decisions = answer["decisions"]
        self._conflict = answer.get("conflict", {"offers": [], "rules": []})
        self._offers = {offer["id"]: offer for offer in self.rows["offers"]}
        self._names = names_of(self.rows)
        self._titles = dict(Capability.objects.values_list("pk", "title"))
        self._late_case = 0.0 if run.unpriced else float(run.late_case)
        self._scenario, self._roster = as_solved(run)

    def conflict(self) -> tuple[str, ...]:
        """Why there is no plan."""
        offers = (self._names.get(name, name) for name in self._conflict["offers"])
        return tuple(self._named(text) for text in (*offers, *(rule["text"] for rule in self._conflict["rules"])))

    def answer(self, decision: Mapping[str, Any]) -> Answer:
        """One offer's answer."""
        offer = self._offers[decision["offer"]]
        because = [self._sentence(text) for text in decision["because"] if _WORTH not in text]
        if not offer["sessions"]:
            because = [str(_("It is declined here, whatever it builds: that is what this plan tries."))]
        elif decision["decision"] == "decline" and decision["worth"] is None and self._scenario:
            because += empty_places(self._scenario, offer["id"])
        would = tuple(self._sentence(text) for text in decision["would_change"])
        column, dates, payer, who = "decline", "", "", ()
        if decision["decision"] == "accept":
            session = next(one for one in offer["sessions"] if one["id"] == decision["session"])
            funding = offer["funding"][decision["funding"]]
            column = "move" if session["ask_to_move"] else "ask" if funding["ask"] else "accept"
            dates, payer = dates_of(session), str(Funding.Payer(funding["payer"]).label)
            who = tuple(self._names[one["official"]] for one in decision["attendees"])
        done = self._effect(decision)
        line = done.line if column != "decline" and done else _declined(because, done)
        host = self._names.get(offer["host"], offer["host"])
        return Answer(offer["id"], offer["title"], host, column, dates, who, payer, line, done, tuple(because), would)

    def _effect(self, decision: Mapping[str, Any]) -> Effect | None:
        """What accepting the offer does, or would do in the best way that keeps the rules."""
        if self._scenario is None or self._roster is None:
            return None
        roster = self._roster
        one = roster.accepted.get(decision["offer"])
        if one is not None:
            roster = Roster(self._scenario, (other for other in roster.accepted.values() if other is not one))
        else:
            ways = ways_to_accept(roster, self._scenario.offer[decision["offer"]])
            one = max(ways, key=lambda way: worth(roster, way), default=None)
        if one is None:
            return None
        return effect(roster, one, titles=self._titles, names=self._names, late_case=self._late_case)

    def _named(self, text: str) -> str:
        named = _ID.sub(lambda found: self._names.get(found[0], found[0]), text)
        return _AGENCY.sub(lambda found: short_name(found[0]), named)

    def _sentence(self, text: str) -> str:
        named = self._named(text).rstrip(".")
        return f"{named[:1].upper()}{named[1:]}."


def as_solved(run: PlanRun) -> tuple[Scenario | None, Roster | None]:
    """The scenario as the domain has it, with what is accepted; none where there is no plan."""
    decisions = run.plan["decisions"] if run.plan else []
    if run.refusal or not decisions:
        return None, None
    solved = Scenario.read(run.scenario.encode())
    return solved, Roster(solved, (_acceptance(one) for one in decisions if one["decision"] == "accept"))


def _acceptance(decision: Mapping[str, Any]) -> Acceptance:
    going = tuple((one["official"], one["seat"]) for one in decision["attendees"])
    return Acceptance(decision["offer"], decision["session"], decision["funding"], going)


def _declined(because: list[str], done: Effect | None) -> str:
    if because:
        return because[0]
    if done is None:
        return str(_("It does not fit."))
    cost = done.line
    return f"{_('It takes more than it builds.')} {cost}"


def calendar_entries(run: PlanRun) -> list[CalendarEntry]:
    """The accepted offers with who goes, as entries of a calendar; an entry keeps its identity from plan to plan."""
    rows = json.loads(run.scenario)
    names, offers = names_of(rows), {offer["id"]: offer for offer in rows["offers"]}
    accepted = [one for one in run.plan["decisions"] if one["decision"] == "accept"] if run.plan else []
    entries = []
    for decision in accepted:
        offer = offers[decision["offer"]]
        session = next(one for one in offer["sessions"] if one["id"] == decision["session"])
        who = ", ".join(names[one["official"]] for one in decision["attendees"])
        start, end = (date.fromisoformat(session[name]) for name in ("start", "end"))
        entries.append(CalendarEntry(f"{offer['id']}@exeat", offer["title"], start, end, text=who))
    return entries


def names_of(rows: Mapping[str, Any]) -> dict[str, str]:
    """What stands for an id of a scenario in a sentence."""
    names = {f"official-{pk}": name for pk, name in Official.objects.values_list("pk", "name")}
    names |= {f"host-{pk}": name for pk, name in Host.objects.values_list("pk", "name")}
    for offer in rows["offers"]:
        names[offer["id"]] = f"“{offer['title']}”"
        names |= {session["id"]: dates_of(session) for session in offer["sessions"]}
    return names


def dates_of(session: Mapping[str, Any]) -> str:
    """The dates of a scenario's session: "2 Feb – 4 Feb 2027"."""
    start, end = date.fromisoformat(session["start"]), date.fromisoformat(session["end"])
    return date_format(start, "j M Y") if start == end else f"{date_format(start, 'j M')} – {date_format(end, 'j M Y')}"
