"""Sites, visits, findings and disclosures as data, for programs and for files to take along."""

from __future__ import annotations

from typing import Any

from exeat.web.inspection.models import Disclosure, Measure, Site, Visit
from exeat.web.inspection.selectors import ActionView, FindingView

SITE = ("id", "name", "kind", "operator", "address", "agency", "risk", "risk_why", "held_at", "closed_on")
INSIDE = ("risk", "risk_why", "held_at")
"""What a site's own people do not see of it."""
VISIT = ("number", "first", "last", "purpose", "checklists", "state")
FINDING = ("id", "item", "provision", "severity", "text", "reference", "found_on")
ACTION = ("text", "due", "done", "note")
MEASURE = ("id", "kind", "provision", "reasons", "at", "ended_at")
DISCLOSURE = ("id", "text", "discovered_on", "disclosed_on", "in_time", "outcome")


def site_row(site: Site, *, inside: bool) -> dict[str, Any]:
    """A site as data; how it is inspected is left out for its own people."""
    shown = {name: getattr(site, name) if inside or name not in INSIDE else "" for name in SITE}
    return shown | {"exporter": site.exporter_id}


def visit_row(visit: Visit) -> dict[str, Any]:
    """A visit as data."""
    return {name: getattr(visit, name) for name in VISIT} | {"site": visit.site_id, "report": visit.report_id}


def finding_data(view: FindingView) -> dict[str, Any]:
    """A finding as data, with what corrects it and the measures taken."""
    finding = view.row
    return {name: getattr(finding, name) for name in FINDING} | {
        "site": finding.site_id,
        "visit": finding.visit.number if finding.visit else None,
        "disclosure": finding.disclosure_id,
        "open": view.open,
        "actions": [action_data(one) for one in view.actions],
        "measures": [measure_data(one) for one in finding.measures.all()],
    }


def action_data(view: ActionView) -> dict[str, Any]:
    """A corrective action as data."""
    return {"id": view.row.pk, "state": view.state} | {name: getattr(view.row, name) for name in ACTION}


def measure_data(measure: Measure) -> dict[str, Any]:
    """A measure as data."""
    return {name: getattr(measure, name) for name in MEASURE}


def disclosure_data(disclosure: Disclosure) -> dict[str, Any]:
    """A disclosure as data."""
    return {name: getattr(disclosure, name) for name in DISCLOSURE} | {"site": disclosure.site_id}
