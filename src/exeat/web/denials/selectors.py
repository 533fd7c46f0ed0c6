"""The register of denials as its readers see it, and what of it a case shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.denials.models import Denial, Resemblance
from exeat.web.in_force import counting_on, counts_on
from exeat.web.permissions import visible_cases, visible_denials
from exeat.web.policy import local_day, policy

A_PAGE = 50
SHOWN = ("in_force", "ours", "others", "unreleased", "expiring", "ended", "all")
"""Ways to narrow the register."""


@dataclass(frozen=True)
class ResemblanceView:
    """A denial that a case resembles, with what both have in common. `counts`: the denial is in force today."""

    row: Resemblance
    counts: bool
    late: bool

    @property
    def stands(self) -> bool:
        """Whether it stands in the way of a grant."""
        return self.counts and self.row.identical and not self.row.answered

    @property
    def parties(self) -> list[tuple[str, str, float]]:
        """Names of the case beside those of the denial, and how alike they are."""
        return [(name, other, score) for name, other, score in self.row.found["parties"]]

    @property
    def entries(self) -> list[tuple[str, str]]:
        """Codes of the case beside those of the denial."""
        return [(code, other) for code, other in self.row.found["entries"]]


def denials(viewer: User, *, shown: str, now: datetime, page: str | None) -> Page:
    """A page of the register; KeyError for a way to narrow that does not exist."""
    return Paginator(in_register(viewer, shown=shown, now=now), A_PAGE).get_page(page)


def in_register(viewer: User, *, shown: str, now: datetime) -> QuerySet[Denial]:
    """The denials that the viewer may see, narrowed in one of the ways of `SHOWN`."""
    today = local_day(now)
    counts = counting_on(today)
    narrow = {"in_force": counts, "ours": counts & ~Q(case=None), "others": counts & Q(case=None), "ended": ~counts}
    narrow["unreleased"] = counts & ~Q(case=None) & Q(released_at=None)
    narrow["expiring"] = counts & Q(valid_until__lte=today + timedelta(days=policy().denials.review_days))
    return visible_denials(viewer).filter(narrow[shown] if shown != "all" else Q()).select_related("case")


def resembling(denial: Denial, viewer: User) -> QuerySet[Resemblance]:
    """The cases that resemble a denial, as far as the viewer may open them."""
    found = denial.resemblances.filter(case__in=visible_cases(viewer).values("pk"))
    return found.select_related("case__exporter").order_by("-case__reference")


def resemblances_of(case: Case, now: datetime) -> list[ResemblanceView]:
    """What a case shows: essentially identical ones first, those of denials that no longer count last."""
    today = local_day(now)
    rows: Sequence[Resemblance] = case.resemblances.select_related("denial__case", "settled_by")
    views = [
        ResemblanceView(row, counts_on(row.denial, today), row.status == "consulting" and today > row.due)
        for row in rows
    ]
    return sorted(views, key=lambda one: (not one.counts, not one.row.identical, one.row.pk))
