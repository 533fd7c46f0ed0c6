"""What OFAC's formats have in common: the two lists, and how birth dates and numbers are worded in them.

Source: the SDN data specification, https://ofac.treasury.gov/specially-designated-nationals-list-sdn-list. In CSV these
words stand in the remarks of an entity, in XML in elements of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exeat.domain.screening.dates import iso_date, years
from exeat.domain.screening.model import Identifier

TYPES = {
    "individual": "person",
    "entity": "organisation",
    "vessel": "vessel",
    "aircraft": "aircraft",
    "": "organisation",  # in CSV
}

_RANGE = re.compile(r"(?:between )?(\d{4}) (?:to|and) (\d{4})", re.IGNORECASE)
_NUMBER = r"(?:alt\. )?(?P<kind>{})\.? (?P<value>[^(]*?\d[^(]*?)(?: \(.*| expires.*| issued.*)?"
_NUMBER_KINDS = {
    r"Passport": "passport",
    r"National ID No": "national_id",
    r"Identification Number(?: IMO)?": "identification",
    r"Cedula No": "national_id",
    r"D\.N\.I": "national_id",
    r"C\.U\.R\.P": "national_id",
    r"Tax ID No": "tax",
    r"R\.?F\.?C": "tax",
    r"NIT #": "tax",
    r"RUC #": "tax",
    r"Registration (?:Number|ID)": "registration",
    r"Business Registration Number": "registration",
    r"Company Number": "registration",
    r"Commercial Registry Number": "registration",
    r"Chamber of Commerce Number": "registration",
    r"Economic Register Number": "registration",
    r"Government Gazette Number": "registration",
    r"Unified Social Credit Code \(USCC\)": "registration",
    r"Legal Entity Number": "registration",
    r"Trade License No": "registration",
    r"Vessel Registration Identification IMO": "imo",
    r"MMSI": "mmsi",
    r"SWIFT/BIC": "swift",
    r"Aircraft Tail Number": "tail_number",
    r"Aircraft Manufacturer's Serial Number \(MSN\)": "aircraft_serial",
}
_NUMBERS = [(re.compile(_NUMBER.format(phrase)), kind) for phrase, kind in _NUMBER_KINDS.items()]


@dataclass(frozen=True, slots=True)
class Source:
    """Which of the two lists: its id here, and what stands before the entity number in a party's id."""

    list_id: str
    prefix: str


SDN = Source("ofac-sdn", "SDN")
CONSOLIDATED = Source("ofac-cons", "CONS")


def born(written: str) -> tuple[str, ...]:
    """The dates of birth in "01 Mar 1960", "circa 1960" or "1960 to 1962", each year of a range; else none."""
    plain = written.removeprefix("circa ")
    if spell := _RANGE.fullmatch(plain):
        return years(spell[1], spell[2])
    one = iso_date(plain)
    return (one,) if one else ()


def identifier(note: str) -> Identifier | None:
    """The number in "Passport X123456 (Malta)" and the like; None where the note is not one of a number known here."""
    for pattern, kind in _NUMBERS:
        if found := pattern.fullmatch(note):
            return Identifier(kind, found["value"].strip())
    return None
