"""The report of a visit: what it says can be read back from the PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2

from exeat.adapters.visit_report import ReportedFinding, ReportedList, VisitReport, render_visit_report

REPORT = VisitReport(
    number="V-2027-0003",
    day=date(2027, 3, 2),
    authority="Nuclear Regulatory Authority",
    site="Irradiation hall",
    facts=(("Held", "1 March 2027"), ("Inspectors", "Bo Lindqvist")),
    summary="Two leak tests were late.",
    checklists=(ReportedList("Safety", (("Was each source tested?", "Safety Act, section 11", "not met", ""),)),),
    findings=(
        ReportedFinding("F-7", "Major", "Safety Act, section 11", "Two were not.", (("Test both.", "1 May 2027"),)),
    ),
    signatory_name="Ingrid Tadesse",
    signatory_title="Head of unit",
)


def test_the_report_says_what_was_seen_found_and_is_to_be_done() -> None:
    content = render_visit_report(REPORT)
    document = pypdfium2.PdfDocument(content)
    text = " ".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    for words in (
        "V-2027-0003",
        "Two leak tests were late.",
        "not met",
        "F-7, Major",
        "by 1 May 2027",
        "Ingrid Tadesse",
    ):
        assert words in text
    assert content == render_visit_report(REPORT)


def test_text_is_never_read_as_markup() -> None:
    odd = replace(REPORT, summary="#panic() *and* $x$", findings=())
    document = pypdfium2.PdfDocument(render_visit_report(odd))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "#panic() *and* $x$" in text
    assert "None." in text
