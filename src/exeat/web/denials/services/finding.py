"""Which denials a case resembles. Looked for when it is handed in or classified, and when a denial is entered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from exeat.domain.denials import Transaction
from exeat.domain.denials import compare as compare_transactions
from exeat.domain.denials.resemblance import Resemblance as Found
from exeat.domain.review.actions import IN_REVIEW
from exeat.domain.screening import compare as compare_names
from exeat.web.audit.chain import row_key
from exeat.web.audit.record import record
from exeat.web.cases.models import Case
from exeat.web.cases.services._step import weigh_anew
from exeat.web.cases.standing import application_of, current_classification
from exeat.web.denials.models import Denial, Resemblance
from exeat.web.in_force import counting_on
from exeat.web.policy import local_day, policy


@dataclass
class Looked:
    """The rows that an event tells of: made or changed, and the keys of those that are gone."""

    rows: list[Resemblance] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def in_force(now: datetime) -> QuerySet[Denial]:
    """The denials that count today."""
    return Denial.objects.filter(counting_on(local_day(now)))


def look(case: Case, *, now: datetime, denials: Iterable[Denial] | None = None) -> Looked:
    """Bring what is known of a case's resemblances up to date: with the denials given, else with all in force.

    What an officer has settled stays so, unless the two have become essentially identical since.
    """
    among = list(in_force(now).exclude(case=case) if denials is None else denials)
    known = {one.denial_id: one for one in case.resemblances.all()}
    proposed = _proposed(case)
    looked = Looked()
    for denial in among:
        found = compare_transactions(proposed, _denied(denial), _alike, policy().denials.least_score)
        before = known.pop(denial.pk, None)
        if found is None:
            if before is not None and before.status == Resemblance.Status.OPEN:
                _drop(before, looked)
            continue
        row = before or Resemblance(case=case, denial=denial)
        content = _content(found)
        if before is None or (row.found, row.identical) != (content, found.identical):
            if found.identical and not row.identical:
                row.status = Resemblance.Status.OPEN
            row.found, row.identical = content, found.identical
            row.save()
            looked.rows.append(row)
    if denials is None:  # expired or revoked since
        for row in known.values():
            if row.status == Resemblance.Status.OPEN:
                _drop(row, looked)
    return looked


def look_in_open_cases(denial: Denial, *, now: datetime) -> list[Case]:
    """Put a denial that was just entered beside every open case; those that resemble it. Cases are locked in order."""
    touched = []
    for case in Case.objects.select_for_update(of=("self",)).filter(state__in=IN_REVIEW).order_by("pk"):
        looked = look(case, now=now, denials=[denial])
        if looked.rows:
            record(
                kind="case.find_denial",
                subject=case.subject,
                by=None,
                now=now,
                data={"denial": str(denial)},
                rows=looked.rows,
                gone=looked.gone,
            )
            weigh_anew(case, now)
            touched.append(case)
    return touched


def weigh_open_cases(denial: Denial, *, now: datetime, but: Collection[Case] = ()) -> None:
    """Weigh the open cases that resemble a denial anew, but those that were: it counts no longer, or again."""
    resembling = Case.objects.select_for_update(of=("self",)).filter(
        pk__in=Resemblance.objects.filter(denial=denial).values("case"), state__in=IN_REVIEW
    )
    for case in resembling.exclude(pk__in=[one.pk for one in but]).order_by("pk"):
        weigh_anew(case, now)


def _drop(row: Resemblance, looked: Looked) -> None:
    looked.gone.append(row_key(row))
    row.delete()


def _proposed(case: Case) -> Transaction:
    """The case's goods as classified, else as claimed; those who are to receive or use them."""
    application = application_of(case)
    entries = []
    for item in case.items.prefetch_related("classifications"):
        decided = current_classification(item)
        entries.append(decided.entry if decided else item.claimed_entry)
    return Transaction(
        parties=tuple(party.name for party in case.parties.all() if party.role in RECEIVING),
        entries=tuple(dict.fromkeys(entry for entry in entries if entry)),
        destination=application.destination,
        end_use=application.end_use.statement,
    )


RECEIVING = ("consignee", "end_user", "ultimate_end_user", "intermediate_consignee")
"""Roles of those who are to receive or use the goods: whom a denial is about."""


def _denied(denial: Denial) -> Transaction:
    return Transaction(tuple(denial.parties), tuple(denial.entries), denial.destination, denial.end_use)


def _alike(one: str, other: str) -> float:
    return compare_names(one, other).score


def _content(found: Found) -> Mapping[str, Any]:
    return {
        "parties": [[name, other, score] for name, other, score in found.parties],
        "entries": [list(pair) for pair in found.entries],
        "same_destination": found.same_destination,
        "words": list(found.words),
    }
