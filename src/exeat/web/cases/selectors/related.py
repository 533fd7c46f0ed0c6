"""Other cases that an officer should know of beside one: of the same recipients, or of like goods to one country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case as Cases
from django.db.models import OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext as _

from exeat.domain.denials.resemblance import entry_of
from exeat.domain.review import DESTINED
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case, CaseItem, CaseParty, Classification
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
    """Those that the viewer may open and that have most in common first, then the newest. Three queries."""
    others = visible_cases(viewer).exclude(pk=case.pk)
    common: dict[int, list[str]] = defaultdict(list)
    for key, name in _with_recipients(case, others):
        common[key].append(name)
    for key, entry in _with_goods(case, others):
        common[key].append(entry)
    nearest = sorted(common, key=lambda key: (-len(set(common[key])), -key))[:MOST]
    rows = Case.objects.select_related("exporter").in_bulk(nearest)
    return [Related(rows[key], tuple(dict.fromkeys(common[key]))) for key in nearest]


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
    items = CaseItem.objects.annotate(code=_CODE, ends=_DESTINATION).filter(case__in=others.values("pk"))
    for key, code in items.filter(_under(entries), ends=destination).order_by().values_list("case", "code"):
        if (entry := entry_of(code)) in entries:
            yield key, _("%(entry)s to the same country") % {"entry": entry}


_DECIDED = Classification.objects.filter(item=OuterRef("pk")).order_by("-at", "-pk").values("entry")[:1]
_CODE = Coalesce(Subquery(_DECIDED), "claimed_entry")
"""The entry of a line of goods as last classified, else as claimed."""

_RANK = Cases(*(When(role=role, then=rank) for rank, role in enumerate(DESTINED)))
_RECIPIENTS = CaseParty.objects.filter(case=OuterRef("case"), role__in=DESTINED).exclude(country="")
_DESTINATION = Subquery(_RECIPIENTS.order_by(_RANK, "pk").values("country")[:1])
"""Where the goods of a line end, as `Application.destination` has it."""


def _under(entries: Iterable[str]) -> Q:
    under = Q()
    for entry in entries:
        under |= Q(code__istartswith=entry)
    return under


def _code(item: CaseItem) -> str:
    decided = current_classification(item)
    return decided.entry if decided else item.claimed_entry
