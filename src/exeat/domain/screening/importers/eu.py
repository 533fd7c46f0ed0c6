"""The EU's consolidated list of financial sanctions (FSF, "full sanctions list" 1.1), as XML and as CSV.

Source: https://webgate.ec.europa.eu/fsd/fsf, files ``xmlFullSanctionsList_1_1`` and ``csvFullSanctionsList_1_1``; XML
namespace http://eu.europa.ec/fpi/fsd/export. In XML all values are attributes. In CSV, separated by semicolons, an
entity has as many rows as it takes to write its names, addresses, births and documents, and nothing tells weak names.
Ids are the EU's reference numbers in both, so that either format is a version of the same list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from lxml import etree

from exeat.domain.screening.dates import iso_date, years
from exeat.domain.screening.importers import csvrows
from exeat.domain.screening.importers.imported import (
    Count,
    Countries,
    Imported,
    ImportRefused,
    check_counts,
    check_unique,
    fingerprints,
    only_file,
    partial_date,
    unique,
)
from exeat.domain.screening.importers.xmltree import count, line, root, texts
from exeat.domain.screening.model import Identifier, ListedParty

LIST_ID = "eu-fsf"
_TYPES = {"person": "person", "p": "person", "enterprise": "organisation", "e": "organisation"}
_DOCUMENT_KINDS = {
    "passport": "passport",
    "id": "national_id",
    "ssn": "national_id",
    "fiscalcode": "tax",
    "regnumber": "registration",
    "imo": "imo",
    "swiftbic": "swift",
}

Fields = Mapping[str, str]  # one element's attributes, or one row's columns, under the names of the XML


@dataclass(frozen=True, slots=True)
class _Entity:
    """What either format says of one entity, before it is understood."""

    about: Fields
    types: Sequence[str]
    programmes: Sequence[str]
    names: Sequence[Fields]
    weak: Sequence[bool]
    births: Sequence[Fields]
    places: Sequence[Fields]
    documents: Sequence[Fields]


def read_xml(files: Sequence[Path], accept_orphans: bool) -> Imported:
    """The entities of one file. Each holds all that belongs to it, so that there can be no orphans.

    Raises ImportRefused for XML that is cut off or malformed, and when an entity or a name was not read.
    """
    path = only_file(files, "the full list 1.1 in XML")
    top = root(path, "export")
    found = [(line(element), _from_xml(element)) for element in top.iterfind("sanctionEntity")]
    counts = (
        Count("entities", count(path, "sanctionEntity"), len(found)),
        Count("names", count(path, "nameAlias"), sum(len(entity.names) for _, entity in found)),
    )
    stamp = top.get("generationDate", "")
    try:
        generated = date.fromisoformat(stamp[:10])
    except ValueError as error:
        raise ImportRefused(path, line(top), f'generationDate is "{stamp}", expected a date') from error
    return _imported(path, found, counts, generated)


def _from_xml(element: etree._Element) -> _Entity:
    names = element.findall("nameAlias")
    return _Entity(
        about=_attributes(element),
        types=[kind.get("code", "") for kind in element.iterfind("subjectType")],
        programmes=[one.get("programme", "") for one in element.iterfind("regulation")],
        names=[_attributes(name) for name in names],
        weak=[name.get("strong") == "false" or _is_low(texts(name, "remark")) for name in names],
        births=[_attributes(one) for one in element.iterfind("birthdate")],
        places=[_attributes(one) for tag in ("citizenship", "address") for one in element.iterfind(tag)],
        documents=[_attributes(one) for one in element.iterfind("identification")],
    )


def _attributes(element: etree._Element) -> Fields:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _is_low(remarks: Iterable[str]) -> bool:
    return any("low quality" in remark.lower() for remark in remarks)


_ABOUT = {"euReferenceNumber": "Entity_EU_ReferenceNumber", "logicalId": "Entity_LogicalId"}
_NAME = {
    name: f"NameAlias_{name[0].upper()}{name[1:]}" for name in ("wholeName", "firstName", "middleName", "lastName")
}
_BIRTH = {
    "birthdate": "BirthDate_BirthDate",
    "year": "BirthDate_Year",
    "monthOfYear": "BirthDate_Month",
    "dayOfMonth": "BirthDate_Day",
    "yearRangeFrom": "BirthDate_YearRangeFrom",
    "yearRangeTo": "BirthDate_YearRangeTo",
    "calendarType": "BirthDate_CalendarType",
}
_CITIZENSHIP = {
    "countryIso2Code": "Citizenship_CountryIso2Code",
    "countryDescription": "Citizenship_CountryDescription",
}
_ADDRESS = {"countryIso2Code": "Address_CountryIso2Code", "countryDescription": "Address_CountryDescription"}
_DOCUMENT = {
    "number": "Identification_Number",
    "latinNumber": "Identification_LatinNumber",
    "identificationTypeCode": "Identification_TypeCode",
}
_TYPE_COLUMNS = ("Entity_SubjectType", "Entity_SubjectType_ClassificationCode")
_OTHERS = ("fileGenerationDate", "Entity_Regulation_Programme", "NameAlias_Remark", *_TYPE_COLUMNS)
_COLUMNS = (
    *_OTHERS,
    *(name for part in (_ABOUT, _NAME, _BIRTH, _CITIZENSHIP, _ADDRESS, _DOCUMENT) for name in part.values()),
)


def read_csv(files: Sequence[Path], accept_orphans: bool) -> Imported:
    """The entities of one file, their rows put together. There can be no orphans.

    Raises ImportRefused for a missing column, a row that is cut off, and when a row was not read.
    """
    path = only_file(files, "the full list 1.1 in CSV")
    rows = csvrows.named(path, _COLUMNS, delimiter=";")
    by_entity: dict[str, list[csvrows.NamedRow]] = {}
    for number, row in rows:
        if not (entity := row["Entity_LogicalId"].strip()):
            raise ImportRefused(path, number, "Entity_LogicalId is empty")
        by_entity.setdefault(entity, []).append((number, row))
    found = [(group[0][0], _from_csv([row for _, row in group])) for group in by_entity.values()]
    counts = (Count("rows", csvrows.count(path) - 1, sum(map(len, by_entity.values()))),)
    stamp = rows[0][1]["fileGenerationDate"].strip() if rows else ""
    try:
        generated = datetime.strptime(stamp, "%d/%m/%Y").date()  # noqa: DTZ007 - a day, no moment
    except ValueError as error:
        raise ImportRefused(path, 2, f'fileGenerationDate is "{stamp}", expected DD/MM/YYYY') from error
    return _imported(path, found, counts, generated)


def _from_csv(rows: Sequence[Fields]) -> _Entity:
    def parts(columns: Fields) -> list[Fields]:
        found = [{name: row[column].strip() for name, column in columns.items()} for row in rows]
        return [one for one in found if any(one.values())]

    named = [row for row in rows if any(row[column].strip() for column in _NAME.values())]
    return _Entity(
        about=parts(_ABOUT)[0],
        types=[row[column] for row in rows for column in _TYPE_COLUMNS],
        programmes=[row["Entity_Regulation_Programme"] for row in rows],
        names=parts(_NAME),
        weak=[_is_low([row["NameAlias_Remark"]]) for row in named],
        births=parts(_BIRTH),
        places=[*parts(_CITIZENSHIP), *parts(_ADDRESS)],
        documents=parts(_DOCUMENT),
    )


def _imported(
    path: Path, found: Sequence[tuple[int | None, _Entity]], counts: Sequence[Count], generated: date
) -> Imported:
    countries = Countries()
    parties = tuple(_party(path, number, entity, countries) for number, entity in found)
    check_counts(path, counts)
    check_unique(path, parties)
    return Imported(
        LIST_ID,
        parties,
        tuple(counts),
        sources=fingerprints([path]),
        list_date=generated,
        unknown_countries=dict(countries.unknown),
    )


def _party(path: Path, number: int | None, entity: _Entity, countries: Countries) -> ListedParty:
    names = [(_name(name), weak) for name, weak in zip(entity.names, entity.weak, strict=True)]
    strong = unique(name for name, weak in names if not weak)
    weak = unique(name for name, weak in names if weak)
    if not (strong or weak):
        raise ImportRefused(path, number, "an entity without a name")
    reference, logical = entity.about.get("euReferenceNumber", ""), entity.about.get("logicalId", "")
    return ListedParty(
        id=reference or f"logical-{logical}",
        list=LIST_ID,
        type=next((_TYPES[kind] for one in entity.types if (kind := one.strip().lower()) in _TYPES), "unknown"),
        names=strong or weak,
        weak_names=weak if strong else (),
        born=unique(day for birth in entity.births for day in _born(birth)),
        countries=countries.codes(_country(place) for place in entity.places),
        identifiers=tuple(dict.fromkeys(_identifiers(entity.documents))),
        programmes=unique(entity.programmes),
    )


def _name(name: Fields) -> str:
    parts = (name.get(part, "") for part in ("firstName", "middleName", "lastName"))
    return name.get("wholeName", "") or " ".join(parts)


def _born(birth: Fields) -> tuple[str, ...]:
    """The day, or the month or year where only that is known, or each year of a range; other calendars are left out."""
    if birth.get("calendarType", "").upper() not in ("", "GREGORIAN"):
        return ()
    parts = (birth.get(part, "") for part in ("year", "monthOfYear", "dayOfMonth"))
    if one := iso_date(birth.get("birthdate", "")) or partial_date(*parts):
        return (one,)
    first, last = birth.get("yearRangeFrom", ""), birth.get("yearRangeTo", "")
    return years(first, last) if first.isdigit() and last.isdigit() else ()


def _country(place: Fields) -> str:
    code = place.get("countryIso2Code", "")
    return code if code not in ("", "00") else place.get("countryDescription", "")


def _identifiers(documents: Iterable[Fields]) -> Iterator[Identifier]:
    for document in documents:
        kind = _DOCUMENT_KINDS.get(document.get("identificationTypeCode", "").lower(), "document")
        for value in unique([document.get("number", ""), document.get("latinNumber", "")]):
            yield Identifier(kind, value)
