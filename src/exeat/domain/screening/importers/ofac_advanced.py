"""The US Treasury's SDN list in its advanced XML: SDN_ADVANCED.XML, root ``Sanctions``.

Schema: https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML; notes on it:
https://home.treasury.gov/system/files/126/sdn_advanced_notes.pdf. Everything is a number that points elsewhere: types
to ``ReferenceValueSets``, countries to ``Locations``, documents to identities and programmes to profiles. It holds more
than the plain XML: names in their original script. Ids and the order of a name ("LAST, First") are those of the other
formats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lxml import etree

from exeat.domain.screening.dates import years
from exeat.domain.screening.importers.imported import (
    Count,
    Countries,
    Imported,
    ImportRefused,
    Orphan,
    check_counts,
    check_orphans,
    check_unique,
    fingerprints,
    only_file,
    partial_date,
    unique,
)
from exeat.domain.screening.importers.ofac_terms import SDN, TYPES, identifier
from exeat.domain.screening.importers.xmltree import count, line, root, text, texts
from exeat.domain.screening.model import ListedParty

_PLACES = ("Location", "Nationality Country", "Citizenship Country", "Nationality of Registration", "Vessel Flag")


def read(files: Sequence[Path], accept_orphans: bool) -> Imported:
    """The profiles of one file with the documents and programmes that point to them.

    Raises ImportRefused for XML that is cut off or malformed, when a party or a name was not read, when a number points
    nowhere, and when more than 1 % of documents or programmes belong to no profile, unless ``accept_orphans``.
    """
    path = only_file(files, "the list in advanced XML")
    file = _File(path, root(path, "Sanctions"))
    profiles = file.top.findall("DistinctParties/DistinctParty/Profile")
    orphans = (
        *file.attach("IDRegDocuments/IDRegDocument", "IdentityID", {one.get("ID") for one in _identities(profiles)}),
        *file.attach("SanctionsEntries/SanctionsEntry", "ProfileID", {one.get("ID") for one in profiles}),
    )
    if not accept_orphans:
        for kind, total in file.totals.items():
            check_orphans(path, kind, total, orphans)
    countries = Countries()
    parties = tuple(_party(file, profile, countries) for profile in profiles)
    counts = (
        Count("profiles", count(path, "Profile"), len(parties)),
        Count("names", count(path, "DocumentedName"), sum(len(list(_written(one))) for one in profiles)),
    )
    check_counts(path, counts)
    check_unique(path, parties)
    return Imported(
        SDN.list_id,
        parties,
        counts,
        sources=fingerprints(files),
        list_date=file.issued(),
        orphans=orphans,
        unknown_countries=dict(countries.unknown),
    )


@dataclass(slots=True)
class _File:
    """A parsed file and what its numbers point to."""

    path: Path
    top: etree._Element
    terms: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    places: dict[str, etree._Element] = field(default_factory=dict)
    attached: defaultdict[str, list[etree._Element]] = field(default_factory=lambda: defaultdict(list))
    totals: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for term in self.top.iterfind("ReferenceValueSets/*/*"):
            self.terms[str(term.tag), term.get("ID", "")] = term
        self.places = {place.get("ID", ""): place for place in self.top.iterfind("Locations/Location")}

    def term(self, kind: str, element: etree._Element, attribute: str) -> etree._Element:
        """The reference value that an attribute points to."""
        number = element.get(attribute, "")
        if (found := self.terms.get((kind, number))) is None:
            raise ImportRefused(self.path, line(element), f'{attribute} is "{number}", which no {kind} explains')
        return found

    def word(self, kind: str, element: etree._Element, attribute: str) -> str:
        return (self.term(kind, element, attribute).text or "").strip()

    def attach(self, path: str, attribute: str, known: set[str | None]) -> Iterator[Orphan]:
        """Keeps the elements at ``path`` by what they belong to; gives those that belong to nothing known."""
        found = self.top.findall(path)
        kind = {"IDRegDocument": "documents", "SanctionsEntry": "sanctions entries"}[path.split("/")[1]]
        self.totals[kind] = len(found)
        for element in found:
            owner = element.get(attribute)
            if owner in known:
                self.attached[f"{attribute} {owner}"].append(element)
            else:
                row = (owner or "", *texts(element, ".//*"))
                yield Orphan(self.path.name, line(element) or 0, kind, row)

    def issued(self) -> date | None:
        day = self.top.find("DateOfIssue")
        written = _day(day) if day is not None else None
        return date.fromisoformat(written) if written and len(written) == len("2026-01-31") else None


def _identities(profiles: Sequence[etree._Element]) -> Iterator[etree._Element]:
    for profile in profiles:
        yield from profile.iterfind("Identity")


def _party(file: _File, profile: etree._Element, countries: Countries) -> ListedParty:
    number = profile.get("ID", "")
    names = [(_name(file, name, profile), weak) for name, weak in _written(profile)]
    strong = unique(name for name, weak in names if not weak)
    if not strong or not number:
        raise ImportRefused(file.path, line(profile), "<Profile> without an ID or a name")
    return ListedParty(
        id=f"{SDN.prefix}-{number}",
        list=SDN.list_id,
        type=_type(file, profile),
        names=strong,
        weak_names=unique(name for name, weak in names if weak),
        born=unique(_born(file, profile)),
        countries=countries.codes(_states(file, profile)),
        identifiers=tuple(dict.fromkeys(one for note in _numbers(file, profile) if (one := identifier(note)))),
        programmes=unique(_programmes(file, number)),
    )


def _type(file: _File, profile: etree._Element) -> str:
    kind = file.term("PartySubType", profile, "PartySubTypeID")
    word = (kind.text or "").strip()
    if word == "Unknown":
        word = file.word("PartyType", kind, "PartyTypeID")
    return TYPES.get(word.lower(), "unknown")


def _written(profile: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Each name as documented, and whether its quality is low."""
    for alias in profile.iterfind("Identity/Alias"):
        weak = alias.get("LowQuality") == "true"
        yield from ((name, weak) for name in alias.iterfind("DocumentedName"))


