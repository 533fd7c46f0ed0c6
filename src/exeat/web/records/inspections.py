"""What an exporter's own people see of the inspection of its sites, to take along."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.cases.models import Document
from exeat.web.inspection.models import Disclosure, Finding, Site, Visit
from exeat.web.inspection.rows import disclosure_data, finding_data, site_row, visit_row
from exeat.web.inspection.selectors import TOLD, finding_view
from exeat.web.permissions import visible_sites
from exeat.web.registers.models import Exporter


def inspections_of(exporter: Exporter, *, viewer: User, now: datetime) -> tuple[dict[str, Any], QuerySet[Document]]:
    """The exporter's sites that the viewer may see, with visits, findings and disclosures as its own people see them;
    and the documents of these, reports and proofs of correction."""
    shown = visible_sites(viewer).filter(exporter=exporter).order_by("pk")
    at = {"site__in": shown.values("pk")}
    visits = Visit.objects.filter(TOLD, **at).order_by("pk")
    findings = Finding.objects.filter(**at).select_related("site", "visit", "disclosure").order_by("pk")
    actor = actor_for(viewer, now)
    content = {
        "sites": [_of_its_own(site) for site in shown],
        "visits": [visit_row(visit) for visit in visits],
        "findings": [
            finding_data(finding_view(one, actor, now)) for one in findings.prefetch_related("actions", "measures")
        ],
        "disclosures": [disclosure_data(one) for one in Disclosure.objects.filter(**at).order_by("pk")],
    }
    papers = Q(report_of__in=visits) | Q(corrects__finding__in=findings)
    return content, Document.objects.filter(papers).distinct().order_by("pk")


def _of_its_own(site: Site) -> dict[str, Any]:
    return site_row(site, inside=False)
