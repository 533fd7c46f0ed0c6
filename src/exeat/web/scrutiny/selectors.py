"""Notices as their readers see them, and what a case shows of notices, red flags and points of risk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q

from exeat.domain.review.policy.scrutiny import RedFlag
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.in_force import counting_on, counts_on
from exeat.web.permissions import visible_notices
from exeat.web.policy import local_day, policy
from exeat.web.scrutiny.models import FlagAnswer, Meeting

A_PAGE = 30


@dataclass(frozen=True)
class MeetingView:
    """A notice that the case meets; `counts`: it is in force today."""

    row: Meeting
    counts: bool

    @property
    def stands(self) -> bool:
        """Whether an officer has still to say to which lines it applies."""
        return self.counts and self.row.status == Meeting.Status.OPEN


@dataclass(frozen=True)
class FlagView:
    """A question on end use, and what each side answered."""

    flag: RedFlag
    exporter: FlagAnswer | None
    officer: FlagAnswer | None

    @property
    def raised(self) -> bool:
        """Whether either side said yes."""
        return any(answer.raised for answer in (self.exporter, self.officer) if answer)

    @property
    def weighed(self) -> str:
        """What an officer said it comes to."""
        return next((one.weighed for one in (self.officer, self.exporter) if one and one.weighed), "")


def notices(viewer: User, *, shown: str, page: str | None, now: datetime) -> Page:
    """The notices that the viewer may open: `in_force`, `ended` or `all`; KeyError for anything else."""
    today = local_day(now)
    counts = counting_on(today)
    narrow = {"in_force": counts, "ended": ~counts, "all": Q()}
    return Paginator(visible_notices(viewer).filter(narrow[shown]).select_related("exporter"), A_PAGE).get_page(page)


def meetings_of(case: Case, now: datetime) -> list[MeetingView]:
    """The notices that the case meets."""
    rows = case.meetings.select_related("notice__exporter", "settled_by")
    return [MeetingView(row, counts_on(row.notice, local_day(now))) for row in rows]


def flags_of(case: Case, *, inside: bool) -> list[FlagView]:
    """The questions on end use with their answers; outside, those that the exporter is asked."""
    answers = {(one.flag, one.side): one for one in case.flag_answers.all()}
    return [
        FlagView(flag, answers.get((flag.id, "exporter")), answers.get((flag.id, "officer")) if inside else None)
        for flag in policy().red_flags.values()
        if inside or "exporter" in flag.asked
    ]
