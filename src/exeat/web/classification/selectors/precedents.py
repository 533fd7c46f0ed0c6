"""How officers classified like goods before, as far as the reader may see it, and what has been amended since."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Exists, OuterRef, Q, QuerySet

from exeat.domain.controls.touching import touches
from exeat.web.accounts.models import User
from exeat.web.cases.models import CaseItem, Classification
from exeat.web.cases.standing import current_classification
from exeat.web.classification.models import Amendment
from exeat.web.permissions import visible_cases

SHOWN = 8
_CONSIDERED = 40
_WORDS = 24
_WORD = re.compile(r"[^\W_]{2,}")
_DESCRIPTION = SearchVector("description", config="english")


@dataclass(frozen=True)
class Precedent:
    """A classification in another case. `amended` are the versions that have changed what it cites since."""

    made: Classification
    same_entry: bool
    likeness: float
    amended: tuple[Amendment, ...]


def precedents_of(item: CaseItem, viewer: User) -> list[Precedent]:
    """The classifications in force of like goods in other cases: the same entries first, then the likest words."""
    entries = {one["entry"] for one in item.suggestions} | ({item.claimed_entry} if item.claimed_entry else set())
    others = CaseItem.objects.filter(case__in=visible_cases(viewer).values("pk")).exclude(case=item.case_id)
    return find_precedents(others, item.description, entries)


def find_precedents(items: QuerySet[CaseItem], description: str, entries: Iterable[str]) -> list[Precedent]:
    """Precedents among some lines; four queries, however many lines there are."""
    decided = items.filter(Exists(Classification.objects.filter(item=OuterRef("pk"))))
    likeness = dict(lines_alike(decided, description).values_list("pk", "likeness"))
    same = _in_entries(items, entries)
    rows = (
        CaseItem.objects.filter(pk__in={*likeness, *same})
        .select_related("case__exporter")
        .prefetch_related("classifications__by")
    )
    amendments = list(Amendment.objects.select_related("old", "new").defer("changes", "old__content", "new__content"))
    found = [
        Precedent(made, _under(made.entry, entries), likeness.get(row.pk, 0.0), _amended(made, amendments))
        for row in rows
        if (made := current_classification(row))
    ]
    return sorted(found, key=lambda one: (-one.likeness - one.same_entry, -one.made.pk))[:SHOWN]


def lines_alike(items: QuerySet[CaseItem], description: str) -> QuerySet[CaseItem]:
    """Lines that share words with a description, the likest first; `likeness` is 0..1."""
    words = list(dict.fromkeys(_WORD.findall(description.casefold())))[:_WORDS]
    if not words:
        return items.none()
    query = SearchQuery(" | ".join(f"'{word}'" for word in words), search_type="raw", config="english")
    rank = SearchRank(_DESCRIPTION, query, normalization=32)
    found = items.annotate(text=_DESCRIPTION, likeness=rank).filter(text=query)
    return found.order_by("-likeness", "-pk")[:_CONSIDERED]


def _in_entries(items: QuerySet[CaseItem], entries: Iterable[str]) -> set[int]:
    """The latest lines that were ever classified in one of the entries or under it."""
    under = Q()
    for entry in entries:
        under |= Q(entry=entry) | Q(entry__startswith=f"{entry}.")
    if not under:
        return set()
    made = Classification.objects.filter(under, item__in=items.values("pk")).order_by("-at", "-pk")
    return set(made.values_list("item", flat=True)[:_CONSIDERED])


def _under(code: str, entries: Iterable[str]) -> bool:
    return any(code == entry or code.startswith(f"{entry}.") for entry in entries)


def _amended(made: Classification, amendments: Iterable[Amendment]) -> tuple[Amendment, ...]:
    """The amendments since that bear on the cited provision; where none was found, nothing is cited."""
    cited = {version.partition(" ")[0] for version in made.list_versions}
    return tuple(
        one
        for one in amendments
        if made.entry
        and one.new.list_id in cited
        and one.new.imported_at > made.at
        and touches(one.touched, made.entry)
    )
