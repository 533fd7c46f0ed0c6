"""Keeping the readings of cases up to date, and publishing a report."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from exeat.domain.review import Role
from exeat.domain.statistics import Period, for_everybody
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.chain import GENESIS, digest, plain
from exeat.web.audit.models import Event
from exeat.web.audit.record import record
from exeat.web.cases.models import Case
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.policy import local_day, policy
from exeat.web.statistics.models import CaseReading, Report
from exeat.web.statistics.reading import READING, read_case
from exeat.web.statistics.reading_measures import read_measure
from exeat.web.statistics.selectors import Head, groups, statistics_of
from exeat.web.statistics.stored import record_data, table_data

_AT_ONCE = 200
_LOCK = 0x53544154  # "STAT": one reader of new events at a time


def basis() -> str:
    """What a stored reading rests on beside the events."""
    return f"{READING}:{policy().sha256}"


@transaction.atomic
def catch_up(*, now: datetime) -> Head:
    """Read every case that has events which no stored reading has seen; how far the ledger went."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = Event.objects.order_by("-seq").values_list("seq", "hash").first()
    head = Head(*last) if last else Head(0, GENESIS)
    CaseReading.objects.exclude(basis=basis()).delete()
    seen = CaseReading.objects.aggregate(last=Max("upto"))["last"] or 0
    fresh = Event.objects.filter(seq__gt=seen, seq__lte=head.seq, subject__startswith="case:")
    subjects = sorted(set(fresh.values_list("subject", flat=True)))
    for start in range(0, len(subjects), _AT_ONCE):
        _read(subjects[start : start + _AT_ONCE], head.seq, now)
    return head


def _read(subjects: list[str], head: int, now: datetime) -> None:
    events: dict[str, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(subject__in=subjects, seq__lte=head).order_by("seq"):
        events[event.subject].append(event)
    references = [subject.removeprefix("case:") for subject in subjects]
    readings = []
    for case in Case.objects.filter(reference__in=references).order_by("pk"):
        held = events[case.subject]
        read = read_case(case, held, now) or read_measure(case, held, now)
        if read is not None:
            readings.append(CaseReading(case=case, upto=head, basis=basis(), record=record_data(read)))
    CaseReading.objects.bulk_create(
        readings, update_conflicts=True, unique_fields=["case"], update_fields=["upto", "basis", "record"]
    )


@transaction.atomic
def publish(*, title: str, period: Period, by: User, now: datetime) -> Report:
    """Publish the statistics of a period that has ended: they never change again.

    Anybody may read the public tables, in which figures of too few exporters are withheld.
    """
    if not actor_for(by, now).in_any((Role.HEAD,)):
        raise NotPermitted.because("role", "only the head of the authority publishes statistics")
    if not title.strip():
        raise Invalid({"title": "give the report a title"})
    if period.last >= local_day(now):
        raise Invalid({"last": "a report is of a period that has ended"})
    head, rules = catch_up(now=now), policy()
    statistics = statistics_of(period, head=head)
    shown = for_everybody(statistics, groups(statistics), least=rules.reporting.least_exporters)
    content = plain({name: table_data(table) for name, table in statistics.tables.items()})
    public = plain({name: table_data(table) for name, table in shown.tables.items()})
    report = Report.objects.create(
        title=title.strip(),
        first=period.first,
        last=period.last,
        upto=head.seq,
        policy_version=rules.version,
        content=content,
        public=public,
        sha256=digest([content, public]),
        by=by,
        at=now,
    )
    record(
        kind="statistics.publish",
        subject=report.subject,
        by=by,
        now=now,
        roles=(Role.HEAD,),
        data={"withheld": shown.withheld, "unvalued": statistics.unvalued},
        rows=[report],
    )
    return report
