"""Where a corrective action stands."""

from __future__ import annotations

from datetime import date
from typing import Literal

ActionState = Literal["open", "overdue", "reported", "verified"]


def state_of(*, due: date, reported: bool, verified: bool, today: date) -> ActionState:
    """The state of an action on a day: it may still be carried out on its due day.

    What was reported as done waits for whoever verifies it, and is overdue no longer: the delay is the inspector's.
    """
    if verified:
        return "verified"
    if reported:
        return "reported"
    return "overdue" if today > due else "open"
