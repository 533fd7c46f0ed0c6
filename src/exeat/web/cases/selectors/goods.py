"""The goods of a case as an officer weighs them: the claimed entry beside what the lists suggest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exeat.domain.controls import ControlList, Provision, UnknownCodeError
from exeat.web.cases.models import Case, CaseItem, Classification
from exeat.web.cases.standing import current_classification
from exeat.web.registers.addresses import provision_url
from exeat.web.registers.lists import load_control_lists


@dataclass(frozen=True)
class Suggestion:
    """An entry to look at, of one version of one list; `claimed` when the applicant names it, or a provision of it."""

    entry: str
    title: str
    verdict: str
    claimed: bool


@dataclass(frozen=True)
class ClaimedEntry:
    """What a list in force prints under the code that the applicant claims."""

    list_title: str
    path: str
    text: str
    url: str


@dataclass(frozen=True)
class Goods:
    """A line of the case: what the officer decided, before and now, what was claimed, what is suggested."""

    item: CaseItem
    decided: Classification | None
    earlier: tuple[Classification, ...]
    claimed: tuple[ClaimedEntry, ...]
    suggestions: tuple[Suggestion, ...]


def goods_of(case: Case) -> list[Goods]:
    """Every line, with the classifications that the caller has prefetched."""
    lists = load_control_lists()
    return [_goods(item, lists) for item in case.items.all()]


def _goods(item: CaseItem, lists: Sequence[ControlList]) -> Goods:
    decided = current_classification(item)
    return Goods(
        item=item,
        decided=decided,
        earlier=tuple(made for made in item.classifications.all() if made != decided),
        claimed=tuple(claimed_entries(item.claimed_entry, lists)),
        suggestions=tuple(_suggestion(item, candidate) for candidate in item.suggestions),
    )


def claimed_entries(code: str, lists: Sequence[ControlList]) -> Iterator[ClaimedEntry]:
    """What the lists print under a code that an applicant claims."""
    for control_list in lists:
        if code and (found := _provision(control_list, code)):
            url = provision_url(control_list.id, str(control_list.version), found.path)
            yield ClaimedEntry(control_list.title, found.path, found.text, url)


def _provision(control_list: ControlList, code: str) -> Provision | None:
    try:
        return control_list.provision(code)
    except UnknownCodeError:
        return None


def _suggestion(item: CaseItem, candidate: Mapping[str, Any]) -> Suggestion:
    entry, claimed = candidate["entry"], item.claimed_entry.casefold()
    return Suggestion(
        entry=entry,
        title=candidate["title"],
        verdict=candidate["verdict"],
        claimed=claimed == entry.casefold() or claimed.startswith(f"{entry.casefold()}."),
    )
