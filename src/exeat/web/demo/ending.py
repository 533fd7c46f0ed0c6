"""How licences end in the stories: given up, suspended at once, or by a measure of which the holder was heard."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from typing import Any

from exeat.web.appeals import services as appeals
from exeat.web.cases.models import Case
from exeat.web.cases.services import deciding, hearing
from exeat.web.cases.services import ending as services
from exeat.web.demo.turns import Turn
from exeat.web.policy import local_day


def surrender(turn: Turn, why: str) -> None:
    services.ask_surrender(licence=turn.case.licence, reason=why, by=turn.by, now=turn.now)


def acknowledge(turn: Turn) -> None:
    services.acknowledge_surrender(case=_on(turn), by=turn.by, now=turn.now)


def suspend(turn: Turn, why: str) -> None:
    services.suspend_at_once(licence=turn.case.licence, reason=why, by=turn.by, now=turn.now)


def measure(turn: Turn, how: str, why: str, grounds: Collection[str]) -> None:
    services.open_proceeding(licence=turn.case.licence, how=how, reasons=why, grounds=grounds, by=turn.by, now=turn.now)


def answer_measure(turn: Turn, text: str) -> None:
    hearing.answer_intended_refusal(case=_on(turn), answer=text, by=turn.by, now=turn.now)


def recommend_measure(turn: Turn, outcome: str, why: str, grounds: Collection[str] = ()) -> None:
    deciding.recommend(case=_on(turn), outcome=outcome, reasons=why, grounds=grounds, by=turn.by, now=turn.now)


def countersign_measure(turn: Turn) -> None:
    deciding.countersign(case=_on(turn), by=turn.by, now=turn.now)


def decide_measure(turn: Turn, outcome: str, why: str, grounds: Collection[str] = ()) -> None:
    deciding.decide(case=_on(turn), outcome=outcome, reasons=why, grounds=grounds, by=turn.by, now=turn.now)


def ask_measure_review(turn: Turn, text: str) -> None:
    appeals.ask_review(case=_on(turn), statement=text, by=turn.by, now=turn.now)


def vary_measure(turn: Turn, outcome: str, why: str, until_days: int) -> None:
    until = local_day(turn.now) + timedelta(days=until_days)
    appeals.vary_measure(case=_on(turn), outcome=outcome, until=until, reasons=why, by=turn.by, now=turn.now)


def _on(turn: Turn) -> Case:
    """The case on the story's licence that was opened last."""
    case: Case = turn.case.licence.changing.latest("pk")
    return case


STEPS: Mapping[str, Callable[..., Any]] = {
    "surrender": surrender,
    "acknowledge": acknowledge,
    "suspend": suspend,
    "measure": measure,
    "answer_measure": answer_measure,
    "recommend_measure": recommend_measure,
    "countersign_measure": countersign_measure,
    "decide_measure": decide_measure,
    "ask_measure_review": ask_measure_review,
    "vary_measure": vary_measure,
}
