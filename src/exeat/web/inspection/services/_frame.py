"""The frame of every step on a site: lock it, record one event; and what must not be written down here."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from exeat.domain.review import Role
from exeat.domain.review.policy.inspection import Question
from exeat.web.accounts.models import User
from exeat.web.audit.record import record
from exeat.web.errors import Invalid
from exeat.web.inspection.acting import INSPECTORS
from exeat.web.inspection.models import Site
from exeat.web.policy import policy

_REFERENCE = re.compile(r"[\w.-]+(?:[ /][\w.-]+){0,4}")


def locked(site: Site) -> Site:
    """The site, read again and locked until the transaction ends."""
    return Site.objects.select_for_update(of=("self",)).get(pk=site.pk)


def told(
    kind: str,
    site: Site,
    *,
    by: User,
    now: datetime,
    rows: Sequence[models.Model],
    data: Mapping[str, Any] | None = None,
    roles: Collection[Role] = INSPECTORS,
) -> None:
    """Record the step."""
    record(kind=f"inspection.{kind}", subject=site.subject, by=by, now=now, roles=roles, data=data, rows=rows)


def question(item: str) -> Question:
    """A question of the policy's checklists; raises Invalid for one that it does not have."""
    found = policy().inspection.question(item)
    if found is None:
        raise Invalid({"item": f"{item!r} is not a question of the policy's checklists"})
    return found


def held_elsewhere(item: str) -> bool:
    """Whether what is seen of a question must not lie here."""
    checklist = policy().inspection.checklists.get(item.partition(".")[0])
    return checklist is not None and checklist.details_elsewhere


def only_a_reference(item: str, text: str, field: str) -> None:
    """Raise Invalid where security details would be written down: a file's reference is all that may stand there."""
    if held_elsewhere(item) and text.strip() and not (len(text) <= 60 and _REFERENCE.fullmatch(text.strip())):
        raise Invalid({field: "security details are not kept here: give the reference of the file that holds them"})
