"""Who is told what by mail. A message says that something waits, and where; the case itself stays behind sign-in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.mail.services import notify
from exeat.web.registers.models import Mandate


def tell_officers(case: Case, template: str, *, now: datetime, **context: Any) -> None:
    """The case's officer, or every officer while it has none."""
    officers = [case.officer] if case.officer else with_role(Role.OFFICER)
    _tell(officers, case, template, now, context)


def tell_head(case: Case, template: str, *, now: datetime, **context: Any) -> None:
    """Whoever decides."""
    _tell(with_role(Role.HEAD), case, template, now, context)


def tell_countersigners(case: Case, *, now: datetime, recommender: User) -> None:
    """The officers who may stand behind a recommendation; where there is no other, those who may beside them."""
    others = with_role(Role.OFFICER).exclude(pk=recommender.pk)
    _tell(others or with_role(Role.HEAD), case, "countersignature_due", now, {})


def tell_head_and_auditors(case: Case, template: str, *, now: datetime, **context: Any) -> None:
    """Those to whom an override is reported."""
    _tell([*with_role(Role.HEAD), *with_role(Role.AUDITOR)], case, template, now, context)


def tell_role(role: Role, case: Case, template: str, *, now: datetime, **context: Any) -> None:
    """Whoever holds a role."""
    _tell(with_role(role), case, template, now, context)


def tell_agency(case: Case, agency: str, template: str, *, now: datetime, **context: Any) -> None:
    """The reviewers of an agency."""
    _tell(with_role(Role.REVIEWER).filter(agency=agency), case, template, now, context)


def tell_applicant(case: Case, template: str, *, now: datetime, **context: Any) -> None:
    """The people with verified authority to act for the exporter."""
    verified = Mandate.objects.filter(exporter=case.exporter, status=Mandate.Status.VERIFIED)
    _tell(User.objects.filter(is_active=True, mandates__in=verified).distinct(), case, template, now, context)


def tell_people(people: Iterable[User], case: Case, template: str, *, now: datetime, **context: Any) -> None:
    """Those named."""
    _tell(people, case, template, now, context)


def with_role(role: Role):
    """The active users who hold the role."""
    return User.objects.filter(is_active=True, roles__contains=[role.value])


def _tell(users: Iterable[User], case: Case, template: str, now: datetime, context: dict[str, Any]) -> None:
    link = settings.EXEAT_URL + reverse("case", args=[case.reference])
    notify(users, template=template, about=case.reference, context={"case": case, "link": link, **context}, now=now)
