"""Sites, visits, findings and disclosures that a request names: 404 for what its user may not see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from exeat.web.acting import actor_for
from exeat.web.inspection.models import Disclosure, Finding, Site, Visit
from exeat.web.inspection.rows import finding_data
from exeat.web.inspection.selectors import finding_view
from exeat.web.permissions import visible_sites


def site_of(request: HttpRequest, key: int) -> Site:
    """A site by its number."""
    return get_object_or_404(visible_sites(request.user), pk=key)


def visit_of(request: HttpRequest, number: str) -> Visit:
    """A visit by its own number."""
    return get_object_or_404(Visit.objects.select_related("site"), number=number, site__in=_shown(request))


def findings_of(request: HttpRequest) -> QuerySet[Finding]:
    """Every finding that the user may see, with what `finding_data` says of it."""
    found = Finding.objects.filter(site__in=_shown(request)).select_related("site__exporter", "visit", "disclosure")
    return found.prefetch_related("actions", "measures")


def finding_of(request: HttpRequest, key: int) -> Finding:
    """A finding by its number."""
    return get_object_or_404(findings_of(request), pk=key)


def disclosure_of(request: HttpRequest, key: int) -> Disclosure:
    """A disclosure by its number."""
    return get_object_or_404(Disclosure.objects.select_related("site"), pk=key, site__in=_shown(request))


def told(request: HttpRequest, finding: Finding, now: datetime) -> dict[str, Any]:
    """A finding as data, as the user sees it."""
    return finding_data(finding_view(finding, actor_for(request.user, now), now))


def _shown(request: HttpRequest) -> QuerySet[Any]:
    return visible_sites(request.user).values("pk")
