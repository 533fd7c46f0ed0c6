"""The minutes of a committee's sitting as a PDF, set by Typst like every document of the authority."""

import json
from dataclasses import asdict, dataclass
from datetime import date

from .pdf import as_set, compile_template


@dataclass(frozen=True)
class MinutesItem:
    """A case on the agenda: why it came, (agency, voice, reasons) of each member, and what was concluded."""

    title: str
    why: tuple[str, ...]
    voices: tuple[tuple[str, str, str], ...]
    outcome: str
    minute: str = ""


@dataclass(frozen=True)
class Minutes:
    """What the minutes say. `present` are (agency, who sat for it); `quorum` and `ending` are sentences."""

    number: str
    day: date
    time: str
    place: str
    committee: str
    authority: str
    provision: str
    present: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]
    quorum: str
    items: tuple[MinutesItem, ...]
    ending: str
    secretary_name: str
    secretary_title: str
    language: str = "en"


def render_minutes(minutes: Minutes) -> bytes:
    """The PDF of the minutes. Raises PdfError for text that cannot be set."""
    day = f"{minutes.day.day} {minutes.day:%B %Y}"
    content = as_set({**asdict(minutes), "day": day})
    return compile_template("minutes.typ", {"minutes": json.dumps(content)}, minutes.day)
