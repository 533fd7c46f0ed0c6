"""What a period's tables count, by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from exeat.domain.statistics import Asked, CaseRecord, GoodsLine, Period, Return, Shipment, StatisticsError, compute
from exeat.domain.statistics.table import ninth_decile

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
LINE = GoodsLine("3X001", Decimal(4), "item", Decimal("20000.00"))
GRANTED = CaseRecord(
    reference="C-1",
    kind="export",
    exporter="1",
    destination="AE",
    received=date(2026, 3, 2),
    registered=date(2026, 3, 3),
    ended=date(2026, 4, 1),
    outcome="grant",
    days=18,
    late=False,
    grounds=(),
    lines=(LINE, GoodsLine("", Decimal(1), "item", Decimal("5000.00"))),
    asked=(Asked("mfa", date(2026, 3, 5), date(2026, 3, 12), 5, False, "no_objection", False),),
    returns=(),
    stays=(),
)
REFUSED = replace(
    GRANTED,
    reference="C-2",
    exporter="2",
    outcome="refuse",
    late=True,
    days=40,
    grounds=("wmd-risk", "diversion-risk"),
    lines=(replace(LINE, quantity=Decimal(2), value=Decimal("9000.00")),),
    asked=(),
)


def computed(*cases, shipments=(), period=YEAR):
    return compute(cases, shipments, period, group_of={"categories": {"3X001": "3"}}, kinds=["export", "transit"])


def test_a_grant_and_a_refusal_count_with_their_licensable_values():
    kinds = computed(GRANTED, REFUSED).tables["kinds"]
    numbers = [cell.number for cell in kinds.rows[0].cells]
    assert numbers == [1, 1, 0, 0, 0, Decimal("20000.00"), Decimal("9000.00")]
    assert kinds.cell("", "granted").references == ("C-1",)


def test_a_kind_without_cases_keeps_its_row():
    assert [row.key for row in computed(GRANTED).tables["kinds"].rows] == ["export", "transit"]


def test_goods_outside_the_lists_count_only_where_nothing_is_listed():
    unlisted = replace(REFUSED, lines=(GoodsLine("", Decimal(1), "item", Decimal("7.00")),))
    entries = computed(GRANTED, unlisted).tables["entries"]
    assert {row.key: [cell.number for cell in row.cells] for row in entries.rows} == {
        "3X001": [1, 0, Decimal("20000.00"), Decimal(0)],
        "not_listed": [0, 1, Decimal(0), Decimal("7.00")],
    }


def test_entries_add_up_to_their_groups():
    tables = computed(GRANTED, REFUSED).tables
    assert [cell.number for cell in tables["categories"].rows[0].cells] == [
        1,
        1,
        Decimal("20000.00"),
        Decimal("9000.00"),
    ]
    assert tables["categories"].total == tables["entries"].total


def test_quantities_are_by_entry_and_unit():
    quantities = computed(GRANTED, REFUSED).tables["quantities"]
    assert [(row.key, *(cell.number for cell in row.cells)) for row in quantities.rows] == [("3X001 item", 4, 2)]


def test_a_refusal_on_two_grounds_counts_under_both():
    assert {row.key: row.cells[0].number for row in computed(REFUSED).tables["grounds"].rows} == {
        "diversion-risk": 1,
        "wmd-risk": 1,
    }


def test_times_are_of_decided_cases():
    withdrawn = replace(GRANTED, reference="C-3", outcome="withdraw", days=99)
    times = computed(GRANTED, REFUSED, withdrawn).tables["times"]
    assert [cell.number for cell in times.total.cells] == [2, 1, 29.0, 40.0]


@pytest.mark.parametrize(("numbers", "expected"), [([7], 7), (range(1, 11), 9), (range(1, 12), 10), ([1, 9], 9)])
def test_nine_in_ten_stay_at_or_below_the_ninth_decile(numbers, expected):
    assert ninth_decile(list(numbers)) == expected


def test_only_what_ended_in_the_period_counts():
    later = replace(GRANTED, ended=date(2027, 1, 1))
    tables = computed(later).tables
    assert tables["kinds"].cell("", "granted").number == 0
    assert tables["received"].cell("export", "received").number == 1


def test_an_agency_is_counted_by_what_it_was_asked():
    silent = replace(REFUSED, asked=(Asked("mfa", date(2026, 3, 5), None, None, True, "", True),))
    agency = computed(GRANTED, silent).tables["agencies"]
    found = {column.name: agency.cell("mfa", column.name).number for column in agency.columns}
    assert (found["asked"], found["answered"], found["no_objection"], found["silent"], found["late"]) == (2, 1, 1, 1, 1)
    assert found["median_days"] == 5.0


def test_a_case_returned_twice_for_one_gap_counts_once():
    back = (Return(date(2026, 2, 1), ("Name the end user",)), Return(date(2026, 2, 9), ("Name the end user",)))
    gaps = computed(replace(GRANTED, returns=back)).tables["gaps"]
    assert [(row.key, row.cells[0].number) for row in gaps.rows] == [("Name the end user", 1)]


def test_a_shipment_taken_back_takes_back_its_value():
    left = Shipment("XA-1", "1", "AE", "3X001", date(2026, 5, 1), Decimal(3), "item", Decimal("15000.00"))
    back = replace(left, quantity=Decimal(-1), value=Decimal("-5000.00"))
    tables = computed(shipments=(left, back)).tables
    assert tables["shipped_to"].cell("AE", "value").number == Decimal("10000.00")
    assert tables["shipped_goods"].cell("3X001 item", "quantity").number == 2


def test_a_period_does_not_end_before_it_begins():
    with pytest.raises(StatisticsError, match="before it begins"):
        Period(date(2026, 2, 1), date(2026, 1, 1))
