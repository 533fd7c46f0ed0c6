"""Which notices a case meets. Looked for when it is handed in, and in open cases when a notice is issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet

from exeat.domain.review.actions import IN_REVIEW
from exeat.domain.screening import compare as compare_names
from exeat.web.audit.record import record
from exeat.web.cases.models import Case
from exeat.web.cases.standing import application_of
from exeat.web.in_force import counting_on
from exeat.web.policy import local_day, policy
from exeat.web.scrutiny.models import Meeting, Notice

RECEIVING = ("consignee", "end_user", "ultimate_end_user", "intermediate_consignee")


def in_force(now: datetime) -> QuerySet[Notice]:
    """The notices that count today."""
    return Notice.objects.filter(counting_on(local_day(now)))


def meet(case: Case, *, now: datetime, notices: Iterable[Notice] | None = None) -> list[Meeting]:
    """The rows of the notices that the case meets and did not meet before: with those given, else all in force."""
    known = set(case.meetings.values_list("notice", flat=True))
    made = []
    for notice in in_force(now) if notices is None else notices:
        found = list(_in_common(case, notice))
        if found and notice.pk not in known:
            made.append(Meeting.objects.create(case=case, notice=notice, found=found))
    return made


def meet_open_cases(notice: Notice, *, now: datetime) -> list[Case]:
    """Put a notice that was just issued beside every open case; those that meet it. Cases are locked in order."""
    touched = []
    for case in Case.objects.select_for_update(of=("self",)).filter(state__in=IN_REVIEW).order_by("pk"):
        if made := meet(case, now=now, notices=[notice]):
            data = {"notice": notice.number}
            record(kind="case.meet_notice", subject=case.subject, by=None, now=now, data=data, rows=made)
            touched.append(case)
    return touched


def _in_common(case: Case, notice: Notice) -> Iterator[str]:
    """A party alike to an end user of the notice; or the exporter who was told, sending to its destination, or anywhere
    where it names neither destination nor end users."""
    least = policy().catch_all.least_score
    for party in case.parties.all():
        for name in notice.end_users if party.role in RECEIVING else ():
            score = compare_names(party.name, name).score
            if score >= least:
                yield f"{party.name} beside {name} ({score:.2f})"
    named = notice.destination or not notice.end_users  # a notice on end users alone meets nobody by its exporter
    there = notice.destination in ("", application_of(case).destination)
    if case.exporter_id == notice.exporter_id and named and there:
        where = ", and the goods go to its country" if notice.destination else ""
        yield f"the exporter was told by this notice{where}"
