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
class Segment:
    """A piece of a provision's text; `marked` where a word of the description stands in it."""

    text: str
    marked: bool


@dataclass(frozen=True)
class WeighedProvision:
    """A provision of a candidate: its text in pieces, the verdict with its arithmetic, the facts that it needs."""

    path: str
    url: str
    segments: tuple[Segment, ...]
    verdict: str
    arithmetic: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """An entry to look at, of one version of one list; `claimed` when the applicant names it, or a provision of it."""

    list_id: str
    list_version: str
    entry: str
    title: str
    url: str
    score: float
    verdict: str
    questions: tuple[str, ...]
    why: tuple[str, ...]
    provisions: tuple[WeighedProvision, ...]
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
        claimed=tuple(_claimed(item.claimed_entry, lists)),
        suggestions=tuple(_suggestion(item, candidate) for candidate in item.suggestions),
    )


def _claimed(code: str, lists: Sequence[ControlList]) -> Iterator[ClaimedEntry]:
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
    list_id, entry = candidate["list"], candidate["entry"]
    version = next((v.removeprefix(f"{list_id} ") for v in item.suggested_from if v.startswith(f"{list_id} ")), "")
    claimed = item.claimed_entry.casefold()
    return Suggestion(
        list_id=list_id,
        list_version=version,
        entry=entry,
        title=candidate["title"],
        url=provision_url(list_id, version, entry),
        score=candidate["score"],
        verdict=candidate["verdict"],
        questions=tuple(candidate["questions"]),
        why=tuple(candidate["why"]),
        provisions=tuple(_weighed(list_id, version, provision) for provision in candidate["provisions"]),
        claimed=claimed == entry.casefold() or claimed.startswith(f"{entry.casefold()}."),
    )


def _weighed(list_id: str, version: str, provision: Mapping[str, Any]) -> WeighedProvision:
    return WeighedProvision(
        path=provision["path"],
        url=provision_url(list_id, version, provision["path"]),
        segments=tuple(segments(provision["text"], provision["spans"])),
        verdict=provision["verdict"],
        arithmetic=provision["arithmetic"],
        needs=tuple(provision["needs"]),
    )


def segments(text: str, spans: Sequence[Sequence[int]]) -> Iterator[Segment]:
    """`text` cut at `spans` (start, end), which may come in any order and overlap."""
    position = 0
    for first, end in sorted((first, end) for first, end in spans):
        start = max(first, position)
        if start >= end:
            continue
        if start > position:
            yield Segment(text[position:start], marked=False)
        yield Segment(text[start:end], marked=True)
        position = end
    if position < len(text):
        yield Segment(text[position:], marked=False)
