"""What an officer should ask before an entry is chosen or put aside, taken from the provisions' own words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exeat.domain.controls.edition import Edition
from exeat.domain.controls.judging import EntryJudgement
from exeat.domain.controls.records import Provision

_IN_WORDS = re.compile(r"specially designed|designed or modified|designed or rated|capable of|usable", re.I)
_TRAILING = re.compile(r"[;,.:]?\s*(?:\b(?:and|or)\b)?\s*$", re.I)
_LONGEST = 300
_FIGURES, _CONDITIONS, _EXCLUSIONS = 3, 2, 2


def questions_for(control_list: Edition, code: str, matched: list[str], judgement: EntryJudgement) -> tuple[str, ...]:
    """At most seven questions on an entry: missing figures, then conditions in words, then notes that take goods out.

    `matched` are the paths of the records that matched, best first; figures near them, and figures that alone are
    missing, are asked for first.
    """
    near = {record.path: None for path in matched for record in _family(control_list, path)}
    conditions = (
        f"{path}: is this so? {_sentence(control_list.provision(path).text)}"
        for path in near
        if judgement.at(path).verdict != "ruled_out" and _IN_WORDS.search(control_list.provision(path).text)
    )
    exclusions = (
        f"{record.path}: does this take the goods out? {_sentence(record.text)}"
        for record in control_list.entry(code).provisions
        if record.kind == "exclusion" and _bears_on(record, matched)
    )
    return (
        *_first(_figures(judgement, set(near)), _FIGURES),
        *_first(conditions, _CONDITIONS),
        *_first(exclusions, _EXCLUSIONS),
    )


def _figures(judgement: EntryJudgement, near: set[str]) -> Iterable[str]:
    """The questions for missing figures, those near what matched first, and of these the most telling."""
    for is_near in (True, False):
        open_ones = [p for p in judgement.provisions if p.verdict == "ask" and (p.path in near) is is_near]
        open_ones.sort(key=lambda p: (not p.telling.arithmetic, len(p.telling.needs)))
        for provision in open_ones:
            yield from provision.questions


def _first(questions: Iterable[str], most: int) -> list[str]:
    distinct: dict[str, None] = {}
    for question in questions:
        distinct[question] = None
        if len(distinct) == most:
            break
    return list(distinct)


def _family(control_list: Edition, path: str) -> Iterable[Provision]:
    """The provision a record belongs to, what stands above it inside the entry, and what stands directly under it."""
    own = control_list.provision(path.partition(":")[0])
    related = (own, *control_list.children(own.path), *reversed(control_list.ancestors(own.path)))
    return (record for record in related if record.kind in ("heading", "provision"))


def _bears_on(exclusion: Provision, matched: list[str]) -> bool:
    """Whether a note changes one of the matched records or something above it."""
    paths = [path.partition(":")[0] for path in matched]
    return any(path == scope or path.startswith(f"{scope}.") for scope in exclusion.applies_to for path in paths)


def _sentence(text: str) -> str:
    whole = _TRAILING.sub("", text.replace("\n", " "))
    return whole if len(whole) <= _LONGEST else whole[:_LONGEST].rsplit(" ", 1)[0] + " …"
