"""Finding cases in a list."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from exeat.domain.review import CaseState
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.permissions import visible_cases
from exeat.web.policy import local_day


def found_cases(
    user: User, now: datetime, *, state: str = "", exporter: int | None = None, late: bool = False, text: str = ""
) -> QuerySet[Case]:
    """The cases that the user may open, the newest first, narrowed by what is given.

    `late`: past their due date and not ended. `text`: in the reference, the applicant's own, or the exporter's name.
    """
    cases = visible_cases(user).select_related("exporter")
    if state:
        cases = cases.filter(state=state)
    if exporter is not None:
        cases = cases.filter(exporter_id=exporter)
    if late:
        cases = cases.filter(due__lt=local_day(now)).exclude(state__in=[state for state in CaseState if state.ended])
    if text:
        cases = cases.filter(
            Q(reference__icontains=text)
            | Q(exporter__name__icontains=text)
            | Q(application__applicant_reference__icontains=text)
        )
    return cases
