"""What an officer should ask before an entry is chosen or put aside, taken from the provisions' own words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from exeat.domain.controls.records import Provision

if TYPE_CHECKING:
    from exeat.domain.controls.control_list import ControlList

_CONDITION = re.compile(r"\d|specially designed|designed or modified|designed or rated|capable of|usable", re.I)
_TRAILING = re.compile(r"[;,.:]?\s*(?:\b(?:and|or)\b)?\s*$", re.I)
_LONGEST = 300
_CONDITIONS, _EXCLUSIONS = 4, 2


def questions_for(control_list: ControlList, code: str, matched: list[str]) -> tuple[str, ...]:
    """At most six questions on an entry: conditions nearest the matched records, then notes that take goods out.

    `matched` are the paths of the records that matched, best first.
    """
    conditions: dict[str, None] = {}
    for path in matched:
        for record in _family(control_list, path):
            if _asks(record):
                conditions[f"{record.path}: is this so? {_sentence(record.text)}"] = None
    exclusions = [
        f"{record.path}: does this take the goods out? {_sentence(record.text)}"
        for record in control_list.entry(code).provisions
        if record.kind == "exclusion" and _bears_on(record, matched)
    ]
    return (*list(conditions)[:_CONDITIONS], *exclusions[:_EXCLUSIONS])


def _family(control_list: ControlList, path: str) -> Iterable[Provision]:
    """The provision a record belongs to, what stands above it inside the entry, and what stands directly under it."""
    own = control_list.provision(path.partition(":")[0])
    yield own
    yield from control_list.children(own.path)
    yield from reversed(control_list.ancestors(own.path))


def _asks(record: Provision) -> bool:
    return record.kind in ("heading", "provision") and _CONDITION.search(record.text) is not None


def _bears_on(exclusion: Provision, matched: list[str]) -> bool:
    """Whether a note changes one of the matched records or something above it."""
    paths = [path.partition(":")[0] for path in matched]
    return any(path == scope or path.startswith(f"{scope}.") for scope in exclusion.applies_to for path in paths)


def _sentence(text: str) -> str:
    whole = _TRAILING.sub("", text.replace("\n", " "))
    return whole if len(whole) <= _LONGEST else whole[:_LONGEST].rsplit(" ", 1)[0] + " …"
