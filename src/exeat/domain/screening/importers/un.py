"""The consolidated list of the UN Security Council, as XML.

Source: https://scsanctions.un.org/resources/xml/en/consolidated.xml, schema sc-sanctions.xsd. Individuals' aliases bear
a quality; those of low quality are weak names. An alias element may hold several names separated by semicolons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from lxml import etree

from exeat.domain.screening.dates import iso_date, years
from exeat.domain.screening.importers.imported import (
    Count,
    Countries,
    Imported,
    ImportRefused,
    check_counts,
    check_unique,
    fingerprints,
    only_file,
    unique,
)
from exeat.domain.screening.importers.xmltree import count, line, required, root, text, texts
from exeat.domain.screening.model import Identifier, ListedParty

LIST_ID = "un-sc"
_TYPES = {"INDIVIDUAL": "person", "ENTITY": "organisation"}
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_OTHER_SCRIPT = re.compile(r"\(([^()\x00-\u024f]*[^()\x00-\u024f\s][^()\x00-\u024f]*)\)")
_DOCUMENT_KINDS = (("pass", "passport"), ("pasaporte", "passport"), ("national", "national_id"))


def read(files: Sequence[Path], accept_orphans: bool) -> Imported:
    """Individuals and entities of one file. Every row stands alone, so that there can be no orphans.

    Raises ImportRefused for XML that is cut off or malformed, and when an entry was not read.
    """
    path = only_file(files, "the consolidated list in XML")
    top = root(path, "CONSOLIDATED_LIST")
    countries = Countries()
    found = [*top.iterfind("INDIVIDUALS/INDIVIDUAL"), *top.iterfind("ENTITIES/ENTITY")]
    parties = tuple(_party(path, element, countries) for element in found)
    counts = tuple(_count(path, kind, parties) for kind in _TYPES)
    check_counts(path, counts)
    check_unique(path, parties)
    return Imported(
        LIST_ID,
        parties,
        counts,
        sources=fingerprints(files),
        list_date=_generated(path, top),
        unknown_countries=dict(countries.unknown),
    )


def _count(path: Path, tag: str, parties: Iterable[ListedParty]) -> Count:
    what = "individuals" if tag == "INDIVIDUAL" else "entities"
    return Count(what, count(path, tag), sum(1 for party in parties if party.type == _TYPES[tag]))


def _generated(path: Path, top: etree._Element) -> date:
    stamp = top.get("dateGenerated", "")
    try:
        return date.fromisoformat(stamp[:10])
    except ValueError as error:
        raise ImportRefused(path, line(top), f'dateGenerated is "{stamp}", expected a date') from error


def _party(path: Path, element: etree._Element, countries: Countries) -> ListedParty:
    tag = str(element.tag)
    aliases = list(_aliases(element, f"{tag}_ALIAS"))
    places = texts(element, f"{tag}_ADDRESS/COUNTRY")
    required(path, element, "FIRST_NAME")
    return ListedParty(
        id=required(path, element, "REFERENCE_NUMBER"),
        list=LIST_ID,
        type=_TYPES[tag],
        names=unique([*_main_names(element), *(name for name, weak in aliases if not weak)]),
        weak_names=unique(name for name, weak in aliases if weak),
        born=unique(_born(element)),
        countries=countries.codes([*texts(element, "NATIONALITY/VALUE"), *places]),
        identifiers=tuple(dict.fromkeys(_documents(element))),
        programmes=(required(path, element, "UN_LIST_TYPE"),),
    )


def _main_names(element: etree._Element) -> Iterator[str]:
    whole = " ".join(part for tag in _NAME_PARTS if (part := text(element, tag)))
    yield from whole.split(";")
    yield from text(element, "NAME_ORIGINAL_SCRIPT").split(";")


def _aliases(element: etree._Element, tag: str) -> Iterator[tuple[str, bool]]:
    """The aliases and whether each is weak; a name in another script in brackets is a name of its own."""
    for alias in element.findall(tag):
        weak = text(alias, "QUALITY").lower() == "low"
        for name in text(alias, "ALIAS_NAME").split(";"):
            yield _OTHER_SCRIPT.sub(" ", name), weak
            yield from ((other, weak) for other in _OTHER_SCRIPT.findall(name))


def _born(element: etree._Element) -> Iterator[str]:
    for birth in element.findall("INDIVIDUAL_DATE_OF_BIRTH"):
        if text(birth, "FROM_YEAR") and text(birth, "TO_YEAR"):
            yield from years(text(birth, "FROM_YEAR"), text(birth, "TO_YEAR"))
        for tag in ("DATE", "YEAR", "NOTE"):
            if one := iso_date(text(birth, tag)):
                yield one
                break
    for written in texts(element, "INDIVIDUAL_ALIAS/DATE_OF_BIRTH"):
        if one := iso_date(written):
            yield one


def _documents(element: etree._Element) -> Iterator[Identifier]:
    for document in element.findall("INDIVIDUAL_DOCUMENT"):
        if number := text(document, "NUMBER"):
            written = f"{text(document, 'TYPE_OF_DOCUMENT')} {text(document, 'TYPE_OF_DOCUMENT2')}".lower()
            kind = next((kind for part, kind in _DOCUMENT_KINDS if part in written), "document")
            yield Identifier(kind, number)
