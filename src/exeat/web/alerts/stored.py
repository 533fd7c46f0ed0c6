"""The parties that Exeat holds, each once, with every place where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from exeat.domain.review.actions import IN_REVIEW
from exeat.domain.screening import Party
from exeat.web.cases.asked import asked_party
from exeat.web.cases.models import CaseParty
from exeat.web.licences.models import Licence
from exeat.web.registers.models import Exporter, ForeignRecord

LIVE = ("active", "suspended")
ROWS = 2000  # read at a time


@dataclass
class Places:
    """Where a party stands: parties of open cases, and keys of cases, live licences, exporters, foreign records."""

    parties: list[CaseParty] = field(default_factory=list)
    licences: set[int] = field(default_factory=set)
    exporters: set[int] = field(default_factory=set)
    foreign_records: set[int] = field(default_factory=set)

    @property
    def cases(self) -> set[int]:
        """The open cases of which it is a party."""
        return {party.case_id for party in self.parties}


def stored_parties(screened_until: datetime) -> dict[Party, Places]:
    """Exporters, parties of open cases and live licences, and those of foreign records.

    A case that was screened after that moment knows the newer list already. Drafts and returned applications are
    screened when they are submitted. A fixed number of queries.
    """
    found: dict[Party, Places] = defaultdict(Places)
    for exporter in Exporter.objects.iterator(ROWS):
        found[asked_party(exporter.name, "organisation", exporter.country)].exporters.add(exporter.pk)
    of_cases = CaseParty.objects.filter(case__state__in=IN_REVIEW, case__screened_at__lte=screened_until)
    for party in of_cases.order_by("pk").iterator(ROWS):
        found[asked_party(party.name, party.type, party.country)].parties.append(party)
    for party, licence in _of_licences():
        found[party].licences.add(licence)
    for record in ForeignRecord.objects.iterator(ROWS):
        for party in _of_record(record.content):
            found[party].foreign_records.add(record.pk)
    return dict(found)


def _of_licences() -> Iterator[tuple[Party, int]]:
    """A licence's parties are those of its case; one that was loaded from paper has only what is printed on it."""
    of_cases = CaseParty.objects.filter(case__licences__state__in=LIVE)
    for *party, licence in of_cases.values_list("name", "type", "country", "case__licences").iterator(ROWS):
        yield asked_party(*party), licence
    for licence in Licence.objects.filter(state__in=LIVE, case=None).select_related("exporter").iterator(ROWS):
        yield asked_party(licence.exporter.name, "organisation", licence.exporter.country), licence.pk
        for party in licence.content.get("parties", []):
            yield asked_party(party["name"], "unknown", party.get("country", "")), licence.pk


def _of_record(content: Mapping[str, Any]) -> Iterator[Party]:
    """The parties of another authority's case, as far as its export has the form of ours."""
    parties = content["case"].get("parties")
    for party in parties if isinstance(parties, list) else ():
        try:
            yield asked_party(str(party["name"]), str(party.get("type", "unknown")), str(party.get("country", "")))
        except (AttributeError, KeyError, TypeError, ValueError):
            continue  # no party, or none that a name can be screened for: the record stays readable as it came
