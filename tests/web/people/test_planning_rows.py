"""What planning reads of officials, agencies and capabilities."""

from datetime import date

import pytest

from exeat.web.capabilities.models import Capability
from exeat.web.capabilities.selectors import capabilities_for_planning
from exeat.web.people.models import Leave, Official
from exeat.web.people.selectors import agencies_for_planning, officials_for_planning

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 2), date(2026, 8, 28)


def test_leave_is_cut_to_the_horizon_and_tags_hold_skills_languages_and_rank():
    official = Official.objects.create(
        name="Ana Dorval", agency="mfa", skills=["licensing"], languages=["french"], rank="director", max_days_away=8
    )
    Leave.objects.create(official=official, first=date(2026, 2, 20), last=date(2026, 3, 3))
    Leave.objects.create(official=official, first=date(2027, 1, 4), last=date(2027, 1, 8))
    Official.objects.create(name="Left Long Ago", agency="mfa", skills=["licensing"], active=False)
    assert officials_for_planning(FIRST, LAST) == [
        {
            "id": str(official.pk),
            "agency": "mfa",
            "name": "Ana Dorval",
            "skills": ["director", "french", "licensing"],
            "leave": [["2026-03-02", "2026-03-03"]],
            "max_days_away": 8,
        }
    ]


def test_agencies_are_those_with_officials_and_those_that_lead():
    Official.objects.create(name="Ana Dorval", agency="mfa", skills=["licensing"])
    assert [agency["id"] for agency in agencies_for_planning({"nra"})] == ["mfa", "nra"]
    assert agencies_for_planning()[0]["travel_budget"] == "6000.00"


def test_a_capability_is_planned_with_by_its_gap():
    Capability.objects.create(id="forensics", title="Forensics", weight=3, planned=4, implemented=1, agency="nra")
    assert capabilities_for_planning() == [{"id": "forensics", "state": "home", "weight": 3, "gap": 60}]
