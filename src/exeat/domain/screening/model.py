"""The values of screening: who is listed, who is asked about, and what was found and why.

A listed party is one record of a watchlist file (JSON Lines, contract section 1). Nothing here reads a file or a clock.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from exeat.domain.screening.dates import iso_date

MOST_CHARACTERS = 1000  # the longest published name has under 400 characters; longer is a mistake, not a name

PARTY_TYPES = ("person", "organisation", "vessel", "aircraft", "unknown")

PartyKey = tuple[str, str]  # (list, id): what names one listed party


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that a state or a registry gave: a passport, a tax number, a ship's IMO number."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class ListedParty:
    """One entry of a watchlist. ``born`` holds ISO 8601 dates, whole or only a year or year and month."""

    id: str
    list: str
    type: str
    names: tuple[str, ...]
    weak_names: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    programmes: tuple[str, ...] = ()

    @property
    def key(self) -> PartyKey:
        return (self.list, self.id)

    def as_json(self) -> dict[str, Any]:
        """The contract's record; empty optional fields are left out."""
        record: dict[str, Any] = {"id": self.id, "list": self.list, "type": self.type, "names": list(self.names)}
        optional = {
            "weak_names": list(self.weak_names),
            "born": list(self.born),
            "countries": list(self.countries),
            "identifiers": [{"kind": one.kind, "value": one.value} for one in self.identifiers],
            "programmes": list(self.programmes),
        }
        return record | {name: value for name, value in optional.items() if value}

    def line(self) -> str:
        """The record as one line of a watchlist file: the same party always gives the same line."""
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def digest(self) -> bytes:
        """SHA-256 of the line."""
        return hashlib.sha256(self.line().encode()).digest()


@dataclass(frozen=True, slots=True)
class Party:
    """Someone to be screened: a name as an application gives it, and what else is known.

    ``born`` is an ISO 8601 date, whole or in part. Raises ValueError for what cannot be screened.
    """

    name: str
    type: str = "unknown"
    born: str | None = None
    countries: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()

    def __post_init__(self) -> None:
        if len(self.name) > MOST_CHARACTERS:
            raise ValueError(f"a name of {len(self.name):,} characters cannot be screened: at most {MOST_CHARACTERS:,}")
        if _has_surrogate(self.name):
            raise ValueError("the name holds half of a UTF-16 pair, which is no character")
        if self.type not in PARTY_TYPES:
            raise ValueError(f'type is "{self.type}", expected one of {", ".join(PARTY_TYPES)}')
        if self.born is not None and iso_date(self.born) != self.born:
            raise ValueError(f'born is "{self.born}", expected an ISO date such as 1960-03-01, 1960-03 or 1960')
        if _is_text(self.countries):
            raise ValueError(
                f'countries is "{self.countries}", expected a tuple of codes such as ("{self.countries}",)'
            )
        if not all(isinstance(one, Identifier) for one in self.identifiers):
            raise ValueError("identifiers holds something else than Identifier(kind, value)")


class WordCost(NamedTuple):
    """Two words that were laid side by side, or one that stands alone, and the share of the score that this cost.

    ``kind``: same, spelling, initial, joined (written with other word breaks), missing (only in the listed name),
    extra (only in the name asked about).
    """

    asked: str | None
    listed: str | None
    kind: str
    cost: float


