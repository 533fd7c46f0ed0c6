"""Whether what an officer found about two parties still answers the question, or what has changed since.

A match depends on the party asked about, the listed entry and the engine alone (ADR 10). While these are the same the
same finding is due; of the entry, only what a match looks at counts: not its programmes. Another engine that sets the
same words beside each other in the same way, at whatever cost, shows an officer nothing that was not weighed before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from exeat.domain.screening.model import ListedParty, Party


@dataclass(frozen=True, slots=True)
class Screened:
    """A party beside a listed one, as an engine of that version compared them; `why` as data, empty when not known."""

    party: Party
    listed: ListedParty
    engine_version: str
    why: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What differs, as words before and after; either may be empty."""

    what: str
    before: str
    after: str


def changes(before: Screened, after: Screened) -> tuple[Change, ...]:
    """What has changed that a match depends on; empty when an earlier finding still answers the question."""
    engine = () if alike(before.why, after.why) else (before.engine_version, after.engine_version)
    found = (
        *(Change(f"the party's {what}", was, now) for what, was, now in _of_party(before.party, after.party)),
        *(Change(f"the entry's {what}", was, now) for what, was, now in _of_entry(before.listed, after.listed)),
        *([Change("the engine", *engine)] if engine else ()),
    )
    return tuple(change for change in found if change.before != change.after)


def alike(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two reasons, as data, set the same words beside each other in the same way; never when one is empty."""
    return bool(before and after) and _words(before) == _words(after)


def _words(why: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["asked"], one["listed"], one["kind"]) for one in why["words"]]


def _of_party(before: Party, after: Party) -> Iterator[tuple[str, str, str]]:
    yield "name", before.name, after.name
    yield "type", before.type, after.type
    yield "birth date", before.born or "", after.born or ""
    yield "countries", _listed(before.countries), _listed(after.countries)
    yield "numbers", _numbers(before), _numbers(after)


def _of_entry(before: ListedParty, after: ListedParty) -> Iterator[tuple[str, str, str]]:
    yield "id", f"{before.list} {before.id}", f"{after.list} {after.id}"
    yield "type", before.type, after.type
    yield "names", _listed(before.names), _listed(after.names)
    yield "weak aliases", _listed(before.weak_names), _listed(after.weak_names)
    yield "birth dates", _listed(before.born), _listed(after.born)
    yield "countries", _listed(before.countries), _listed(after.countries)
    yield "numbers", _numbers(before), _numbers(after)


def _listed(texts: tuple[str, ...]) -> str:
    """The texts in one order, so that an entry whose lines were shuffled is the same."""
    return "; ".join(sorted(texts))


def _numbers(party: Party | ListedParty) -> str:
    return _listed(tuple(f"{one.kind} {one.value}" for one in party.identifiers))
