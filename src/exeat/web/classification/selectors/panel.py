"""A line of a case as its officer classifies it. The number of queries does not grow with the candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from exeat.domain.controls import ControlList
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.cases.models import Case, CaseItem, Classification
from exeat.web.cases.selectors.goods import ClaimedEntry, claimed_entries
from exeat.web.cases.selectors.steps import steps_of
from exeat.web.cases.standing import current_classification, standing_of
from exeat.web.classification.models import StatedFact
from exeat.web.classification.selectors.candidates import CandidateView, candidate_view
from exeat.web.classification.selectors.facts import stated_in_force
from exeat.web.classification.selectors.precedents import Precedent, precedents_of
from exeat.web.permissions import visible_cases
from exeat.web.registers.lists import load_control_lists, read_control_list
from exeat.web.registers.models import ControlListVersion


@dataclass(frozen=True)
class Panel:
    """Everything that the officer weighs, and whether the reader may state facts and classify now."""

    case: Case
    item: CaseItem
    decided: Classification | None
    earlier: tuple[Classification, ...]
    claimed: tuple[ClaimedEntry, ...]
    facts: tuple[StatedFact, ...]
    candidates: tuple[CandidateView, ...]
    precedents: tuple[Precedent, ...]
    consulted: tuple[str, ...]
    outdated: tuple[str, ...]
    """Lists whose version in force is not the one that the candidates were taken from."""
    may_state: bool
    may_classify: bool

    @property
    def fact_url(self) -> str:
        """Where a fact of this line is handed in."""
        return reverse("classification_state", args=[self.case.reference, self.item.line])


def find_item(reference: str, line: int, viewer: User) -> CaseItem | None:
    """The line with all that its panel needs, where the viewer may see the assessment."""
    item = (
        CaseItem.objects.select_related("case__exporter", "case__officer")
        .prefetch_related("classifications__by", "stated_facts__by")
        .filter(case__in=visible_cases(viewer).values("pk"), case__reference=reference, line=line)
        .first()
    )
    return item if item and viewer.has_perm("cases.view_assessment", item.case) else None


def panel(item: CaseItem, *, viewer: User, now: datetime) -> Panel:
    """The panel of a line that `find_item` read."""
    steps = steps_of(standing_of(item.case, now), actor_for(viewer, now))
    decided = current_classification(item)
    facts = stated_in_force(item)
    versions = _versions(item.suggested_from)
    in_force = load_control_lists()
    return Panel(
        case=item.case,
        item=item,
        decided=decided,
        earlier=tuple(made for made in item.classifications.all() if made != decided),
        claimed=tuple(claimed_entries(item.claimed_entry, in_force)),
        facts=tuple(facts),
        candidates=tuple(
            candidate_view(one, versions[one["list"]], answers=facts, claimed=item.claimed_entry)
            for one in item.suggestions
            if one["list"] in versions
        ),
        precedents=tuple(precedents_of(item, viewer)),
        consulted=tuple(f"{one.title}, {one.version}" for one in in_force),
        outdated=tuple(f"{one.title}, {one.version}" for one in in_force if _replaced(one, versions)),
        may_state="state_fact" in steps,
        may_classify="classify" in steps,
    )


def _replaced(in_force: ControlList, versions: Mapping[str, ControlList]) -> bool:
    """Whether candidates were taken from another version of a list than the one in force."""
    return in_force.id in versions and versions[in_force.id].version != in_force.version


def _versions(cited: Sequence[str]) -> dict[str, ControlList]:
    """The lists that suggestions were taken from, in the versions cited ("id version"), by their ids."""
    wanted = dict(one.partition(" ")[::2] for one in cited)
    rows = ControlListVersion.objects.filter(list_id__in=wanted, version__in=wanted.values()).defer("content")
    return {row.list_id: read_control_list(row) for row in rows if wanted[row.list_id] == row.version}
