"""The tests of a plan as their page shows them, with names where the results have ids."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exeat.domain.capabilities import UNITS_A_LEVEL
from exeat.web.capabilities.models import Capability
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.plans import names_of
from exeat.web.studies.models import Study

_MOST_HINGES = 4
_LITTLE = 0.05  # late cases that round to none
_ALIKE = ("delay", "gain", "days", "short_days", "own_cost", "accepted")  # figures by which plans are told apart
_MARKS = {"plan": gettext_lazy("P"), "by_score": gettext_lazy("S"), "by_date": gettext_lazy("D")}


@dataclass(frozen=True)
class DoubtRow:
    """An offer: its answer in the plan, whether every weighting gives the same, and what it hangs on where not."""

    reference: str
    title: str
    in_plan: bool
    survives: bool
    text: str
    hangs_on: tuple[str, ...]
    more: int

    @property
    def sentence(self) -> str:
        """ "Under other weights and gains it is accepted in 25 of 40 weightings; its answer hangs on …" """
        said = _("Under other weights and gains it is %(text)s") % {"text": self.text}
        if self.survives:
            return f"{said}."
        hangs = self.hangs_on[0] if self.hangs_on else _("several numbers together")
        return _("%(said)s; its answer hangs on %(hangs)s.") % {"said": said, "hangs": hangs}


@dataclass(frozen=True)
class IllnessRow:
    """An official ill from `monday` for four weeks: what falls, what still falls after planning again, late cases."""

    name: str
    monday: date
    falls: tuple[str, ...]
    still_falls: tuple[str, ...]
    lost_percent: int
    still_lost_percent: int
    late_cases: float | None


@dataclass(frozen=True)
class PointRow:
    """A plan of the frontier in words; `mark` is the letter or number that stands for it in the picture."""

    mark: str
    label: str
    made: str
    gain: float
    levels: float
    delay: float
    days: float
    accepted: int
    best: bool


@dataclass(frozen=True)
class Trials:
    """The page. Each part is None while it is not worked out; `asked` tells whether it was asked for."""

    run: PlanRun
    asked: bool
    waiting: bool
    weightings: int
    doubt: tuple[DoubtRow, ...] | None
    illness: tuple[IllnessRow, ...] | None
    frontier: tuple[PointRow, ...] | None
    unit: str

    @property
    def surviving(self) -> int:
        """How many answers survive every weighting."""
        return sum(row.survives for row in self.doubt or ())

    @property
    def measure(self) -> str:
        """What the frontier's delay is in."""
        return _("Late cases") if self.unit == "cases" else _("Desk days")

    @property
    def illness_bars(self) -> list[tuple[Any, ...]]:
        """What each illness still takes of what the plan builds, in percent, for a bar chart."""
        rows = self.illness or ()
        return [(row.name, row.still_lost_percent, "attention" if row.still_lost_percent else "") for row in rows]

    @property
    def late_bars(self) -> list[tuple[Any, ...]]:
        """Late cases by each illness, for a bar chart; those alone whose time the cases take."""
        rows = [row for row in self.illness or () if row.late_cases is not None]
        return [(row.name, round(row.late_cases or 0, 1), "") for row in rows]


def trials(run: PlanRun) -> Trials:
    """Everything that the plan was put to."""
    studies = {study.kind: study for study in run.studies.all()}
    results = {kind: study.result for kind, study in studies.items() if study.finished_at}
    names = names_of(json.loads(run.scenario))
    titles = dict(Capability.objects.values_list("pk", "title"))
    doubt, illness = results.get(Study.Kind.DOUBT), results.get(Study.Kind.ILLNESS)
    frontier = results.get(Study.Kind.FRONTIER)
    return Trials(
        run,
        bool(studies),
        any(study.finished_at is None for study in studies.values()),
        doubt["weightings"] if doubt else 0,
        _doubt(doubt, names, titles) if doubt else None,
        tuple(_ill(row, names, illness["gain"]) for row in illness["people"]) if illness else None,
        _points(frontier) if frontier else None,
        frontier["unit"] if frontier else "",
    )


