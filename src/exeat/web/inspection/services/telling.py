"""Who is told what by mail: that something waits, and where. What it is stays behind sign-in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.cases.services.telling import with_role
from exeat.web.inspection.models import Site
from exeat.web.mail.services import notify
from exeat.web.policy import policy
from exeat.web.registers.models import Mandate


def tell_site(site: Site, template: str, *, now: datetime, **context: Any) -> None:
    """Those who act for the exporter whose site it is; nobody for a facility without one."""
    if site.exporter is None:
        return
    people = User.objects.filter(mandates__exporter=site.exporter, mandates__status=Mandate.Status.VERIFIED)
    _tell(list(people), site, "inspection_mine", template, now, context)


def tell_inspectors(site: Site, template: str, *, now: datetime, **context: Any) -> None:
    """The reviewers of the agency that inspects; for the authority's own sites, its officers."""
    people = list(with_role(Role.REVIEWER).filter(agency=site.agency))
    if policy().agencies[site.agency].kind == "authority":
        people += with_role(Role.OFFICER)
    _tell(people, site, "inspection_actions", template, now, context)


def _tell(people: list[User], site: Site, page: str, template: str, now: datetime, context: dict[str, Any]) -> None:
    values = {"site": site, "link": settings.EXEAT_URL + reverse(page), **context}
    notify(people, template=f"inspection_{template}", about=site.subject, context=values, now=now)
