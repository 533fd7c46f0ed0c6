"""What Security Council resolution 1540 (2004) asks of states, and the report on it.

The paragraphs are the operative ones of S/RES/1540 (2004) that ask states for something; each ``asks`` puts its duty
into a few words, and the resolution's own words are what binds. The report sets legal basis and practice beside each,
as the matrices of the Security Council's 1540 Committee do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .ladder import Level
from .register import Capability


@dataclass(frozen=True)
class Paragraph:
    """An operative paragraph and what it asks for."""

    number: str
    asks: str


PARAGRAPHS = (
    Paragraph("1", "Give no support to non-State actors that seek nuclear, chemical or biological weapons"),
    Paragraph("2", "Laws, and their enforcement, that forbid non-State actors such weapons, their means and financing"),
    Paragraph("3 (a)", "Account for related materials and secure them, in production, use, storage and transport"),
    Paragraph("3 (b)", "Protect related materials and facilities physically"),
    Paragraph("3 (c)", "Border controls and law enforcement against illicit trafficking and brokering"),
    Paragraph("3 (d)", "Controls on export, transit, trans-shipment and re-export, on end users, and penalties"),
    Paragraph("4", "Report to the Committee on what was done and what is intended"),
    Paragraph("6", "National control lists"),
    Paragraph("7", "Offer or ask for assistance where legal basis, experience or resources are lacking"),
    Paragraph("8 (a)", "Adopt and carry out the treaties against proliferation"),
    Paragraph("8 (b)", "National rules for what those treaties commit the state to"),
    Paragraph("8 (c)", "Co-operate within the organisations that the treaties set up"),
    Paragraph("8 (d)", "Inform industry and the public, and work with them"),
    Paragraph("9", "Dialogue and co-operation on non-proliferation"),
    Paragraph("10", "Co-operative action against illicit trafficking"),
)


@dataclass(frozen=True)
class ReportRow:
    """A paragraph with one capability that serves it; ``capability`` None where the register holds none.

    ``law``: it has a legal basis. ``practice``: it operates.
    """

    paragraph: Paragraph
    capability: Capability | None

    @property
    def law(self) -> bool:
        return self.capability is not None and self.capability.implemented >= Level.LEGAL_BASIS

    @property
    def practice(self) -> bool:
        return self.capability is not None and self.capability.implemented >= Level.OPERATING


def report_rows(served: Iterable[tuple[Capability, Iterable[str]]]) -> list[ReportRow]:
    """Every paragraph with each capability that serves it, in the resolution's order, unserved ones too.

    ``served`` gives capabilities with the numbers of their paragraphs ("3 (d)").
    """
    by_number: dict[str, list[Capability]] = {}
    for capability, numbers in served:
        for number in numbers:
            by_number.setdefault(number, []).append(capability)
    rows: list[ReportRow] = []
    for paragraph in PARAGRAPHS:
        serving = by_number.get(paragraph.number, [])
        rows += [ReportRow(paragraph, capability) for capability in serving] or [ReportRow(paragraph, None)]
    return rows
