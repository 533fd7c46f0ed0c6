"""Everything that cites a provision: the policy's rules, decisions, exemptions, disposals, findings, measures.

A subject whose records cite provisions adds a function to `CITERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from exeat.domain.regulations import Citation, citations, touches
from exeat.web.cases.models import Decision, Exemption, IntendedRefusal
from exeat.web.inspection.models import Finding, Measure
from exeat.web.policy import local_day, policy
from exeat.web.records.models import Disposal
from exeat.web.regulations.models import Instrument

_CITING_FIELDS = ("provision", "legal_basis")


@dataclass(frozen=True)
class Citing:
    """Something that cites provisions: what it is, the words in which it cites, where it is, since when (None: the
    policy in force)."""

    what: str
    words: str
    url: str = ""
    day: date | None = None


def citing(changed: Citation) -> list[Citing]:
    """What cites a place, or a place that holds it or that it holds: the policy's rules first, then the newest."""
    titles = list(Instrument.objects.values_list("title", flat=True))
    found = (one for citer in CITERS for one in citer())
    touched = [one for one in found if any(touches(changed, cited) for cited in citations(one.words, titles))]
    return sorted(touched, key=lambda one: (one.day is not None, -(one.day or date.min).toordinal(), one.what))


def _of_the_policy() -> Iterator[Citing]:
    for path, words in _walk(policy(), ""):
        yield Citing(_("Policy: %(path)s") % {"path": path}, words)


def _walk(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """The citing fields of a policy's parts, each with the way that leads to it."""
    if is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.name in _CITING_FIELDS and isinstance(inner, str):
                yield path, inner
            else:
                name = getattr(inner, "id", None) or field.name
                yield from _walk(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk(inner, f"{path}.{key}")
    elif isinstance(value, tuple | list):
        for number, inner in enumerate(value, 1):
            yield from _walk(inner, f"{path}.{getattr(inner, 'id', number)}")


def _of_decisions() -> Iterator[Citing]:
    for made in Decision.objects.exclude(grounds=[]).select_related("case"):
        yield _of_a_case(_("Decision"), made.case.reference, _provisions(made.grounds), local_day(made.at))
    for intended in IntendedRefusal.objects.exclude(grounds=[]).select_related("case"):
        yield _of_a_case(
            _("Intended refusal"), intended.case.reference, _provisions(intended.grounds), local_day(intended.at)
        )


def _of_exemptions() -> Iterator[Citing]:
    rows = Exemption.objects.values_list("case__reference", "legal_basis", "at")
    for reference, words, at in rows:
        yield _of_a_case(_("Exemption"), reference, words, local_day(at))


def _of_disposals() -> Iterator[Citing]:
    for reference, words, at in Disposal.objects.annotate(of=F("case__reference")).values_list(
        "of", "legal_basis", "at"
    ):
        yield _of_a_case(_("Disposal"), reference, words, local_day(at))


def _of_findings() -> Iterator[Citing]:
    for pk, words, day in Finding.objects.values_list("pk", "provision", "found_on"):
        yield Citing(_("Finding, F-%(n)s") % {"n": pk}, words, reverse("inspection_finding", args=[pk]), day)


def _of_measures() -> Iterator[Citing]:
    for title, finding, words, at in Measure.objects.values_list("title", "finding", "provision", "at"):
        what = _("Measure, %(title)s on F-%(n)s") % {"title": title, "n": finding}
        yield Citing(what, words, reverse("inspection_finding", args=[finding]), local_day(at))


def _of_a_case(what: str, reference: str, words: str, day: date) -> Citing:
    return Citing(f"{what}, {reference}", words, reverse("case", args=[reference]), day)


def _provisions(grounds: Iterable[str]) -> str:
    """What grounds of a refusal cite, in the words of the policy in force; one that it no longer has cites nothing."""
    known = policy().grounds
    return "; ".join(known[ground].provision for ground in grounds if ground in known)


CITERS: list[Callable[[], Iterable[Citing]]] = [
    _of_the_policy,
    _of_decisions,
    _of_exemptions,
    _of_disposals,
    _of_findings,
    _of_measures,
]
