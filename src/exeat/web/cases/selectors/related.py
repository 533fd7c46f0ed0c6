"""Other cases that an officer should know of beside one: of the same recipients, or of like goods to one country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from exeat.domain.denials.resemblance import entry_of
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case, CaseItem, CaseParty
from exeat.web.cases.standing import application_of, current_classification
from exeat.web.denials.services.finding import RECEIVING
from exeat.web.permissions import visible_cases

MOST = 12


@dataclass(frozen=True)
class Related:
    """Another case, and what it has in common."""

    case: Case
    common: tuple[str, ...]


def related_cases(case: Case, viewer: User) -> list[Related]:
    """Those that the viewer may open and that have most in common first, then the newest. Four queries."""
    others = visible_cases(viewer).exclude(pk=case.pk)
    common: dict[int, list[str]] = defaultdict(list)
    for key, name in _with_recipients(case, others):
        common[key].append(name)
    for key, entry in _with_goods(case, others):
        common[key].append(entry)
    rows = Case.objects.filter(pk__in=common).select_related("exporter")
    found = [Related(row, tuple(dict.fromkeys(common[row.pk]))) for row in rows]
    return sorted(found, key=lambda one: (-len(one.common), -one.case.pk))[:MOST]


def _with_recipients(case: Case, others: QuerySet[Case]) -> Iterable[tuple[int, str]]:
    """Cases with a recipient of the same name, in whatever case its letters are."""
    names = {party.name.lower() for party in case.parties.all() if party.role in RECEIVING}
    if not names:
        return
    parties = CaseParty.objects.annotate(lowered=Lower("name")).filter(lowered__in=names, role__in=RECEIVING)
    for key, name in parties.filter(case__in=others.values("pk")).values_list("case", "name"):
        yield key, _("to %(name)s") % {"name": name}


def _with_goods(case: Case, others: QuerySet[Case]) -> Iterable[tuple[int, str]]:
    """Cases with goods of one of the entries, as classified or claimed, to the same country."""
    destination = application_of(case).destination
    entries = {entry_of(code) for item in case.items.all() if (code := _code(item))}
    if not entries or not destination:
        return
    under = Q()
    for entry in entries:
        under |= Q(claimed_entry__istartswith=entry) | Q(classifications__entry__istartswith=entry)
    items = CaseItem.objects.filter(under, case__in=others.values("pk")).select_related("case").distinct()
    for item in items.prefetch_related("classifications"):
        entry = entry_of(_code(item))
        if entry in entries and application_of(item.case).destination == destination:
            yield item.case_id, _("%(entry)s to the same country") % {"entry": entry}


def _code(item: CaseItem) -> str:
    decided = current_classification(item)
    return decided.entry if decided else item.claimed_entry
