"""A what-if beside its base: what was changed, what moved, and what that comes to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exeat.domain.capabilities import UNITS_A_LEVEL
from exeat.domain.planning import Acceptance, Scenario
from exeat.domain.planning.figures import Figures, figures
from exeat.domain.planning.whatif import Change, Kind, Move, moves
from exeat.web.cooperation.models import Funding, PlanRun
from exeat.web.cooperation.plans import as_solved, names_of
from exeat.web.policy import short_name

_SHOWN = 20


@dataclass(frozen=True)
class MoveRow:
    """An offer whose answer is another one."""

    reference: str
    title: str
    what: str
    tone: str
    before: str
    after: str


@dataclass(frozen=True)
class FigureRow:
    """A figure of the base and of the what-if, and by how much it differs: "+2.5"."""

    label: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True)
class Comparison:
    """The panel of a what-if. `moved` is None while there is no plan to set beside its base."""

    base: PlanRun
    changes: tuple[str, ...]
    moved: tuple[MoveRow, ...] | None
    figures: tuple[FigureRow, ...]


def comparison(run: PlanRun) -> Comparison | None:
    """The what-if beside its base; none where the plan is no what-if."""
    if run.base is None:
        return None
    rows = json.loads(run.base.scenario)
    names = names_of(rows)
    said = _changes_text(run.changes, names)
    before, after = as_solved(run.base)[1], as_solved(run)[1]
    if before is None or after is None:
        return Comparison(run.base, said, None, ())
    order = [offer["id"] for offer in rows["offers"]]
    found = [_row(move, before.scenario, names) for move in moves(before.accepted, after.accepted, order)]
    return Comparison(run.base, said, tuple(found), _figures(run, figures(before), figures(after)))


def tried_on(run: PlanRun) -> list[tuple[PlanRun, tuple[str, ...]]]:
    """The latest what-ifs on a plan, each with what it changes."""
    names = names_of(json.loads(run.scenario))
    found = run.what_ifs.select_related("asked_by").defer("scenario", "plan")[:_SHOWN]
    return [(one, _changes_text(one.changes, names)) for one in found]


def _changes_text(changes: list[dict[str, str]], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_sentence(Change.from_json(change), names) for change in changes)


def _sentence(change: Change, names: Mapping[str, str]) -> str:
    official = names.get(change.official, change.official)
    values = {
        "offer": names.get(change.offer, change.offer),
        "session": names.get(change.session, change.session),
        "official": official,
        "agency": short_name(change.agency) if change.agency else _("every agency"),
        "skill": change.skill,
        "percent": f"{100 * float(change.share):.0f}" if change.share else "",
        "amount": change.amount,
        "first": _day(change.first),
        "last": _day(change.last),
    }
    texts = {
        Kind.ACCEPT: _("%(offer)s is accepted."),
        Kind.DECLINE: _("%(offer)s is declined."),
        Kind.ON: _("%(offer)s only on %(session)s."),
        Kind.NOT_ON: _("%(offer)s not on %(session)s."),
        Kind.SEND: _("%(official)s goes to %(offer)s."),
        Kind.STAY: _("%(official)s does not go to %(offer)s.") if change.offer else _("%(official)s goes nowhere."),
        Kind.RESERVE: _("%(agency)s keeps %(percent)s %% at desks."),
        Kind.BUDGET: _("%(agency)s has %(amount)s of travel money."),
        Kind.HOLDER: _("%(official)s holds %(skill)s, too."),
        Kind.AWAY: _("%(official)s is away from %(first)s to %(last)s."),
    }
    return texts[change.kind] % values


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "j M Y") if text else ""


_WHAT: dict[str, tuple[Callable[[], str], str]] = {
    "accepted": (lambda: _("now accepted"), "good"),
    "declined": (lambda: _("now declined"), "bad"),
    "dates": (lambda: _("other dates"), "attention"),
    "people": (lambda: _("others go"), "progress"),
    "payment": (lambda: _("paid otherwise"), "neutral"),
}


def _row(move: Move, scenario: Scenario, names: Mapping[str, str]) -> MoveRow:
    label, tone = _WHAT[move.what]
    title = scenario.offer[move.offer].title
    before, after = (_answer(one, scenario, names) for one in (move.before, move.after))
    return MoveRow(move.offer, title, label(), tone, before, after)


def _answer(one: Acceptance | None, scenario: Scenario, names: Mapping[str, str]) -> str:
    if one is None:
        return _("declined")
    who = ", ".join(names[person] for person, _seat in one.attendees)
    payer = Funding.Payer(scenario.offer[one.offer].funding[one.funding].payer).label
    return _("%(dates)s: %(who)s; %(payer)s pays") % {"dates": names[one.session], "who": who, "payer": payer}


def _figures(run: PlanRun, before: Figures, after: Figures) -> tuple[FigureRow, ...]:
    late = [_late(one) for one in (run.base, run)]
    rows = [
        (_("Value"), float(before.value), float(after.value), 0),
        (_("Levels of capability built"), float(before.units) / UNITS_A_LEVEL, float(after.units) / UNITS_A_LEVEL, 2),
        (_("Desk days that it takes"), float(before.days), float(after.days), 1),
        (_("Days by which desks stand below their reserve"), float(before.short_days), float(after.short_days), 1),
        (_("Cases past their date"), *late, 1),
        (_("Costs us"), float(before.own_cost), float(after.own_cost), 2),
    ]
    return tuple(_figure(*row) for row in rows if row[1] is not None and row[2] is not None)


def _late(run: Any) -> float | None:
    late = run.workload.get("late")
    return None if late is None else late["mean"]


def _figure(label: str, before: float, after: float, places: int) -> FigureRow:
    difference = round(after, places) - round(before, places)
    moved = f"{difference:+,.{places}f}".replace("-", "\N{MINUS SIGN}") if difference else "±0"
    return FigureRow(label, f"{before:,.{places}f}", f"{after:,.{places}f}", moved)
