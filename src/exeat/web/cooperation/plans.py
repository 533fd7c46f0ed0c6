"""A plan as its page shows it: a board of answers, with names where the solver has ids."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exeat.adapters.calendar_files import CalendarEntry
from exeat.web.cooperation.models import Funding, Host, PlanRun
from exeat.web.people.models import Official

_ID = re.compile(r"\b(?:official|host|session)-\d+\b|\bO-\d{4}-\d{4}\b")
COLUMNS: dict[str, tuple[Promise, str]] = {
    "accept": (_("Accept"), "good"),
    "move": (_("Ask for another date"), "attention"),
    "ask": (_("Ask the host to pay"), "attention"),
    "decline": (_("Decline"), "neutral"),
}


@dataclass(frozen=True)
class Answer:
    """What is recommended for one offer, and why."""

    reference: str
    title: str
    column: str
    dates: str
    who: tuple[str, ...]
    payer: str
    because: tuple[str, ...]
    would_change: tuple[str, ...]


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
    columns: tuple[Column, ...]
    conflict: tuple[str, ...]

    @property
    def gap(self) -> str:
        """How far it can at most be from the best: "0.4 %"."""
        value, bound = self.run.plan["value"], self.run.plan["bound"]
        return f"{100 * (bound - value) / max(abs(bound), 1e-9):.1f} %"


def plan_page(run: PlanRun) -> PlanPage:
    """The run with its answers."""
    rows = json.loads(run.scenario)
    names, answer = _names(rows), run.plan or {"decisions": []}
    offers = {offer["id"]: offer for offer in rows["offers"]}
    answers = [_answer(decision, offers[decision["offer"]], names) for decision in answer["decisions"]]
    columns = tuple(
        Column(label, tone, tuple(one for one in answers if one.column == name))
        for name, (label, tone) in COLUMNS.items()
    )
    conflict = answer.get("conflict", {"offers": [], "rules": []})
    told = [*(names.get(name, name) for name in conflict["offers"]), *(rule["text"] for rule in conflict["rules"])]
    horizon = {name: date.fromisoformat(day) for name, day in rows["horizon"].items()}
    return PlanPage(run, horizon["start"], horizon["end"], columns, tuple(_named(text, names) for text in told))


def calendar_entries(run: PlanRun) -> list[CalendarEntry]:
    """The accepted offers with who goes, as entries of a calendar; an entry keeps its identity from plan to plan."""
    rows = json.loads(run.scenario)
    names, offers = _names(rows), {offer["id"]: offer for offer in rows["offers"]}
    accepted = [one for one in run.plan["decisions"] if one["decision"] == "accept"] if run.plan else []
    entries = []
    for decision in accepted:
        offer = offers[decision["offer"]]
        session = next(one for one in offer["sessions"] if one["id"] == decision["session"])
        who = ", ".join(names[one["official"]] for one in decision["attendees"])
        start, end = (date.fromisoformat(session[name]) for name in ("start", "end"))
        entries.append(CalendarEntry(f"{offer['id']}@exeat", offer["title"], start, end, text=who))
    return entries


def _names(rows: Mapping[str, Any]) -> dict[str, str]:
    """What stands for an id in a sentence."""
    names = {f"official-{pk}": name for pk, name in Official.objects.values_list("pk", "name")}
    names |= {f"host-{pk}": name for pk, name in Host.objects.values_list("pk", "name")}
    for offer in rows["offers"]:
        names[offer["id"]] = f"“{offer['title']}”"
        names |= {session["id"]: _dates(session) for session in offer["sessions"]}
    return names


def _named(text: str, names: Mapping[str, str]) -> str:
    return _ID.sub(lambda found: names.get(found[0], found[0]), text)


def _answer(decision: Mapping[str, Any], offer: Mapping[str, Any], names: Mapping[str, str]) -> Answer:
    because, would = (tuple(_named(text, names) for text in decision[key]) for key in ("because", "would_change"))
    column, dates, payer, who = "decline", "", "", ()
    if decision["decision"] == "accept":
        session = next(one for one in offer["sessions"] if one["id"] == decision["session"])
        funding = offer["funding"][decision["funding"]]
        column = "move" if session["ask_to_move"] else "ask" if funding["ask"] else "accept"
        dates, payer = _dates(session), str(Funding.Payer(funding["payer"]).label)
        who = tuple(names[one["official"]] for one in decision["attendees"])
    return Answer(offer["id"], offer["title"], column, dates, who, payer, because, would)


def _dates(session: Mapping[str, Any]) -> str:
    start, end = date.fromisoformat(session["start"]), date.fromisoformat(session["end"])
    return date_format(start, "j M Y") if start == end else f"{date_format(start, 'j M')} – {date_format(end, 'j M Y')}"
