"""An offer as it came in: what was found in it, and what must be asked before it can be planned with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


class OfferError(ValueError):
    """An offer that cannot be read; the message names file, line or field and what was expected."""


@dataclass(frozen=True)
class ProposedSession:
    """Dates (inclusive) on which it could take place. ``mode`` is abroad, online, in_country, or empty: not said."""

    start: date
    end: date
    mode: str = ""
    place: str = ""


@dataclass(frozen=True)
class ReplyTo:
    """Where an iTIP answer goes: the invitation's identity, who sent it, and who was invited.

    ``no_counter``: its sender takes no other dates by this way.
    """

    uid: str
    sequence: int
    organizer: str
    attendee: str
    recurrence: str = ""
    no_counter: bool = False


@dataclass(frozen=True)
class Proposal:
    """An event found in what a partner sent. It is proposed to an official, never entered by itself.

    ``questions`` are what the source leaves open; each is a sentence for the person who enters it. ``paragraph`` says
    where in the source it stands.
    """

    title: str
    sessions: tuple[ProposedSession, ...]
    host: str = ""
    programme: str = ""
    kind: str = ""
    seats: int | None = None
    skill: str = ""
    reply_by: date | None = None
    host_pays: bool | None = None
    paragraph: str = ""
    questions: tuple[str, ...] = ()
    reply_to: ReplyTo | None = None

    def asking(self, *questions: str) -> Proposal:
        """The same with these questions added."""
        return replace(self, questions=(*self.questions, *questions))
