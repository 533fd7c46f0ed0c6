"""An answer as its PDF: the same bytes whenever it is asked for, since it is set of what was released."""

from __future__ import annotations

import re

from exeat.adapters.correspondence import PartnerLetter, render_partner_letter
from exeat.domain.offers import Level as Marking
from exeat.domain.offers import level_of_line
from exeat.web.policy import local_day, policy
from exeat.web.printing import printing
from exeat.web.replies.models import Reply

MARKS = {
    Marking.UNMARKED: "U",
    Marking.RESTRICTED: "R",
    Marking.CONFIDENTIAL: "C",
    Marking.SECRET: "S",
    Marking.TOP_SECRET: "TS",
}
"""What stands in brackets before a paragraph."""
_PORTION = re.compile(r"^\s*\((?:TS|SBU|FOUO|CUI|S|C|R|O|U)[^)]*\)\s*")


def banner(marking: Marking) -> str:
    """What stands at the head and foot of a page; nothing for an unmarked text."""
    return marking.label.upper() if marking else ""


def portions(text: str, marking: Marking) -> tuple[tuple[str, str], ...]:
    """Paragraphs with their marks: each its own where the text gives one, else that of the whole.

    Nothing is marked in a text that is unmarked as a whole.
    """
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    if not marking:
        return tuple(("", part) for part in parts)
    return tuple((MARKS[_own(part, marking)], _PORTION.sub("", part)) for part in parts)


def _own(part: str, marking: Marking) -> Marking:
    level = level_of_line(part.partition("\n")[0])
    return marking if level is None else level


def letter_pdf(reply: Reply) -> bytes:
    """The PDF of a released letter or note. Raises Invalid for a text that cannot be printed."""
    assert reply.released_at is not None
    state, marking = policy().state, Marking(reply.marking)
    letter = PartnerLetter(
        form=reply.form,
        reference=f"{reply.offer.reference}/{reply.pk}",
        date=local_day(reply.released_at),
        authority=state.authority_name,
        authority_address=state.authority_address,
        addressee=reply.offer.host.name,
        subject=reply.subject,
        paragraphs=portions(reply.text, marking),
        signatory_name=reply.signatory_name,
        signatory_title=reply.signatory_title,
        marking=banner(marking),
    )
    with printing("letter"):
        return render_partner_letter(letter)
