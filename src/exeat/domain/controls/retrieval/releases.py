"""List-wide notes that may take goods out: the Cryptography Note, the General Technology and Software Notes.

They stand outside the entries and are no entry's text. A candidate that one bears on shows it with its question, and
is not moved by it: whether goods meet a note is for an officer to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import shorten

from exeat.domain.controls.edition import Edition
from exeat.domain.controls.numbering import CODE
from exeat.domain.controls.records import Provision

_NAMED_NOTE = re.compile(r"\b(?P<name>(?:general|nuclear) (?P<nature>technology|software) note)\b", re.I)
_TAKES_OUT = re.compile(r"\b(?:do|does) not (?:control|apply|release)|\bnot controlled\b|\breleases?\b", re.I)
_OWN_NAME = re.compile(r"^(?P<name>[A-Z][\w ]{3,40} Note)\b")
_SECTION = re.compile(r"category[ -]?(?P<category>\d)(?:\W+part[ -](?P<part>\d))?", re.I)
_OPENING = 200
_PART_2 = ("2", "3", "4")  # last digit of category 5's entries on information security, in both lists


@dataclass(frozen=True, slots=True)
class Release:
    """A list-wide note that bears on a candidate: its record, what to call it, and what to ask."""

    path: str
    title: str
    question: str


class Releases:
    """The releasing notes of one list and the entries each bears on."""

    def __init__(self, control_list: Edition) -> None:
        codes = [entry.code for entry in control_list.entries]
        self._of: dict[str, list[Release]] = {code: [] for code in codes}
        for record in control_list.general:
            named = _NAMED_NOTE.search(record.text) if record.kind == "heading" else None
            if named:
                self._attach(_release(record, named["name"].title()), _lettered(codes, named))
            elif record.kind in ("note", "exclusion") and _TAKES_OUT.search(record.text[:_OPENING]):
                own = _OWN_NAME.match(record.text)
                title = own["name"] if own else _heading(control_list, record)
                self._attach(_release(record, title), _scope(codes, record))

    def of(self, code: str) -> tuple[Release, ...]:
        """The notes that bear on an entry, in the order of the list."""
        return tuple(self._of[code])

    def _attach(self, release: Release, codes: list[str]) -> None:
        for code in codes:
            self._of[code].append(release)


def _release(record: Provision, title: str) -> Release:
    return Release(record.path, title, f"{title}: does it take these goods out? Read it with the entry.")


def _lettered(codes: list[str], named: re.Match[str]) -> list[str]:
    """The entries of a note that is named for technology or software: those of category 0 have notes of their own."""
    letter = "E" if named["nature"].lower() == "technology" else "D"
    nuclear = named["name"].lower().startswith("nuclear")
    return [c for c in codes if c[1:2] == letter and (c[0] == "0") == nuclear]


def _heading(control_list: Edition, record: Provision) -> str:
    above = control_list.ancestors(record.path)
    return f"{above[0].text} {record.label}".strip() if above else shorten(record.text, 60, placeholder=" …")


def _scope(codes: list[str], record: Provision) -> list[str]:
    """The entries that a note names before it says what it does, else those of the section it stands in."""
    opening = record.text[:_OPENING].partition(" not ")[0]
    named = {match[1] for match in CODE.finditer(opening)}
    if named:
        return [c for c in codes if c in named]
    section = _SECTION.search(record.path)
    if section is None:
        return []
    within = [c for c in codes if c[0] == section["category"]]
    if section["part"] is None:
        return within
    return [c for c in within if (c[4:5] in _PART_2) == (section["part"] == "2")]
