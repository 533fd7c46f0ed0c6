"""Candidates as they are read: each provision's text with matched words and thresholds marked, what stands above it,
the notes beside it, its arithmetic, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exeat.domain.controls import ControlList, Provision, UnknownCodeError
from exeat.domain.controls.thresholds import read as read_thresholds
from exeat.web.classification.models import StatedFact
from exeat.web.registers.addresses import provision_url
from exeat.web.registers.control_lists import BESIDE
from exeat.web.registers.marking import Piece, Span, pieces, references

NOTES = 6
"""Notes shown beside a provision; the rest are a link away, on the entry's page."""


@dataclass(frozen=True)
class Note:
    """A note that modifies a provision."""

    path: str
    label: str
    pieces: tuple[Piece, ...]
    excludes: bool
    url: str


@dataclass(frozen=True)
class WeighedView:
    """A provision that was weighed. `above` is what it stands under, the entry's heading first."""

    path: str
    url: str
    above: tuple[Provision, ...]
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    verdict: str
    arithmetic: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What an entry asks, and the answer in force where an officer gave one."""

    text: str
    answer: StatedFact | None = None


@dataclass(frozen=True)
class CandidateView:
    """An entry to look at, in the version of the list that was asked."""

    list_id: str
    list_title: str
    list_version: str
    entry: str
    title: str
    url: str
    score: float
    verdict: str
    why: tuple[str, ...]
    contradiction: str
    releases: tuple[Mapping[str, str], ...]
    questions: tuple[Question, ...]
    provisions: tuple[WeighedView, ...]
    claimed: bool

    @property
    def answered(self) -> bool:
        """Whether an officer has answered any of its questions."""
        return any(question.answer for question in self.questions)


def candidate_view(
    candidate: Mapping[str, Any],
    control_list: ControlList,
    *,
    answers: Iterable[StatedFact] = (),
    claimed: str = "",
) -> CandidateView:
    """A candidate, as kept with a line or as just found, read in the list that it is of."""
    entry, version = candidate["entry"], str(control_list.version)
    given = {fact.question: fact for fact in answers if fact.entry == entry}
    asked = dict.fromkeys([*candidate["questions"], *given])
    claim = claimed.casefold()
    return CandidateView(
        list_id=control_list.id,
        list_title=control_list.title,
        list_version=version,
        entry=entry,
        title=candidate["title"],
        url=provision_url(control_list.id, version, entry),
        score=candidate["score"],
        verdict=candidate["verdict"],
        why=tuple(candidate["why"]),
        contradiction=candidate.get("contradiction", ""),
        releases=tuple(_release(release, control_list) for release in candidate.get("releases", ())),
        questions=tuple(Question(text, given.get(text)) for text in asked if text),
        provisions=tuple(_weighed(one, control_list, version) for one in candidate["provisions"]),
        claimed=claim == entry.casefold() or claim.startswith(f"{entry.casefold()}."),
    )


def _release(release: Mapping[str, str], control_list: ControlList) -> Mapping[str, str]:
    return {**release, "url": provision_url(control_list.id, str(control_list.version), release["path"])}


def _weighed(one: Mapping[str, Any], control_list: ControlList, version: str) -> WeighedView:
    path, text = one["path"], one["text"]
    spans = [Span(start, end, "word") for start, end in one["spans"]]
    above: tuple[Provision, ...] = ()
    notes: Sequence[Note] = ()
    try:
        record = control_list.provision(path)
    except UnknownCodeError:
        pass
    else:
        above = control_list.ancestors(path)
        text = record.text
        over = above[-1].text if above else ""
        spans += [*_thresholds(text, over), *references(control_list, record, version)]
        notes = list(_notes(control_list, record, version))
    return WeighedView(
        path=path,
        url=provision_url(control_list.id, version, path),
        above=above,
        pieces=tuple(pieces(text, spans)),
        notes=tuple(notes),
        verdict=one["verdict"],
        arithmetic=one["arithmetic"],
        needs=tuple(one["needs"]),
    )


def _thresholds(text: str, above: str) -> Iterator[Span]:
    """Where the figures stand that goods are measured by."""
    for threshold in read_thresholds(text, above=above).thresholds:
        yield from (Span(limit.start, limit.end, "threshold") for limit in threshold.limits)


def _notes(control_list: ControlList, record: Provision, version: str) -> Iterator[Note]:
    """The notes on a provision and on what it stands under, those that take goods out first, at most `NOTES`."""
    line = {record.path, *(one.path for one in control_list.ancestors(record.path))}
    entry = control_list.entry(record.path)
    found = [
        note
        for note in entry.provisions
        if note.kind in BESIDE and note.path != record.path and line & {*note.applies_to, *_own_place(note)}
    ]
    found.sort(key=lambda note: note.kind != "exclusion")
    for note in found[:NOTES]:
        yield Note(
            path=note.path,
            label=note.label,
            pieces=tuple(pieces(note.text, references(control_list, note, version))),
            excludes=note.kind == "exclusion",
            url=provision_url(control_list.id, version, note.path),
        )


def _own_place(note: Provision) -> tuple[str, ...]:
    """Where a note stands that names no paths: it bears on that."""
    return (note.parent,) if note.parent and not note.applies_to else ()
