"""The US Treasury's lists in its plain XML: SDN.XML and CONSOLIDATED.XML, root ``sdnList``.

Schema: https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML, described in the SDN data
specification. Ids and names are written as in CSV ("LAST, First"), so that either format is a version of the same list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from lxml import etree

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
from exeat.domain.screening.importers.ofac_terms import TYPES, Source, born, identifier
from exeat.domain.screening.importers.xmltree import count, line, required, root, text, texts
from exeat.domain.screening.model import ListedParty


def read(source: Source, files: Sequence[Path], accept_orphans: bool) -> Imported:
    """The entries of one file. Each holds its aliases and addresses, so that there can be no orphans.

    Raises ImportRefused for XML that is cut off or malformed, when an entry or alias was not read, and when the file
    announces another number of entries than it holds.
    """
    path = only_file(files, "the list in XML")
    top = root(path, "sdnList")
    entries = top.findall("sdnEntry")
    countries = Countries()
    parties = tuple(_party(path, source, entry, countries) for entry in entries)
    aliases = sum(len(entry.findall("akaList/aka")) for entry in entries)
    published, announced = _publication(path, top)
    counts = (
        Count("entries", count(path, "sdnEntry"), len(parties)),
        Count("announced entries", announced, len(parties)),
        Count("aliases", count(path, "aka"), aliases),
    )
    check_counts(path, counts)
    check_unique(path, parties)
    return Imported(
        source.list_id,
        parties,
        counts,
        sources=fingerprints(files),
        list_date=published,
        unknown_countries=dict(countries.unknown),
    )


def _publication(path: Path, top: etree._Element) -> tuple[date, int]:
    """The date of the list and the number of entries that it announces."""
    about = top.find("publshInformation")  # so spelt by the publisher
    if about is None:
        raise ImportRefused(path, line(top), "<publshInformation> is missing; expected the list as OFAC publishes it")
    stamp, number = required(path, about, "Publish_Date"), required(path, about, "Record_Count")
    try:
        return datetime.strptime(stamp, "%m/%d/%Y").date(), int(number)  # noqa: DTZ007 - a day, no moment
    except ValueError as error:
        raise ImportRefused(
            path, line(about), f'published "{stamp}" with "{number}" records, expected MM/DD/YYYY and a number'
        ) from error


def _party(path: Path, source: Source, entry: etree._Element, countries: Countries) -> ListedParty:
    aliases = [(_name(alias), text(alias, "category").lower() == "weak") for alias in entry.iterfind("akaList/aka")]
    if not (name := _name(entry)):
        raise ImportRefused(path, line(entry), "<sdnEntry> without a name")
    states = ("nationalityList/nationality/country", "citizenshipList/citizenship/country", "vesselInfo/vesselFlag")
    return ListedParty(
        id=f"{source.prefix}-{required(path, entry, 'uid')}",
        list=source.list_id,
        type=TYPES.get(required(path, entry, "sdnType").lower(), "unknown"),
        names=unique([name, *(alias for alias, weak in aliases if not weak)]),
        weak_names=unique(alias for alias, weak in aliases if weak),
        born=unique(
            day for written in texts(entry, "dateOfBirthList/dateOfBirthItem/dateOfBirth") for day in born(written)
        ),
        countries=countries.codes(
            state for where in (*states, "addressList/address/country") for state in texts(entry, where)
        ),
        identifiers=tuple(dict.fromkeys(one for note in _numbers(entry) if (one := identifier(note)))),
        programmes=unique(texts(entry, "programList/program")),
    )


def _name(element: etree._Element) -> str:
    return ", ".join(part for tag in ("lastName", "firstName") if (part := text(element, tag)))


def _numbers(entry: etree._Element) -> Iterator[str]:
    """Type and number together, as the remarks in CSV word them."""
    for number in entry.iterfind("idList/id"):
        yield f"{text(number, 'idType')} {text(number, 'idNumber')}"
