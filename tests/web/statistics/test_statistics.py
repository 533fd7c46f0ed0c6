"""Statistics from events: what they count, where figures lead, and that a published report never changes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from exeat.domain.statistics import Period
from exeat.web.audit.models import Event
from exeat.web.cases.services import applying, intake
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.services.customs import Declaration, record_shipment
from exeat.web.statistics.models import CaseReading, Report
from exeat.web.statistics.selectors import behind, statistics_of
from exeat.web.statistics.services import catch_up, publish
from exeat.web.statistics.showing import Shown, ShownRow

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
APRIL = datetime(2026, 4, 2, 6, tzinfo=UTC)
ASKED = {"first": "2026-03-01", "last": "2026-03-31"}


def march(now=APRIL):
    return statistics_of(MARCH, head=catch_up(now=now)).tables


@pytest.fixture
def granted(story):
    return story.granted()


def test_a_grant_counts_with_its_goods_and_the_agencies_asked(granted):
    tables = march()
    assert tables["kinds"].cell("export", "granted").references == (granted.case.reference,)
    assert tables["destinations"].cell("AE", "value_granted").number == 22000  # EUR 20,000 at the policy's rate
    assert tables["entries"].cell("3X001", "granted").number == 1
    assert tables["categories"].cell("category-3", "granted").number == 1
    assert tables["agencies"].cell("mfa", "no_objection").number == 1


def test_a_reading_is_made_anew_when_the_case_goes_on(story):
    case = story.registered()
    assert march()["kinds"].cell("export", "withdrawn").number == 0
    applying.withdraw(case=case, reason="sold elsewhere", by=story.people.exporter, now=story.later())
    assert march()["kinds"].cell("export", "withdrawn").number == 1


def test_readings_rest_on_events_alone_and_may_be_deleted(granted):
    before = march()
    CaseReading.objects.all().delete()
    statistics_of.cache_clear()
    assert march() == before


def test_what_was_returned_counts_by_what_it_lacked(story):
    case = story.submitted()
    intake.return_for_completion(case=case, message="Please sign", by=story.people.officer, now=story.later())
    tables = march()
    assert tables["received"].cell("export", "returned").number == 1
    assert tables["gaps"].cell("other", "returned").references == (case.reference,)


def test_where_a_case_waited_is_told_in_working_days(story):
    case = story.registered()
    story.later(days=7)  # from Monday to Monday: five working days
    applying.withdraw(case=case, reason="sold", by=story.people.exporter, now=story.later())
    waits = march()["waits"]
    assert waits.cell("assessment", "median_days").number == 5.0
    assert waits.cell("intake", "median_days").number == 0.0


def test_shipments_count_as_actual_exports(granted, story):
    line = granted.lines.get()
    record_shipment(
        line=line,
        quantity=Decimal(3),
        unit=line.unit,
        value=Decimal("15000.00"),
        currency=line.currency,
        declaration=Declaration("D-1", date(2026, 3, 2), "Harbour"),
        by=story.people.customs,
        now=story.later(),
    )
    tables = march()
    assert tables["shipped_goods"].cell("3X001 item", "quantity").number == 3
    found = behind(tables["shipped_to"], "AE", "entries", story.people.head)
    assert [licence.number for licence in found] == [granted.number]


def test_a_figure_leads_to_its_cases(client, granted, story):
    client.force_login(story.people.head)
    page = client.get(reverse("statistics"), ASKED)
    link = f"{reverse('statistics_behind', args=['kinds'])}?first=2026-03-01&amp;last=2026-03-31&amp;row=export"
    assert link in page.content.decode()
    address = reverse("statistics_behind", args=["kinds"])
    cases = client.get(address, {**ASKED, "row": "export", "column": "granted"})
    assert [case.reference for case in cases.context["page"]] == [granted.case.reference]
    assert client.get(address, {**ASKED, "row": "export", "column": "nothing"}).status_code == 404


def test_rows_that_count_nothing_are_named_below_the_table_and_withheld_ones_are_not(client, granted, story):
    client.force_login(story.people.head)
    kinds = next(one for one in client.get(reverse("statistics"), ASKED).context["tables"] if one.name == "kinds")
    assert [row.key for row in kinds.filled] == ["export"]
    assert "transit" in [row.key for row in kinds.empty]
    withheld = ShownRow("export", "Export", (Shown("granted", "Granted", "count", None, leads=False),))
    assert not withheld.empty


@pytest.mark.parametrize("form", ["xlsx", "csv", "pdf", "svg"])
def test_tables_are_given_as_files(client, granted, story, form):
    client.force_login(story.people.auditor)
    answer = client.get(reverse("statistics_download", args=[form]), {**ASKED, "table": "kinds"})
    assert answer.status_code == 200
    if form == "xlsx":
        sheet = load_workbook(BytesIO(answer.content))["kinds"]
        assert [cell.value for cell in sheet[3]][:2] == ["Individual export", 1]
    elif form == "csv":
        assert "kinds,Individual export,Granted,1" in answer.content.decode()


def test_the_public_learns_nothing_of_a_single_exporter(client, granted, story):
    report = publish(title="March", period=MARCH, by=story.people.head, now=APRIL)
    page = client.get(reverse("statistics_report", args=[report.pk])).content.decode()
    assert granted.case.reference not in page
    assert granted.case.reference not in str(report.public)
    assert "22000" not in str(report.public)
    assert client.get(reverse("statistics_whole", args=[report.pk])).status_code == 302


def test_a_report_keeps_its_figures(client, granted, story):
    report = publish(title="March", period=MARCH, by=story.people.head, now=APRIL)
    late = applying.withdraw(
        case=story.registered(), reason="sold", by=story.people.exporter, now=APRIL - timedelta(days=3)
    )
    report.refresh_from_db()
    assert late.reference not in str(report.content)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(title="Another")
    assert Event.objects.get(subject=report.subject).rows[f"statistics.report:{report.pk}"]["sha256"] == report.sha256
    client.force_login(story.people.head)
    asked = {"report": report.pk, "row": "export", "column": "granted"}
    cases = client.get(reverse("statistics_behind", args=["kinds"]), asked)
    assert [case.reference for case in cases.context["page"]] == [granted.case.reference]


def test_only_the_head_publishes_and_only_what_has_ended(people):
    with pytest.raises(NotPermitted):
        publish(title="March", period=MARCH, by=people.officer, now=APRIL)
    with pytest.raises(Invalid):
        publish(title="March", period=MARCH, by=people.head, now=APRIL - timedelta(days=10))


def test_the_page_asks_as_many_queries_for_ten_cases_as_for_one(client, story, django_assert_max_num_queries):
    client.force_login(story.people.head)
    for _number in range(5):
        story.registered()
    catch_up(now=APRIL)
    with django_assert_max_num_queries(25):
        client.get(reverse("statistics"), ASKED)


def test_statistics_are_for_the_authority(client, people):
    client.force_login(people.exporter)
    assert client.get(reverse("statistics")).status_code == 403
    client.logout()
    assert client.get(reverse("statistics_reports")).status_code == 200
