"""What a state set out to be able to do, how far it has come, and what that says of offers of help.

ladder      the six levels and what each means          resolution  the operative paragraphs of resolution 1540
register    a capability, and where it falls apart
"""

from .ladder import Level
from .register import UNITS_A_LEVEL, Capability, CapabilityError, Finding, circle, findings, gain_factor
from .resolution import PARAGRAPHS, Paragraph, ReportRow, report_rows

__all__ = [
    "PARAGRAPHS",
    "UNITS_A_LEVEL",
    "Capability",
    "CapabilityError",
    "Finding",
    "Level",
    "Paragraph",
    "ReportRow",
    "circle",
    "findings",
    "gain_factor",
    "report_rows",
]
