"""What a case changes of a licence, field by field; and the cases in which one may end."""

from __future__ import annotations

from exeat.domain.review import Difference, differences
from exeat.domain.review.policy.changes import WITHOUT_LICENCE
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.cases.standing import application_of, changed_by
from exeat.web.licences.models import Licence
from exeat.web.permissions import visible_cases


def differences_of(case: Case) -> tuple[Difference, ...]:
    """Every field in which the case differs from what was licensed; none for an application of its own."""
    changes = changed_by(case)
    return differences(changes.before, application_of(case)) if changes else ()


def proceedings_of(licence: Licence, viewer: User) -> list[Case]:
    """The cases in which the licence is given up, or a measure against it weighed, as far as the viewer may open them;
    the newest first."""
    return list(visible_cases(viewer).filter(changes=licence, change__in=WITHOUT_LICENCE))