class Adjustment(NamedTuple):
    """What something other than the spelling did to the score: ``effect`` is added to it."""

    kind: str
    effect: float
    note: str


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of a score, complete: ``score = 1 - sum of word costs + sum of effects``."""

    words: tuple[WordCost, ...]
    adjustments: tuple[Adjustment, ...]
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {
            "sentence": self.sentence,
            "words": [
                {"asked": one.asked, "listed": one.listed, "kind": one.kind, "cost": round(one.cost, 4)}
                for one in self.words
            ],
            "adjustments": [
                {"kind": one.kind, "effect": round(one.effect, 4), "note": one.note} for one in self.adjustments
            ],
        }


@dataclass(frozen=True, slots=True)
class Match:
    """One listed party that may be the one asked about, through its best name."""

    id: str
    list: str
    score: float
    matched_name: str
    why: Why

    @property
    def key(self) -> PartyKey:
        return (self.list, self.id)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "list": self.list,
            "score": self.score,
            "matched_name": self.matched_name,
            "why": self.why.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """How close two names are, and why."""

    score: float
    why: Why

    def as_json(self) -> dict[str, Any]:
        return {"score": self.score, "why": self.why.as_json()}


@dataclass(frozen=True, slots=True)
class Alert:
    """What a new version of a watchlist changes for a party that was screened before.

    ``change``: "new" (no match before), "changed" (another score, name or reason), "cleared" (no match any more; then
    ``match`` is the one that was).
    """

    party: Party
    match: Match
    change: str
    before: Match | None = None

    def as_json(self) -> dict[str, Any]:
        before = self.before.as_json() if self.before else None
        return {"party": self.party.name, "change": self.change, "match": self.match.as_json(), "before": before}


@dataclass(frozen=True, slots=True)
class Delta:
    """What turns one version of a watchlist into the next. ``changed`` holds the new records."""

    added: tuple[ListedParty, ...] = ()
    removed: tuple[PartyKey, ...] = ()
    changed: tuple[ListedParty, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def as_json(self) -> dict[str, Any]:
        return {
            "added": [one.as_json() for one in self.added],
            "removed": [{"list": key[0], "id": key[1]} for key in self.removed],
            "changed": [one.as_json() for one in self.changed],
        }


class RecordError(ValueError):
    """A record that does not keep the contract: which field, and what was expected."""


_FIELDS = frozenset({"id", "list", "type", "names", "weak_names", "born", "countries", "identifiers", "programmes"})


def _has_surrogate(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text)


def _is_text(value: object) -> bool:
    """Whether a value is a text that is not blank and that can be written down (no half of a UTF-16 pair)."""
    return isinstance(value, str) and bool(value.strip()) and not _has_surrogate(value)


@dataclass(frozen=True, slots=True)
class _Fields:
    """Reads one JSON object, complaining by field."""

    record: Mapping[str, Any]

    def text(self, name: str) -> str:
        value = self.record.get(name)
        if not _is_text(value):
            raise RecordError(f'"{name}" must be a text that is not empty')
        return str(value)

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.record.get(name, [])
        if not isinstance(value, list) or not all(_is_text(one) for one in value):
            raise RecordError(f'"{name}" must be a list of texts that are not empty')
        if any(len(one) > MOST_CHARACTERS for one in value):
            raise RecordError(f'"{name}" holds a text of more than {MOST_CHARACTERS} characters')
        return tuple(value)

    def identifiers(self) -> tuple[Identifier, ...]:
        value = self.record.get("identifiers", [])
        if not isinstance(value, list) or not all(_is_identifier(one) for one in value):
            raise RecordError('"identifiers" must be a list of objects with the texts "kind" and "value"')
        return tuple(Identifier(one["kind"], one["value"]) for one in value)


def _is_identifier(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_text(value.get(part)) for part in ("kind", "value"))


def listed_party(record: object) -> ListedParty:
    """A record of a watchlist file, checked; raises RecordError naming the field."""
    if not isinstance(record, dict):
        raise RecordError("expected a JSON object with id, list, type and names")
    fields = _Fields(record)
    if unknown := sorted(set(record) - _FIELDS):
        raise RecordError(f'unknown field "{unknown[0]}"')
    if fields.text("type") not in PARTY_TYPES:
        raise RecordError(f'"type" is "{record["type"]}", expected one of {", ".join(PARTY_TYPES)}')
    if not (names := fields.texts("names")):
        raise RecordError('"names" must hold at least one name')
    born = fields.texts("born")
    if wrong := [one for one in born if iso_date(one) != one]:
        raise RecordError(f'"born" holds "{wrong[0]}", expected an ISO date such as 1960-03-01, 1960-03 or 1960')
    return ListedParty(
        id=fields.text("id"),
        list=fields.text("list"),
        type=record["type"],
        names=names,
        weak_names=fields.texts("weak_names"),
        born=born,
        countries=fields.texts("countries"),
        identifiers=fields.identifiers(),
        programmes=fields.texts("programmes"),
    )
