"""FollowTheMoney entities, one JSON object a line, as OpenSanctions and others publish lists of many sources.

Model: https://followthemoney.tech, default schemata. A record has an id, a schema and lists of values by property.
Persons, organisations, ships and aircraft are parties; a sanction or a document is a record of its own that points to
its party, or stands within it where the file is nested. Records of one id are parts of one entity.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exeat.domain.screening.dates import iso_date
from exeat.domain.screening.importers.imported import (
    Count,
    Countries,
    Imported,
    ImportRefused,
    Orphan,
    check_counts,
    check_orphans,
    fingerprints,
    only_file,
    unique,
)
from exeat.domain.screening.model import Identifier, ListedParty

LIST_ID = "ftm"
_TYPES = {
    "Person": "person",
    "Organization": "organisation",
    "Company": "organisation",
    "PublicBody": "organisation",
    "LegalEntity": "unknown",  # a person or an organisation
    "Vessel": "vessel",
    "Airplane": "aircraft",
}
_OWNERS = {"Sanction": "entity", "Identification": "holder", "Passport": "holder"}  # the property that points
_NAMES = ("name", "alias", "previousName")
_COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "mainCountry", "flag")
_NUMBERS = {
    "passportNumber": "passport",
    "idNumber": "national_id",
    "taxNumber": "tax",
    "innCode": "tax",
    "vatCode": "tax",
    "registrationNumber": "registration",
    "ogrnCode": "registration",
    "uscCode": "registration",
    "leiCode": "registration",
    "swiftBic": "swift",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "serialNumber": "aircraft_serial",
}

Properties = defaultdict[str, list[str]]


@dataclass(slots=True)
class _Entity:
    """What all records of one id say together, from the line of the first."""

    line: int
    schema: str
    target: bool = True
    properties: Properties = field(default_factory=lambda: defaultdict(list))


def read(files: Sequence[Path], accept_orphans: bool) -> Imported:
    """The parties of one file, without those that the file marks as no targets of their own.

    Raises ImportRefused, naming the line, for what is not JSON or not an entity, for a party without a name, and when
    more than 1 % of sanctions and documents belong to no record of the file, unless ``accept_orphans``.
    """
    path = only_file(files, "entities as JSON Lines")
    entities, statements, lines = _entities(path)
    orphans = tuple(_attach(path, entities, statements))
    if not accept_orphans:
        check_orphans(path, "statements", len(statements), orphans)
    countries = Countries()
    parties = tuple(
        _party(path, key, entity, countries)
        for key, entity in entities.items()
        if entity.schema in _TYPES and entity.target
    )
    in_source = sum(1 for line in path.read_bytes().split(b"\n") if line.strip())
    counts = (Count("records", in_source, lines),)
    check_counts(path, counts)
    if not parties:
        raise ImportRefused(path, None, "no record is a person, an organisation, a ship or an aircraft that is listed")
    return Imported(
        LIST_ID,
        parties,
        counts,
        sources=fingerprints(files),
        orphans=orphans,
        unknown_countries=dict(countries.unknown),
        notes=tuple(_notes(entities.values())),
    )


def _entities(path: Path) -> tuple[dict[str, _Entity], list[tuple[str, _Entity]], int]:
    """The entities by id; the sanctions and documents, each with the id it points to; how many lines were read."""
    entities: dict[str, _Entity] = {}
    statements: list[tuple[str, _Entity]] = []
    lines = 0
    with path.open("rb") as source:
        for number, raw in enumerate(source, start=1):
            if raw.strip():
                lines += 1
                for owner, key, entity in _records(path, number, _parsed(path, number, raw)):
                    pointer = _OWNERS.get(entity.schema)
                    if pointer is None:
                        _merge(path, entities, key, entity)
                    else:
                        statements += [(one, entity) for one in (entity.properties[pointer] or [owner])]
    return entities, statements, lines


def _parsed(path: Path, number: int, raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except UnicodeDecodeError as error:
        raise ImportRefused(path, number, f"not UTF-8 text at byte {error.start + 1} of the line") from error
    except (ValueError, RecursionError) as error:
        raise ImportRefused(path, number, "not JSON; is the file cut off?") from error


def _records(path: Path, number: int, record: Any, owner: str = "") -> Iterator[tuple[str, str, _Entity]]:
    """The record, and the sanctions and documents within its properties, each with the id of the one around it."""
    if not _is_entity(record):
        raise ImportRefused(path, number, "expected an entity: an object with the texts id and schema, and properties")
    entity = _Entity(number, record["schema"], record.get("target") is not False)
    for name, values in record["properties"].items():
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, dict):
                within = _records(path, number, value, record["id"])
                yield from (one for one in within if one[2].schema in _OWNERS)
            elif isinstance(value, str):
                entity.properties[name].append(value)
            else:
                raise ImportRefused(path, number, f'"{name}" holds {value!r:.40}, expected a text')
    yield owner, record["id"], entity


def _is_entity(record: Any) -> bool:
    return (
        isinstance(record, dict)
        and all(isinstance(record.get(part), str) and record[part] for part in ("id", "schema"))
        and isinstance(record.get("properties"), dict)
    )


def _merge(path: Path, entities: dict[str, _Entity], key: str, entity: _Entity) -> None:
    first = entities.setdefault(key, entity)
    if first is entity:
        return
    if first.schema != entity.schema:
        raise ImportRefused(
            path, entity.line, f"{key} is a {entity.schema} here and a {first.schema} on line {first.line}"
        )
    for name, values in entity.properties.items():
        first.properties[name] += values


def _attach(path: Path, entities: Mapping[str, _Entity], statements: Iterable[tuple[str, _Entity]]) -> Iterator[Orphan]:
    """Adds to each entity the programmes and numbers that point to it; gives those that point to none."""
    for owner, statement in statements:
        told = statement.properties
        if (entity := entities.get(owner)) is None:
            yield Orphan(
                path.name, statement.line, "statements", (owner, statement.schema, *told["program"], *told["number"])
            )
        elif statement.schema == "Sanction":
            entity.properties["program"] += told["programId"] or told["program"]
        else:
            kind = "passportNumber" if statement.schema == "Passport" else "idNumber"
            entity.properties[kind] += told["number"]


def _party(path: Path, key: str, entity: _Entity, countries: Countries) -> ListedParty:
    told = entity.properties
    strong = unique(name for part in _NAMES for name in told[part])
    weak = unique(told["weakAlias"])
    if not (strong or weak):
        raise ImportRefused(path, entity.line, f"{key} is without a name")
    return ListedParty(
        id=key,
        list=LIST_ID,
        type=_TYPES[entity.schema],
        names=strong or weak,
        weak_names=weak if strong else (),
        born=unique(day for written in told["birthDate"] if (day := iso_date(written[:10]))),
        countries=countries.codes(state for part in _COUNTRIES for state in told[part]),
        identifiers=tuple(dict.fromkeys(_identifiers(entity))),
        programmes=unique(told["program"]),
    )


def _identifiers(entity: _Entity) -> Iterator[Identifier]:
    kinds = _NUMBERS | ({"registrationNumber": "tail_number"} if entity.schema == "Airplane" else {})
    for part, kind in kinds.items():
        for value in unique(entity.properties[part]):
            yield Identifier(kind, value.removeprefix("IMO").strip() if kind == "imo" else value)


def _notes(entities: Iterable[_Entity]) -> Iterator[str]:
    left_out = Counter(entity.schema for entity in entities if entity.schema not in _TYPES or not entity.target)
    for schema, number in sorted(left_out.items()):
        yield f"left out, since they list nobody: {number:,} of {schema}"
