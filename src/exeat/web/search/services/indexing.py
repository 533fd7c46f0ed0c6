"""Keeping the words of cases up to date. What changed is read from the ledger, so that no step need know of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat

from exeat.adapters.document_text import document_text
from exeat.web.audit.models import Event
from exeat.web.cases import documents
from exeat.web.cases.models import Case, Document
from exeat.web.permissions import reads_up_to
from exeat.web.search.models import CaseWords

CONFIG = "english"
"""PostgreSQL's text search configuration; words of other languages are found as they are written."""
MOST_LETTERS = 400_000  # of one case; a tsvector ends at a megabyte
READ_AT_ONCE = 20  # cases whose new words a reader waits for; the worker reads the others
_LOCK = 0x53454152  # "SEAR": one reader of new events at a time
_ALL = 1_000_000


@transaction.atomic
def catch_up(*, now: datetime, at_most: int = _ALL) -> int:
    """Read the words of cases that have events not yet read, the longest waiting first; how many were read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0  # somebody else is at it
    newest = Event.objects.filter(subject=Concat(Value("case:"), OuterRef("reference"))).order_by("-seq")
    behind = (
        Case.objects.filter(_changed_since(_read_until()))
        .annotate(upto=Subquery(newest.values("seq")[:1]))
        .filter(Q(words=None) | Q(words__seq__lt=F("upto")))
        .select_related("exporter")
        .order_by("upto")[:at_most]
    )
    cases = list(behind)
    for case in cases:
        _keep(case)
    return len(cases)


def _read_until() -> int:
    """The event up to which every case was read, at least: that of the last case read, for they are read in order."""
    return CaseWords.objects.aggregate(last=Max("seq"))["last"] or 0


def _changed_since(seq: int) -> Q:
    fresh = Event.objects.filter(seq__gt=seq, subject__startswith="case:").values_list("subject", flat=True)
    references = {subject.removeprefix("case:") for subject in fresh.distinct()}
    return Q(reference__in=references)


def _keep(case: Case) -> None:
    open_text = "\n".join(filter(None, _open_parts(case)))[:MOST_LETTERS]
    inside = "\n".join(filter(None, _inside_parts(case)))[:MOST_LETTERS]
    words = {"seq": case.upto, "open_text": open_text, "inside_text": inside}
    kept, _ = CaseWords.objects.update_or_create(case=case, defaults=words)
    CaseWords.objects.filter(pk=kept.pk).update(
        open_words=SearchVector("open_text", config=CONFIG),
        all_words=SearchVector("open_text", "inside_text", config=CONFIG),
    )


def _open_parts(case: Case) -> Iterator[str]:
    """What the applicant wrote, was asked and was told."""
    yield from (case.reference, str(case.application.get("applicant_reference", "")), case.exporter.name)
    end_use = case.application.get("end_use")
    if isinstance(end_use, dict):
        yield str(end_use.get("statement", ""))
    for item in case.items.all():
        yield from (item.description, item.facts, item.hs, item.claimed_entry)
    for party in case.parties.all():
        yield from (party.name, party.address)
    for request in case.requests.all():
        yield from (request.question, request.answer)
    yield from _texts(case, Q(internal=False, marking__lte=reads_up_to(None, inside=False)))


def _inside_parts(case: Case) -> Iterator[str]:
    """What the authority and the agencies found and said, as far as every reader of the assessment may see it."""
    for item in case.items.prefetch_related("classifications"):
        for classification in item.classifications.all():
            yield from (classification.entry, classification.reason)
    for referral in case.referrals.prefetch_related("positions"):
        yield from (position.text for position in referral.positions.all())
    yield from (f"{condition.title} {condition.text}" for condition in case.conditions.all())
    yield from case.notes.filter(released_at__isnull=False).values_list("text", flat=True)
    yield from (made.reasons for made in case.recommendations.all())
    beyond_the_applicant = Q(internal=True) | Q(marking__gt=reads_up_to(None, inside=False))
    yield from _texts(case, beyond_the_applicant & Q(marking__lte=reads_up_to(None, inside=True)))


def _texts(case: Case, which: Q) -> Iterator[str]:
    for document in Document.objects.filter(which, case=case, superseded_by=None):
        yield document.name
        try:
            yield document_text(document.media_type, documents.read(document))
        except OSError:  # disposed of, or lost: verification of the files is another's task
            continue
