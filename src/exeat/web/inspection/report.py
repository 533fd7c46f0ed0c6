"""The report of a visit, drawn up from what was recorded, and kept as a document."""

from __future__ import annotations

from datetime import date, datetime

from exeat.adapters.visit_report import ReportedFinding, ReportedList, VisitReport, render_visit_report
from exeat.web.accounts.models import User
from exeat.web.cases.documents import keep
from exeat.web.cases.models import Document
from exeat.web.inspection.models import Finding, Visit
from exeat.web.policy import local_day, policy
from exeat.web.printing import printing

KIND = "visit_report"


def draw_up(visit: Visit, *, by: User, now: datetime) -> Document:
    """The PDF of the visit as it stands."""
    with printing("report"):
        content = render_visit_report(_report(visit, by, now))
    about = {"kind": KIND, "name": f"{visit.number}.pdf", "media_type": "application/pdf", "content": content}
    return keep(case=None, by=by, now=now, **about)


def _report(visit: Visit, by: User, now: datetime) -> VisitReport:
    agency = policy().agencies[visit.site.agency]
    return VisitReport(
        number=visit.number,
        day=local_day(now),
        authority=agency.name,
        site=visit.site.name,
        facts=_facts(visit),
        summary=visit.summary,
        checklists=tuple(_checklist(visit, name) for name in visit.checklists),
        findings=tuple(_finding(one) for one in visit.findings.prefetch_related("actions")),
        signatory_name=by.name,
        signatory_title=by.title,
    )


def _facts(visit: Visit) -> tuple[tuple[str, str], ...]:
    days = _day(visit.first) if visit.first == visit.last else f"{_day(visit.first)} to {_day(visit.last)}"
    facts = [
        ("Visit", f"{visit.number}, {visit.get_purpose_display()}"),
        ("Held", days),
        ("Operator", visit.site.exporter.name if visit.site.exporter else visit.site.operator),
        ("Address", visit.site.address),
        ("Inspectors", ", ".join(str(one) for one in visit.inspectors.all())),
        ("Follows", visit.follows.number if visit.follows else ""),
        ("Security details", visit.site.held_at),
    ]
    return tuple((label, value) for label, value in facts if value)


def _checklist(visit: Visit, name: str) -> ReportedList:
    known = policy().inspection.checklists.get(name)
    answers = [one for one in visit.answers.all() if one.item.partition(".")[0] == name]
    rows = tuple((one.question, one.provision, one.get_says_display(), one.note) for one in answers)
    return ReportedList(known.title if known else name, rows)


def _finding(finding: Finding) -> ReportedFinding:
    actions = tuple((one.text, _day(one.due)) for one in finding.actions.all())
    text = f"{finding.text} ({finding.reference})" if finding.reference else finding.text
    return ReportedFinding(str(finding), finding.severity_title, finding.provision, text, actions)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
