"""What became of licences in force, by hand; and what of it is for everybody."""

from dataclasses import replace
from datetime import date

from exeat.domain.statistics import MeasureRecord, Period, compute, for_everybody

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
REVOKED = MeasureRecord(
    reference="C-1",
    how="revoke",
    exporter="1",
    opened=date(2026, 3, 2),
    urgent=False,
    ended=date(2026, 4, 1),
    outcome="revoke_licence",
    grounds=("misuse", "condition-breached"),
    days=22,
    late=True,
)
URGENT = replace(
    REVOKED, reference="C-2", how="suspend", exporter="2", urgent=True, ended=None, outcome="", grounds=(), days=None,
    late=False,
)  # fmt: skip
GIVEN_UP = replace(
    REVOKED, reference="C-3", how="surrender", opened=date(2025, 12, 30), outcome="acknowledge_surrender", grounds=(),
    days=4, late=False,
)  # fmt: skip
KINDS = ("surrender", "suspend", "revoke")


def computed(*measures):
    return compute((), (), YEAR, group_of={}, measures=measures, measure_kinds=KINDS)


def test_each_counts_by_its_kind_and_its_outcome():
    table = computed(REVOKED, URGENT, GIVEN_UP).tables["measures"]
    said = {row.key: {c.name: x.number for c, x in zip(table.columns, row.cells, strict=True)} for row in table.rows}
    nothing = dict.fromkeys((c.name for c in table.columns), 0) | {"median_days": None, "ninth_decile_days": None}
    assert list(said) == list(KINDS)
    assert said["suspend"] == nothing | {"opened": 1, "urgent": 1}
    assert said["surrender"] == nothing | {"acknowledged": 1, "median_days": 4.0, "ninth_decile_days": 4.0}
    assert said["revoke"] == nothing | {
        "opened": 1, "revoked": 1, "late": 1, "median_days": 22.0, "ninth_decile_days": 22.0,
    }  # fmt: skip
    assert table.cell("", "opened").references == ("C-1", "C-2")


def test_what_was_taken_back_has_no_time_to_a_decision():
    table = computed(replace(GIVEN_UP, outcome="withdraw")).tables["measures"]
    assert table.cell("surrender", "withdrawn").number == 1
    assert table.cell("surrender", "median_days").number is None


def test_a_measure_counts_under_each_ground_that_it_cites_and_none_where_nothing_was_taken():
    left = replace(REVOKED, reference="C-4", outcome="leave_licence", grounds=())
    table = computed(REVOKED, left).tables["measure_grounds"]
    assert {row.key: [cell.number for cell in row.cells] for row in table.rows} == {
        "condition-breached": [1, 0],
        "misuse": [1, 0],
    }


def test_the_public_reads_neither_counts_nor_times_of_few_exporters_and_no_grounds():
    few = [replace(REVOKED, reference=f"C-{number}", exporter=str(number % 2)) for number in range(4)]
    shown = for_everybody(computed(*few), {}, least=3).tables
    assert "measure_grounds" not in shown
    for column in ("opened", "revoked", "late", "median_days", "ninth_decile_days"):
        assert shown["measures"].cell("revoke", column).number is None, column
    many = [replace(one, exporter=one.reference) for one in few]
    shown = for_everybody(computed(*many), {}, least=3).tables["measures"]
    assert (shown.cell("revoke", "revoked").number, shown.cell("revoke", "median_days").number) == (4, 22.0)
