"""One step for several cases: each through the table of steps by itself, so that one refusal stops no other case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.cases.services import referring
from exeat.web.errors import Invalid, NotPermitted


@dataclass
class InBulk:
    """The cases with which it was done, and those with which it could not be done, each with the reasons."""

    done: list[Case] = field(default_factory=list)
    refused: list[tuple[Case, str]] = field(default_factory=list)


def refer_each(
    *, cases: Iterable[Case], agencies: Collection[str], end_user_kinds: Collection[str], by: User, now: datetime
) -> InBulk:
    """Refer each case to these agencies. A case for which the criteria name others is left to its own page."""
    return _each(
        cases, lambda case: referring.refer(case=case, end_user_kinds=end_user_kinds, expected=agencies, by=by, now=now)
    )


def remind_each(*, cases: Iterable[Case], by: User, now: datetime) -> InBulk:
    """Remind the agencies of each case that are late with their positions."""
    return _each(cases, lambda case: referring.remind_agencies(case=case, by=by, now=now))


def _each(cases: Iterable[Case], step: Callable[[Case], object]) -> InBulk:
    """Take a step that is a transaction of its own with each case, in one order."""
    made = InBulk()
    for case in sorted(cases, key=lambda one: one.pk):
        try:
            step(case)
        except NotPermitted as refusal:
            made.refused.append((case, "; ".join(reason.message for reason in refusal.refusals)))
        except Invalid as refusal:
            made.refused.append((case, "; ".join(refusal.errors.values())))
        else:
            made.done.append(case)
    return made
