"""Offers as partners send them: official messages, their markings, the dates in them.

marking    how far a text may travel      message    official messages, and the events in them
dates      dates as people write them     proposal   what was found, and what must be asked
overlap    offers that seem to be one, or that could be
deadlines  the dates that bite           experience   what earlier events achieved
"""

from .dates import FoundDates, find_dates
from .deadlines import KINDS, Deadline, open_deadlines
from .experience import Experience, Outcome, experience
from .marking import Level, MarkedAboveCeiling, check_ceiling, highest, level_of_line
from .message import OfficialMessage, Paragraph, find_events, find_in_letter, is_message, read_message
from .overlap import Overlap, Sketch, overlaps
from .proposal import OfferError, Proposal, ProposedSession, ReplyTo

__all__ = [
    "KINDS",
    "Deadline",
    "Experience",
    "FoundDates",
    "Level",
    "MarkedAboveCeiling",
    "OfferError",
    "OfficialMessage",
    "Outcome",
    "Overlap",
    "Paragraph",
    "Proposal",
    "ProposedSession",
    "ReplyTo",
    "Sketch",
    "check_ceiling",
    "experience",
    "find_dates",
    "find_events",
    "find_in_letter",
    "highest",
    "is_message",
    "level_of_line",
    "open_deadlines",
    "overlaps",
    "read_message",
]
