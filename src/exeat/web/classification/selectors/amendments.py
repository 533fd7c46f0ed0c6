"""What an amendment of a list touches, as far as the reader may see it: open cases, live licences, precedents."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Func, IntegerField, QuerySet
from django.utils.translation import gettext as _

from exeat.domain.controls.touching import touches
from exeat.domain.review import CaseState, LicenceState
from exeat.web.accounts.models import User
from exeat.web.cases.models import CaseItem, Classification
from exeat.web.cases.standing import current_classification
from exeat.web.classification.models import Amendment
from exeat.web.licences.models import LicenceLine
from exeat.web.permissions import visible_cases, visible_licences

OVER = [state.value for state in CaseState if state.ended]
LIVE = (LicenceState.ACTIVE.value, LicenceState.SUSPENDED.value, LicenceState.EXHAUSTED.value)


@dataclass(frozen=True)
class TouchedItem:
    """A line of an open case, and what of it the amendment bears on."""

    item: CaseItem
    because: tuple[str, ...]


@dataclass(frozen=True)
class Touched:
    """The report on one amendment."""

    amendment: Amendment
    cases: list[TouchedItem]
    licences: list[LicenceLine]
    precedents: list[Classification]


def amendments() -> QuerySet[Amendment]:
    """Every amendment, the latest first, with the number of its `paragraphs`, and without the lists' contents."""
    paragraphs = Func("changes", function="jsonb_array_length", output_field=IntegerField())
    found = Amendment.objects.annotate(paragraphs=paragraphs).select_related("old", "new")
    return found.defer("old__content", "new__content")


def touched_by(amendment: Amendment, viewer: User) -> Touched:
    """The report, with a number of queries that does not grow."""
    return Touched(
        amendment=amendment,
        cases=_open_lines(amendment, viewer),
        licences=[line for line in _live_lines(viewer) if touches(amendment.touched, line.entry)],
        precedents=_precedents(amendment, viewer),
    )


def _open_lines(amendment: Amendment, viewer: User) -> list[TouchedItem]:
    items = (
        CaseItem.objects.filter(case__in=visible_cases(viewer).exclude(state__in=OVER).values("pk"))
        .select_related("case__exporter")
        .prefetch_related("classifications")
        .order_by("case__reference", "line")
    )
    found = (TouchedItem(item, tuple(_because(item, amendment))) for item in items)
    return [one for one in found if one.because]


def _because(item: CaseItem, amendment: Amendment) -> list[str]:
    """Why the line should be looked at again, in sentences."""
    decided = current_classification(item)
    if decided and decided.at >= amendment.new.imported_at:
        return []  # an officer has read the amended text
    reasons = []
    if decided and _cites(decided, amendment) and touches(amendment.touched, decided.entry):
        reasons.append(_("classified in %(entry)s") % {"entry": decided.entry})
    if item.claimed_entry and touches(amendment.touched, item.claimed_entry):
        reasons.append(_("claimed in %(entry)s") % {"entry": item.claimed_entry})
    if now_near := amendment.suggested.get(str(item.pk)):
        reasons.append(_("amended entries to look at: %(entries)s") % {"entries": ", ".join(now_near)})
    return reasons


def _cites(made: Classification, amendment: Amendment) -> bool:
    """Whether a classification names an entry, of the list that was amended."""
    return bool(made.entry) and any(version.startswith(f"{amendment.new.list_id} ") for version in made.list_versions)


def _live_lines(viewer: User) -> QuerySet[LicenceLine]:
    licences = visible_licences(viewer).filter(state__in=LIVE)
    return (
        LicenceLine.objects.filter(licence__in=licences.values("pk"))
        .exclude(entry="")
        .select_related("licence__exporter")
        .order_by("licence__number", "number")
    )


def _precedents(amendment: Amendment, viewer: User) -> list[Classification]:
    """Classifications of ended cases made before the amendment; the newest of each line."""
    made = (
        Classification.objects.filter(item__case__in=visible_cases(viewer).filter(state__in=OVER).values("pk"))
        .filter(at__lt=amendment.new.imported_at)
        .select_related("item__case")
        .order_by("item_id", "-at", "-pk")
        .distinct("item_id")
    )
    return [one for one in made if _cites(one, amendment) and touches(amendment.touched, one.entry)]
