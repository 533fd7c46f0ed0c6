"""Surrenders and measures in the statistics, from the events of their cases."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from exeat.domain.statistics import Period
from exeat.web.appeals.services import ask_review, vary_measure
from exeat.web.cases.services import deciding, ending, hearing
from exeat.web.statistics.selectors import behind, statistics_of
from exeat.web.statistics.services import catch_up

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
END = datetime(2026, 12, 30, 6, tzinfo=UTC)


def counted():
    return statistics_of(YEAR, head=catch_up(now=END)).tables


@pytest.fixture
def revoked(story):
    """A licence revoked five working days after the proceeding on it was opened."""
    people, grounds, licence = story.people, ("misuse",), story.granted()
    story.now = datetime(2026, 3, 9, 6, tzinfo=UTC)  # a Monday
    case = ending.open_proceeding(
        licence=licence, how="revoke", reasons="So.", grounds=grounds, by=people.officer, now=story.later()
    )
    hearing.answer_intended_refusal(case=case, answer="No.", by=people.exporter, now=story.later())
    outcome = {"case": case, "outcome": "revoke_licence", "reasons": "So.", "grounds": grounds}
    deciding.recommend(**outcome, by=people.officer, now=story.later())
    deciding.decide(**outcome, by=people.head, now=story.later(days=7))
    return case


def test_a_revocation_counts_with_its_time_and_ground_and_not_among_applications(revoked, story):
    tables = counted()
    assert tables["measures"].cell("revoke", "revoked").references == (revoked.reference,)
    assert tables["measures"].cell("revoke", "median_days").number == 5.0
    assert tables["measure_grounds"].cell("misuse", "revoked").number == 1
    assert tables["received"].cell("", "received").number == 1, "the application alone"
    found = behind(tables["measures"], "revoke", "revoked", story.people.head)
    assert [case.reference for case in found] == [revoked.reference]


def test_what_a_review_made_of_it_counts_instead(revoked, story):
    ask_review(case=revoked, statement="No.", by=story.people.exporter, now=story.later())
    vary_measure(
        case=revoked, outcome="suspend_licence", until=date(2026, 12, 1), reasons="Milder.", by=story.people.appeal,
        now=story.later(),
    )  # fmt: skip
    tables = counted()
    assert tables["measures"].cell("revoke", "revoked").number == 0
    assert tables["measures"].cell("revoke", "suspended").number == 1
    assert [row.key for row in tables["measure_grounds"].rows] == ["misuse"]
    assert tables["measure_grounds"].cell("misuse", "suspended").number == 1


def test_a_suspension_at_once_and_a_surrender_are_told_apart(client, story):
    people = story.people
    urgent, given_up = story.granted(), story.granted(applicant_reference="second")
    ending.suspend_at_once(licence=urgent, reason="A report.", by=people.head, now=story.later())
    asked = ending.ask_surrender(licence=given_up, reason="cancelled", by=people.exporter, now=story.later())
    ending.acknowledge_surrender(case=asked, by=people.officer, now=story.later())
    table = counted()["measures"]
    assert (table.cell("suspend", "urgent").number, table.cell("surrender", "urgent").number) == (1, 0)
    assert table.cell("surrender", "acknowledged").references == (asked.reference,)

    client.force_login(people.head)
    year = {"first": "2026-01-01", "last": "2026-12-31", "table": "measures"}
    assert "Suspended at once" in client.get(reverse("statistics"), year).content.decode()
    csv = client.get(reverse("statistics_download", args=["csv"]), year).content.decode()
    assert "measures,Surrender,Given up,1" in csv
    assert client.get(reverse("statistics_download", args=["svg"]), year).status_code == 200
