"""Which notices a case meets. Looked for when it is handed in, when a line is found in no entry, and in open cases when
a notice is issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import QuerySet

from exeat.domain.controls import in_common
from exeat.domain.review.actions import IN_REVIEW
from exeat.domain.screening import compare as compare_names
from exeat.web.audit.record import record
from exeat.web.cases.models import Case
from exeat.web.cases.standing import application_of, current_classification
from exeat.web.in_force import counting_on
from exeat.web.policy import local_day, policy
from exeat.web.scrutiny.models import Meeting, Notice

RECEIVING = ("consignee", "end_user", "ultimate_end_user", "intermediate_consignee")
FEWEST_WORDS = 2  # in common, unless the notice's goods are one word: of several, one says little, whatever its share


def in_force(now: datetime) -> QuerySet[Notice]:
    """The notices that count today."""
    return Notice.objects.filter(counting_on(local_day(now)))


def meet(case: Case, *, now: datetime, notices: Iterable[Notice] | None = None) -> list[Meeting]:
    """The rows of the notices that the case meets and did not meet before: with those given, else all in force."""
    known = set(case.meetings.values_list("notice", flat=True))
    lines, made = _unlisted(case), []
    for notice in in_force(now) if notices is None else notices:
        found = list(_in_common(case, notice, lines))
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


def _in_common(case: Case, notice: Notice, lines: Mapping[int, str]) -> Iterator[str]:
    """A party alike to an end user of the notice; or the exporter who was told, or unlisted goods like its own, sent to
    its destination, or anywhere where it names neither destination nor end users. Where a party is alike, its goods
    are compared, too: they say which lines to look at."""
    parties = list(_alike(case, notice))
    yield from parties
    named = notice.destination or not notice.end_users  # a notice on end users alone meets nobody by its exporter
    there = named and notice.destination in ("", application_of(case).destination)
    where = ", and the goods go to its country" if notice.destination else ""
    if case.exporter_id == notice.exporter_id and there:
        yield f"the exporter was told by this notice{where}"
    if parties or there:
        yield from (f"{found}{where if there else ''}" for found in _same_goods(lines, notice))


def _alike(case: Case, notice: Notice) -> Iterator[str]:
    least = policy().catch_all.least_score
    for party in case.parties.all():
        for name in notice.end_users if party.role in RECEIVING else ():
            score = compare_names(party.name, name).score
            if score >= least:
                yield f"{party.name} beside {name} ({score:.2f})"


def _same_goods(lines: Mapping[int, str], notice: Notice) -> Iterator[str]:
    for line, text in lines.items():
        same = in_common(text, notice.goods)
        if same.found >= min(FEWEST_WORDS, same.of) and same.share >= policy().catch_all.goods_share:
            told = f"{same.found} of {same.of}: {', '.join(same.words)}"
            yield f"line {line} has words of its goods, {told}"


def _unlisted(case: Case) -> dict[int, str]:
    """What is said of each line that is in no entry, as classified or else as claimed."""
    found = {}
    for item in case.items.prefetch_related("classifications"):
        decided = current_classification(item)
        if not (decided.entry if decided else item.claimed_entry):
            found[item.line] = f"{item.description} {item.facts}"
    return found
