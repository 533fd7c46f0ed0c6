"""What a new version of a control list changed, and whom that touches: compared once, by the worker."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from exeat.domain.controls import Change, ControlList
from exeat.domain.controls.touching import touched_codes, touches
from exeat.domain.review import CaseState
from exeat.web.cases.models import CaseItem
from exeat.web.cases.services.suggesting import CANDIDATES
from exeat.web.classification.models import Amendment
from exeat.web.classification.selectors.facts import facts_of
from exeat.web.registers.lists import read_control_list
from exeat.web.registers.models import ControlListVersion

NEAR = 0.5
"""How near a candidate must be, as a share of the nearest one's score, for its amendment to concern a line."""
OVER = [state.value for state in CaseState if state.ended]


def compare_new_versions(*, now: datetime) -> int:
    """Compare every version in force with the one before it, where that was not done yet; how many were compared."""
    by_list: dict[str, list[ControlListVersion]] = defaultdict(list)
    for row in ControlListVersion.objects.defer("content").order_by("list_id", "-imported_at", "-pk"):
        by_list[row.list_id].append(row)
    pairs = [(rows[1], rows[0]) for rows in by_list.values() if len(rows) > 1]
    known = set(Amendment.objects.values_list("old", "new"))
    waiting = [(old, new) for old, new in pairs if (old.pk, new.pk) not in known]
    for old, new in waiting:
        compare(old, new, now=now)
    return len(waiting)


@transaction.atomic
def compare(old: ControlListVersion, new: ControlListVersion, *, now: datetime) -> Amendment:
    """The difference of two versions of a list, kept; the same pair again gives the one that was kept."""
    before, after = read_control_list(old), read_control_list(new)
    changes = before.diff(after)
    touched = touched_codes(changes, before, after)
    made, _created = Amendment.objects.get_or_create(
        old=old,
        new=new,
        defaults={
            "changes": [_as_data(change) for change in changes],
            "touched": sorted(touched),
            "suggested": _suggested(after, touched),
            "compared_at": now,
        },
    )
    return made


def _as_data(change: Change) -> dict[str, Any]:
    return {
        "path": change.path,
        "change": change.change,
        "moved_from": change.moved_from,
        "pieces": [asdict(piece) for piece in change.pieces],
    }


def _suggested(control_list: ControlList, touched: set[str]) -> dict[str, list[str]]:
    """The touched entries that the new version puts before the officer for each line of an open case."""
    found = {}
    items = CaseItem.objects.exclude(case__state__in=OVER).prefetch_related("stated_facts")
    for item in items.iterator(chunk_size=200):
        nearest = control_list.classify(item.description, facts_of(item), item.hs or None, CANDIDATES)
        near = [one.entry for one in nearest if one.score >= NEAR * nearest[0].score]
        if entries := [entry for entry in near if touches(touched, entry)]:
            found[str(item.pk)] = entries
    return found
