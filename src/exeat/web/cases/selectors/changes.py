"""What a case changes of a licence, field by field."""

from __future__ import annotations

from exeat.domain.review import Difference, differences
from exeat.web.cases.models import Case
from exeat.web.cases.standing import application_of, changed_by


def differences_of(case: Case) -> tuple[Difference, ...]:
    """Every field in which the case differs from what was licensed; none for an application of its own."""
    changes = changed_by(case)
    return differences(changes.before, application_of(case)) if changes else ()