def standings(run: PlanRun) -> dict[str, str]:
    """For each offer how its answer stands under other weights, once that is worked out."""
    study = run.studies.filter(kind=Study.Kind.DOUBT, finished_at__isnull=False).first()
    if study is None:
        return {}
    names, titles = names_of(json.loads(run.scenario)), dict(Capability.objects.values_list("pk", "title"))
    return {row.reference: row.sentence for row in _doubt(study.result, names, titles)}


def _doubt(result: dict[str, Any], names: dict[str, str], titles: dict[str, str]) -> tuple[DoubtRow, ...]:
    rows = []
    for one in result["offers"]:
        text = _("accepted in %(some)d of %(all)d weightings") % {"some": one["accepted"], "all": result["weightings"]}
        hinges = [_hinge(hinge, one["offer"], names, titles) for hinge in one["hinges"]]
        shown, more = tuple(hinges[:_MOST_HINGES]), max(0, len(hinges) - _MOST_HINGES)
        title = names[one["offer"]].strip("“”")
        rows.append(DoubtRow(one["offer"], title, one["in_plan"], one["survives"], text, shown, more))
    return tuple(sorted(rows, key=lambda row: (row.survives, not row.in_plan)))


def _hinge(hinge: dict[str, Any], offer: str, names: dict[str, str], titles: dict[str, str]) -> str:
    numbers = {"stands": f"{hinge['stands']:.3g}", "turned": f"{hinge['turned']:.3g}"}
    what = titles.get(hinge["capability"], hinge["capability"])
    if not hinge["offer"]:
        text = _("the weight of %(what)s: %(stands)s in the policy, another answer at %(turned)s")
    elif hinge["offer"] == offer:
        text = _("what it builds of %(what)s: %(stands)s expected, another answer at %(turned)s")
    else:
        text = _("what %(offer)s builds of %(what)s: %(stands)s expected, another answer at %(turned)s")
    return text % {"what": what, "offer": names.get(hinge["offer"], hinge["offer"]), **numbers}


def _ill(row: dict[str, Any], names: dict[str, str], gain: float) -> IllnessRow:
    def percent(lost: float) -> int:
        return round(100 * lost / gain) if gain else 0

    def titles(offers: list[str]) -> tuple[str, ...]:
        return tuple(names.get(name, name) for name in offers)

    return IllnessRow(
        names.get(row["official"], row["official"]),
        date.fromisoformat(row["monday"]),
        titles(row["falls"]),
        titles(row["still_falls"]),
        percent(row["lost"]),
        percent(row["still_lost"]),
        row["late_cases"] if row["late_cases"] is None or row["late_cases"] >= _LITTLE else 0.0,
    )


def _points(result: dict[str, Any]) -> tuple[PointRow, ...]:
    """The plans, those that came out alike as one."""
    alike: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for point in result["points"]:
        alike.setdefault(tuple(point[name] for name in _ALIKE), []).append(point)
    rows, number = [], 0
    for points in alike.values():
        named = next((point for point in points if point["made"] in _MARKS), None)
        number += named is None
        first = named or points[0]
        rows.append(
            PointRow(
                str(_MARKS[named["made"]]) if named else str(number),
                "; ".join(_point_label(point) for point in sorted(points, key=lambda point: point is not first)),
                first["made"],
                first["gain"],
                first["units"] / UNITS_A_LEVEL,
                first["delay"],
                first["days"],
                first["accepted"],
                first["best"],
            )
        )
    return tuple(rows)


def _point_label(point: dict[str, Any]) -> str:
    if point["made"] == "price":
        number = point["number"]
        return (
            _("a late case weighed %(factor)g times") % {"factor": number}
            if number
            else _("late cases weighed at nothing")
        )
    if point["made"] == "reserve":
        return _("%(percent).0f %% kept at desks") % {"percent": 100 * point["number"]}
    labels = {
        "plan": _("this plan"),
        "by_score": _("ranked by score, desks kept at their reserve"),
        "by_date": _("yes to whatever comes first"),
    }
    return labels[point["made"]]
