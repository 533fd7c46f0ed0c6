"""Two sites under inspection, and the officials whose time there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from exeat.web.inspection.models import Action, Finding, Site, Visit
from exeat.web.inspection.services import findings, sites, visits
from exeat.web.inspection.services.findings import FindingGiven
from exeat.web.people.models import Official
from exeat.web.people.services import OfficialGiven, add_official
from exeat.web.policy import local_day


@dataclass
class Inspections:
    """The play of an inspection; each step an hour after the last."""

    story: Any
    works: Site
    reactor: Site
    desk: Official
    regulator: Official

    @property
    def officer(self) -> Any:
        return self.story.people.officer

    @property
    def colleague(self) -> Any:
        return self.story.people.colleague

    @property
    def nra(self) -> Any:
        return self.story.people.reviewers["nra"]

    def plan(self, site: Site | None = None, **changes: Any) -> Visit:
        """A visit of one day, in a week."""
        site = site or self.works
        own = site == self.works
        day = local_day(self.story.now) + timedelta(days=7)
        given = {
            "first": day,
            "last": day,
            "checklists": ["export-compliance"] if own else ["nuclear-safety"],
            "inspectors": [self.desk if own else self.regulator],
        }
        by = self.officer if own else self.nra
        return visits.plan(site=site, given=visits.VisitGiven(**given | changes), by=by, now=self.story.later())

    def begun(self, site: Site | None = None, **changes: Any) -> Visit:
        """The same, and its day has come."""
        visit = self.plan(site, **changes)
        self.story.later(days=7)
        return visit

    def found(self, **changes: Any) -> Finding:
        """A finding on a visit to the exporter's works."""
        given = FindingGiven(
            **{"item": "export-compliance.records", "severity": "major", "text": "Papers are missing.",
               "correction": "File them together."} | changes
        )  # fmt: skip
        return findings.find(origin=self.begun(), given=given, by=self.officer, now=self.story.later())

    def reported(self, by: Any = None) -> Action:
        """Its correction, reported by the exporter's own people."""
        action = self.found().actions.get()
        by = by or self.story.people.exporter
        return findings.report_done(action=action, done="Filed.", proof=None, by=by, now=self.story.later())


@pytest.fixture
def inspections(story: Any) -> Inspections:
    people = story.people
    works = sites.SiteGiven("Quayside works", "exporter", "authority", "high", "Cameras.", exporter=story.firm)
    reactor = sites.SiteGiven(
        "Research reactor",
        "facility",
        "nra",
        "high",
        "Fuel on the site.",
        operator="Institute",
        held_at="registry S-04",
    )
    desk = OfficialGiven("Ana Dorval", "authority", ["control-lists", "licensing"])
    regulator = OfficialGiven("Bo Lindqvist", "nra", ["inspection", "physical-protection"])
    return Inspections(
        story,
        sites.enter(given=works, by=people.officer, now=story.later()),
        sites.enter(given=reactor, by=people.reviewers["nra"], now=story.later()),
        add_official(given=desk, by=people.head, now=story.later()),
        add_official(given=regulator, by=people.head, now=story.later()),
    )
