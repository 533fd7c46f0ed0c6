"""For how long a licence is suspended by a decision: for a time, or until the head reinstates it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Measure:
    """A measure that was decided; `until` is the last day of a suspension for a time, None for one without an end."""

    outcome: str
    until: date | None = None


def fault_in_last_day(until: date, *, today: date, licence_ends: date) -> str:
    """What is wrong with the last day of a suspension that is decided today; empty when nothing is."""
    if until < today:
        return "the last day of the suspension has passed"
    if until >= licence_ends:
        return f"the licence ends on {licence_ends:%d %B %Y}: suspended until then it would never be used again"
    return ""


def fault_in_variation(reviewed: Measure, until: date | None) -> str:
    """Why a suspension until that day is not milder than the measure under review; empty when it is.

    Whoever asks for a review is not to be worse off for having asked (*reformatio in peius*).
    """
    if reviewed.outcome != "suspend_licence":
        return ""
    if until is None:
        return "say until when: a suspension without an end is no milder than the one under review"
    if reviewed.until is not None and until >= reviewed.until:
        return f"the suspension under review ends on {reviewed.until:%d %B %Y}: a review only shortens it"
    return ""
