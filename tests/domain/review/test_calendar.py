from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.review import WorkingCalendar

NEW_YEAR = date(2027, 1, 1)  # a Friday
FRIDAY_SATURDAY = WorkingCalendar(frozenset({5, 6}), frozenset({date(2027, 3, 14), date(2027, 3, 15)}))

days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
calendars = st.builds(
    WorkingCalendar,
    st.frozensets(st.integers(1, 7), max_size=6),
    st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20),
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2027, 3, 11), True),  # Thursday
        (date(2027, 3, 12), False),  # Friday
        (date(2027, 3, 13), False),  # Saturday
        (date(2027, 3, 14), False),  # Sunday, holiday
        (date(2027, 3, 16), True),
    ],
)
def test_weekends_and_holidays_do_not_work(day: date, works: bool) -> None:
    assert FRIDAY_SATURDAY.is_working(day) is works


def test_the_next_working_day_of_a_working_day_is_itself() -> None:
    assert FRIDAY_SATURDAY.next_working(date(2027, 3, 11)) == date(2027, 3, 11)
    assert FRIDAY_SATURDAY.next_working(date(2027, 3, 12)) == date(2027, 3, 16)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2027, 3, 11), 0, date(2027, 3, 11)),
        (date(2027, 3, 11), 1, date(2027, 3, 16)),
        (date(2027, 3, 12), 1, date(2027, 3, 16)),
        (date(2027, 3, 11), 4, date(2027, 3, 21)),
    ],
)
def test_days_are_added_from_day_zero(start: date, n: int, end: date) -> None:
    assert FRIDAY_SATURDAY.add(start, n) == end


def test_nothing_is_added_backwards() -> None:
    with pytest.raises(ValueError, match="-1 working days"):
        FRIDAY_SATURDAY.add(NEW_YEAR, -1)


@pytest.mark.parametrize("weekend", [{0}, {8}, set(range(1, 8))])
def test_a_calendar_needs_a_working_weekday(weekend: set[int]) -> None:
    with pytest.raises(ValueError, match="weekend"):
        WorkingCalendar(frozenset(weekend))


@given(calendars, days, st.integers(1, 60))
def test_counting_undoes_adding(calendar: WorkingCalendar, day: date, n: int) -> None:
    end = calendar.add(day, n)
    assert calendar.is_working(end)
    assert calendar.count(day, end) == n
    assert calendar.count(day, end - timedelta(days=1)) == n - 1


@given(calendars, days, st.integers(-30, 60))
def test_a_day_is_counted_once_however_the_time_is_split(calendar: WorkingCalendar, day: date, span: int) -> None:
    end = day + timedelta(days=span)
    assert calendar.count(day, end) >= 0
    middle = day + timedelta(days=max(0, span) // 2)
    assert calendar.count(day, middle) + calendar.count(middle, end) == calendar.count(day, end)
