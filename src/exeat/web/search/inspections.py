"""What is found in inspections: sites, visits, findings, corrective actions, measures, disclosures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from exeat.web.accounts.models import User
from exeat.web.inspection.models import Action, Disclosure, Finding, Measure, Site, Visit
from exeat.web.inspection.selectors import TOLD
from exeat.web.permissions import inspected_sites, visible_sites
from exeat.web.search.headlines import headline, pieces
from exeat.web.search.services.indexing import CONFIG

MOST = 5
"""Of one kind; the pages of inspection list all of them."""
_FINDING = re.compile(r"F-(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True)
class FoundThere:
    """What was found, at which site, the address of its page, and pieces of its words with marks."""

    what: str
    site: Site
    address: str
    pieces: list[list[tuple[str, bool]]]


def found_in_inspections(viewer: User, text: str) -> list[FoundThere]:
    """What the viewer may see of inspections and what has the words: a query for each kind, its newest first."""
    if not text or not visible_sites(viewer).exists():
        return []
    words = SearchQuery(text, search_type="websearch", config=CONFIG)
    return [*_sites(viewer, text, words), *_visits(viewer, text, words), *_of_findings(viewer, text, words)]


def _sites(viewer: User, text: str, words: SearchQuery) -> Iterator[FoundThere]:
    named = Q(name__icontains=text) | Q(exporter__name__icontains=text)
    rows = _with_inside(visible_sites(viewer), viewer, "pk").select_related("exporter").order_by("name", "pk")
    for row in _found(rows, words, ("name", "operator", "address"), named, inside=("risk_why",)):
        yield FoundThere(_("Site"), row, reverse("inspection_site", args=[row.pk]), pieces(row.headline))


def _visits(viewer: User, text: str, words: SearchQuery) -> Iterator[FoundThere]:
    rows = _with_inside(Visit.objects.filter(site__in=visible_sites(viewer).values("pk")), viewer, "site")
    rows = rows.filter(Q(from_inside=True) | TOLD).select_related("site").order_by("-first", "-pk")
    for row in _found(rows, words, ("number",), Q(number__icontains=text), inside=("summary", "reason")):
        inside = reverse("inspection_visit", args=[row.number])
        address = inside if row.from_inside else reverse("inspection_site", args=[row.site_id])
        yield FoundThere(_("Visit %(number)s") % {"number": row.number}, row.site, address, pieces(row.headline))


def _of_findings(viewer: User, text: str, words: SearchQuery) -> Iterator[FoundThere]:
    """Findings, what corrects them, measures, disclosures: whoever sees the site reads all of these."""
    shown = visible_sites(viewer).values("pk")
    number = _FINDING.fullmatch(text)
    exact = Q(pk=int(number[1])) if number else None
    findings = Finding.objects.filter(site__in=shown).select_related("site").order_by("-found_on", "-pk")
    for row in _found(findings, words, ("text", "provision", "reference"), exact):
        yield _at_finding(_("Finding %(number)s") % {"number": row}, row, row)
    below: dict[type[Any], tuple[Callable[[Any], str], tuple[str, ...]]] = {
        Action: (lambda row: _("Corrective action on %(number)s") % {"number": row.finding}, ("text", "done", "note")),
        Measure: (lambda row: _("Measure on %(number)s") % {"number": row.finding}, ("title", "reasons")),
    }
    for model, (title, fields) in below.items():
        rows = model.objects.filter(finding__site__in=shown).select_related("finding__site").order_by("-pk")
        for row in _found(rows, words, fields):
            yield _at_finding(title(row), row.finding, row)
    disclosures = Disclosure.objects.filter(site__in=shown).select_related("site").order_by("-at", "-pk")
    for row in _found(disclosures, words, ("text", "outcome")):
        address = reverse("inspection_disclosure", args=[row.pk])
        yield FoundThere(_("Disclosure"), row.site, address, pieces(row.headline))


def _at_finding(what: str, finding: Finding, row: Any) -> FoundThere:
    return FoundThere(what, finding.site, reverse("inspection_finding", args=[finding.pk]), pieces(row.headline))


def _with_inside(rows: QuerySet[Any], viewer: User, site: str) -> QuerySet[Any]:
    return rows.annotate(from_inside=Exists(inspected_sites(viewer).filter(pk=OuterRef(site))))


def _found(
    rows: QuerySet[Any],
    words: SearchQuery,
    fields: tuple[str, ...],
    exact: Q | None = None,
    inside: tuple[str, ...] = (),
) -> QuerySet[Any]:
    """The rows with the words in `fields`, or in those `inside` where the viewer reads these, or found exactly."""
    found = Q(open_words=words) if exact is None else Q(open_words=words) | exact
    rows, text = rows.annotate(open_words=SearchVector(*fields, config=CONFIG)), _together(fields)
    if inside:
        rows = rows.annotate(all_words=SearchVector(*fields, *inside, config=CONFIG))
        found |= Q(from_inside=True, all_words=words)
        text = Case(When(from_inside=True, then=_together((*fields, *inside))), default=text)
    return rows.filter(found).annotate(headline=headline(text, words))[:MOST]


def _together(fields: tuple[str, ...]) -> Any:
    first, *rest = fields
    parts = [part for name in rest for part in (Value("\n"), F(name))]
    return Concat(F(first), *parts, Value("\n"), output_field=TextField())
