"""Reviews of decisions, catch-all notices and red flags as the demo's stories tell them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from exeat.web.appeals import services as appeals
from exeat.web.demo.turns import Turn
from exeat.web.scrutiny.services import flags, noticing


def ask_review(turn: Turn, text: str) -> None:
    appeals.ask_review(case=turn.case, statement=text, by=turn.by, now=turn.now)


def vary(turn: Turn, why: str, add: Sequence[str] = ()) -> None:
    appeals.vary(case=turn.case, reasons=why, add=add, by=turn.by, now=turn.now)


def issue_notice(turn: Turn, goods: str, basis: str, why: str, end_users: Sequence[str], end_use: str = "") -> None:
    """A notice to the exporter of the story."""
    exporter = turn.stage.exporters[turn.story.exporter]
    given = noticing.NoticeGiven(exporter, goods, basis, why, end_use=end_use, end_users=end_users)
    noticing.issue_notice(given=given, by=turn.by, now=turn.now)


def settle_notice(turn: Turn, lines: Sequence[int], why: str) -> None:
    meeting = turn.case.meetings.get()
    noticing.settle_notice(meeting=meeting, lines=lines, reason=why, by=turn.by, now=turn.now)


def answer_flags(turn: Turn, answers: Mapping[str, bool]) -> None:
    flags.answer_flags(case=turn.case, answers=answers, by=turn.by, now=turn.now)


def weigh_flags(turn: Turn, answers: Mapping[str, bool], weighed: Mapping[str, str] | None = None) -> None:
    flags.weigh_flags(case=turn.case, answers=answers, weighed=weighed or {}, by=turn.by, now=turn.now)


STEPS: Mapping[str, Callable[..., Any]] = {
    "ask_review": ask_review,
    "vary": vary,
    "issue_notice": issue_notice,
    "settle_notice": settle_notice,
    "answer_flags": answer_flags,
    "weigh_flags": weigh_flags,
}
"""What a story may say of reviews, notices and red flags."""