def _name(file: _File, name: etree._Element, profile: etree._Element) -> str:
    """ "LAST, First Middle" where the parts say which is which; else the parts in their order."""
    kinds = {
        group.get("ID"): file.word("NamePartType", group, "NamePartTypeID")
        for group in profile.iterfind("Identity/NamePartGroups/MasterNamePartGroup/NamePartGroup")
    }
    parts = [(kinds.get(part.get("NamePartGroupID")), part.text or "") for part in name.iter("NamePartValue")]
    last = " ".join(part for kind, part in parts if kind == "Last Name")
    others = " ".join(part for kind, part in parts if kind != "Last Name")
    return ", ".join(part for part in (last, others) if part)


def _features(file: _File, profile: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for feature in profile.iterfind("Feature"):
        yield file.word("FeatureType", feature, "FeatureTypeID"), feature


def _states(file: _File, profile: etree._Element) -> Iterator[str]:
    for kind, feature in _features(file, profile):
        if kind not in _PLACES:
            continue
        if kind == "Vessel Flag":
            yield from texts(feature, "FeatureVersion/VersionDetail")
        for pointer in feature.iter("VersionLocation"):
            place = file.places.get(pointer.get("LocationID", ""))
            if place is None:
                raise ImportRefused(file.path, line(pointer), "a location that <Locations> does not hold")
            for country in place.iterfind("LocationCountry"):
                yield file.word("Country", country, "CountryID")


def _numbers(file: _File, profile: etree._Element) -> Iterator[str]:
    """Type and number of each document together, as the remarks in CSV word them."""
    for identity in profile.iterfind("Identity"):
        for document in file.attached[f"IdentityID {identity.get('ID')}"]:
            kind = file.word("IDRegDocType", document, "IDRegDocTypeID")
            yield f"{kind} {text(document, 'IDRegistrationNo')}"


def _programmes(file: _File, number: str) -> Iterator[str]:
    for entry in file.attached[f"ProfileID {number}"]:
        for measure in entry.iterfind("SanctionsMeasure"):
            if file.word("SanctionsType", measure, "SanctionsTypeID") == "Program":
                yield text(measure, "Comment")


def _born(file: _File, profile: etree._Element) -> Iterator[str]:
    """The birth dates: a period from its first to its last day means the day, month or year that it spans."""
    for kind, feature in _features(file, profile):
        if kind == "Birthdate":
            for period in feature.iter("DatePeriod"):
                yield from _span(period)


def _span(period: etree._Element) -> tuple[str, ...]:
    first, last = period.find("Start/From"), period.find("End/To")
    begin = _day(first) if first is not None else None
    end = _day(last) if last is not None else begin
    if begin is None or end is None:
        return ()
    if begin == end:
        return (begin,)
    if begin[:7] == end[:7]:
        return (begin[:7],)
    return years(begin[:4], end[:4])


def _day(element: etree._Element) -> str | None:
    return partial_date(*(text(element, tag) for tag in ("Year", "Month", "Day")))
