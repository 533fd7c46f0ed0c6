"""Entries that a description resembles, for an applicant who is typing it."""

from __future__ import annotations

from dataclasses import dataclass

from exeat.web.registers.lists import load_control_lists

SHOWN = 3
ENOUGH = 12
"""Characters of a description below which every entry would resemble it."""


@dataclass(frozen=True)
class Resembling:
    """An entry of a list in force, with the facts that it would still ask for."""

    list_title: str
    entry: str
    title: str
    questions: tuple[str, ...]


def resembling(description: str, facts: str = "", hs: str = "") -> list[Resembling]:
    """The nearest entries over all lists in force. An empty answer says nothing about the goods."""
    if len(description.strip()) < ENOUGH:
        return []
    ranked = [
        (rank, Resembling(listed.title, candidate.entry, candidate.title, tuple(candidate.questions[:2])))
        for listed in load_control_lists()
        for rank, candidate in enumerate(listed.classify(description, facts=facts, hs=hs or None, top=SHOWN))
        if candidate.verdict != "ruled_out"
    ]
    return [hint for _rank, hint in sorted(ranked, key=lambda pair: pair[0])[:SHOWN]]
