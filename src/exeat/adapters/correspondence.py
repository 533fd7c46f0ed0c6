"""Letters and notes verbales to partners as PDF: marked at head and foot and before each paragraph."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from exeat.adapters.pdf import as_set, compile_template


@dataclass(frozen=True)
class PartnerLetter:
    """What is printed.

    `marking` is the banner ("RESTRICTED"), empty where there is none; `paragraphs` are pairs of portion mark ("R",
    empty where there is none) and text, lines of a text staying lines. A note verbale (`form` "note") has no signatory.
    """

    form: str
    reference: str
    date: date
    authority: str
    authority_address: str
    addressee: str
    subject: str
    paragraphs: tuple[tuple[str, str], ...]
    signatory_name: str = ""
    signatory_title: str = ""
    marking: str = ""


def render_partner_letter(letter: PartnerLetter) -> bytes:
    """The PDF. Raises PdfError for text that cannot be set."""
    day = f"{letter.date.day} {letter.date:%B %Y}"
    content = as_set({**asdict(letter), "date": day})
    return compile_template("correspondence.typ", {"letter": json.dumps(content)}, letter.date)
