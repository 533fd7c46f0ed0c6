"""The report of an inspector's visit as a PDF, set by Typst like every document of the authority."""

import json
from dataclasses import asdict, dataclass
from datetime import date

from .pdf import as_set, compile_template


@dataclass(frozen=True)
class ReportedList:
    """A checklist as it was filled in: (question, provision, what was seen, note) of each item."""

    title: str
    items: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class ReportedFinding:
    """A finding, the provision that is not met, and (what is to be done, by when) of each corrective action."""

    number: str
    severity: str
    provision: str
    text: str
    actions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class VisitReport:
    """What the report says. `facts` are (label, value); `day` is that of the report."""

    number: str
    day: date
    authority: str
    site: str
    facts: tuple[tuple[str, str], ...]
    summary: str
    checklists: tuple[ReportedList, ...]
    findings: tuple[ReportedFinding, ...]
    signatory_name: str
    signatory_title: str
    language: str = "en"


def render_visit_report(report: VisitReport) -> bytes:
    """The PDF of the report. Raises PdfError for text that cannot be set."""
    content = as_set({**asdict(report), "day": f"{report.day.day} {report.day:%B %Y}"})
    return compile_template("visit.typ", {"visit": json.dumps(content)}, report.day)
