from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.review import ClockError, ClockEvent, ClockReading, WorkingCalendar, read_clock

TALLINN = ZoneInfo("Europe/Tallinn")  # UTC+2, in summer UTC+3 from 28 March to 31 October 2027
WEEK = WorkingCalendar(frozenset({6, 7}), frozenset({date(2027, 3, 26)}))


def at(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=TALLINN)


def read(events: list[ClockEvent], now: datetime, limit: int = 10) -> ClockReading:
    return read_clock(events, limit, WEEK, now, TALLINN)


START = ClockEvent(at(3, 1, 9), "start")  # a Monday


@pytest.mark.parametrize(
    ("now", "used"),
    [
        (at(3, 1, 9), 0),
        (at(3, 1, 23, 59), 0),
        (at(3, 2, 0), 1),
        (at(3, 5, 18), 4),  # Friday
        (at(3, 7, 18), 4),  # Sunday
        (at(3, 8, 0), 5),
    ],
)
def test_the_day_of_the_start_is_day_zero(now: datetime, used: int) -> None:
    assert read([START], now).days_used == used


def test_the_clock_falls_due_on_its_last_working_day() -> None:
    reading = read([START], at(3, 2))
    assert reading.due == date(2027, 3, 15)
    assert not read([START], at(3, 15, 23, 59)).overdue
    assert read([START], at(3, 16, 0)).overdue


def test_a_holiday_moves_the_due_day() -> None:
    assert read([START], at(3, 2), limit=19).due == date(2027, 3, 29)


@pytest.mark.parametrize(
    ("paused", "resumed", "used_on_the_12th"),
    [
        (at(3, 3, 15), at(3, 3, 16), 9),  # within a day: that day began running
        (at(3, 3, 15), at(3, 4, 9), 8),  # the day on which it ends is lost
        (at(3, 3, 15), at(3, 9, 9), 5),
        (at(3, 3, 0), at(3, 4, 0), 8),  # midnight belongs to the day that it begins
        (at(3, 5, 15), at(3, 7, 9), 9),  # over a weekend
        (at(3, 1, 10), at(3, 2, 9), 8),
    ],
)
def test_a_pause_costs_the_days_that_it_covers(paused: datetime, resumed: datetime, used_on_the_12th: int) -> None:
    events = [START, ClockEvent(paused, "pause", "question"), ClockEvent(resumed, "resume", "question")]
    assert read(events, at(3, 12)).days_used == used_on_the_12th


def test_a_standing_clock_says_why_and_promises_no_date() -> None:
    reading = read([START, ClockEvent(at(3, 3), "pause", "question")], at(3, 20))
    assert (reading.days_used, reading.due, reading.paused_by, reading.running) == (2, None, "question", False)
    assert reading.pauses[0].ended is None


def test_overlapping_pauses_hold_the_clock_until_the_last_ends() -> None:
    events = [
        START,
        ClockEvent(at(3, 2), "pause", "question"),
        ClockEvent(at(3, 3), "pause", "consultation"),
        ClockEvent(at(3, 4), "resume", "question"),
        ClockEvent(at(3, 8), "resume", "consultation"),
    ]
    assert read(events, at(3, 3, 18)).paused_by == "question, consultation"
    assert read(events, at(3, 5)).paused_by == "consultation"
    assert read(events, at(3, 9)).days_used == 2
    assert [pause.reason for pause in read(events, at(3, 9)).pauses] == ["question", "consultation"]


def test_two_questions_need_two_answers() -> None:
    events = [
        START,
        ClockEvent(at(3, 2), "pause", "question"),
        ClockEvent(at(3, 2, 14), "pause", "question"),
        ClockEvent(at(3, 4), "resume", "question"),
    ]
    assert not read(events, at(3, 5)).running


def test_a_clock_that_ran_out_stays_overdue_while_it_stands() -> None:
    reading = read([START, ClockEvent(at(3, 17), "pause", "question")], at(3, 30))
    assert (reading.due, reading.overdue) == (date(2027, 3, 15), True)


def test_a_stopped_clock_stands_for_good() -> None:
    events = [START, ClockEvent(at(3, 15, 17), "stop")]
    reading = read(events, at(6, 1))
    assert (reading.days_used, reading.due, reading.overdue, reading.running) == (10, date(2027, 3, 15), False, False)
    assert read([START, ClockEvent(at(3, 16, 9), "stop")], at(6, 1)).overdue


def test_an_extension_lengthens_the_limit_from_the_day_it_is_made() -> None:
    events = [START, ClockEvent(at(3, 10), "extend", days=5)]
    assert read(events, at(3, 9)).due == date(2027, 3, 15)
    extended = read(events, at(3, 10))
    assert (extended.limit, extended.due) == (15, date(2027, 3, 22))


@pytest.mark.parametrize(
    ("started", "day_zero"),
    [
        # 22:30 UTC is past midnight in Tallinn; on 27 March still in winter time, on 28 March in summer time
        (datetime(2027, 3, 24, 21, 30, tzinfo=UTC), date(2027, 3, 24)),
        (datetime(2027, 3, 24, 22, 30, tzinfo=UTC), date(2027, 3, 25)),
        (datetime(2027, 3, 29, 20, 30, tzinfo=UTC), date(2027, 3, 29)),
        (datetime(2027, 3, 29, 21, 30, tzinfo=UTC), date(2027, 3, 30)),
        (datetime(2027, 10, 31, 21, 30, tzinfo=UTC), date(2027, 10, 31)),
        (datetime(2027, 10, 31, 22, 30, tzinfo=UTC), date(2027, 11, 1)),
    ],
)
def test_days_begin_at_the_states_own_midnight(started: datetime, day_zero: date) -> None:
    reading = read([ClockEvent(started, "start")], started, limit=3)
    assert reading.due == WEEK.add(day_zero, 3)


def test_changing_to_summer_time_neither_loses_nor_doubles_a_day() -> None:
    start = ClockEvent(at(3, 25, 12), "start")  # Thursday; Friday is a holiday, clocks change on Sunday
    assert [read([start], at(3, day, 0, 30)).days_used for day in (26, 27, 28, 29, 30)] == [0, 0, 0, 1, 2]


def test_two_pauses_an_extension_a_holiday_and_summer_time_reckoned_by_hand() -> None:
    events = [
        START,
        ClockEvent(at(3, 3, 15), "pause", "question"),
        ClockEvent(at(3, 9, 9), "resume", "question"),
        ClockEvent(at(3, 15, 10), "pause", "consultation"),
        ClockEvent(at(3, 17, 16), "resume", "consultation"),
        ClockEvent(at(3, 22, 11), "extend", days=5),
    ]
    # March 2, 3: 2; paused until the 9th, which is lost; 10-12: 5, 15: 6; 16 and 17 are lost; 18, 19: 8, 22-25: 12;
    # the 26th is a holiday, clocks change on the 28th; 29-31: 15, April 1, 2: 17, 5-7: 20.
    assert [read(events, at(3, day), limit=15).days_used for day in (9, 12, 17, 25, 28, 29)] == [2, 5, 6, 12, 12, 13]
    reading = read(events, at(3, 28), limit=15)
    assert (reading.limit, reading.due) == (20, date(2027, 4, 7))
    assert not read(events, at(4, 7, 23, 59), limit=15).overdue
    assert read(events, at(4, 8, 0), limit=15).overdue


def test_the_hour_that_autumn_repeats_keeps_its_order() -> None:
    first = datetime(2027, 10, 31, 3, 50, tzinfo=TALLINN)  # still summer time
    second = datetime(2027, 10, 31, 3, 10, tzinfo=TALLINN, fold=1)  # 20 minutes later
    pause, resume = ClockEvent(first, "pause", "question"), ClockEvent(second, "resume", "question")
    assert read([START, resume, pause], at(11, 1)).pauses[0].ended == second


def test_nothing_runs_before_the_start() -> None:
    reading = read([START], at(2, 28))
    assert (reading.days_used, reading.due, reading.running) == (0, None, False)


@pytest.mark.parametrize(
    ("events", "fault"),
    [
        ([ClockEvent(at(3, 1), "pause", "question")], "not running"),
        ([START, ClockEvent(at(3, 2), "start")], "started before"),
        ([START, ClockEvent(at(3, 2), "resume", "question")], "no pause for question"),
        ([START, ClockEvent(at(3, 2), "extend")], "one day or more"),
        ([START, ClockEvent(at(3, 2), "stop"), ClockEvent(at(3, 3), "pause")], "not running"),
        ([ClockEvent(datetime(2027, 3, 1), "start")], "time zone"),
    ],
)
def test_impossible_events_are_refused(events: list[ClockEvent], fault: str) -> None:
    with pytest.raises(ClockError, match=fault):
        read(events, at(3, 31))


@st.composite
def histories(draw: st.DrawFn) -> list[ClockEvent]:
    """A start, then pauses for up to three reasons, ended or not, an extension perhaps and a stop perhaps."""
    events = [START]
    for reason in draw(st.sets(st.sampled_from(["a", "b", "c"]))):
        began = START.at + timedelta(minutes=draw(st.integers(1, 60 * 24 * 40)))
        events.append(ClockEvent(began, "pause", reason))
        if draw(st.booleans()):
            ended = began + timedelta(minutes=draw(st.integers(1, 60 * 24 * 20)))
            events.append(ClockEvent(ended, "resume", reason))
    last = max(event.at for event in events)
    if draw(st.booleans()):
        last += timedelta(hours=draw(st.integers(1, 200)))
        events.append(ClockEvent(last, "extend", days=draw(st.integers(1, 20))))
    if draw(st.booleans()):
        events.append(ClockEvent(last + timedelta(hours=draw(st.integers(1, 400))), "stop"))
    return draw(st.permutations(events))


moments = st.integers(0, 60 * 24 * 120).map(lambda minutes: START.at + timedelta(minutes=minutes))


@given(histories(), moments, moments)
def test_the_clock_never_runs_backwards(events: list[ClockEvent], one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    assert read(events, earlier).days_used <= read(events, later).days_used


@given(histories(), moments)
def test_used_days_are_the_working_days_that_no_pause_covers(events: list[ClockEvent], now: datetime) -> None:
    reading = read(events, now)
    stop = min([event.at for event in events if event.kind == "stop"] + [now])
    counted = 0
    day = date(2027, 3, 2)
    while day <= stop.astimezone(TALLINN).date():
        covered = any(
            pause.began.astimezone(TALLINN).date() < day
            and (pause.ended is None or day <= pause.ended.astimezone(TALLINN).date())
            for pause in reading.pauses
        )
        counted += WEEK.is_working(day) and not covered
        day += timedelta(days=1)
    assert reading.days_used == counted


@given(histories(), moments)
def test_late_is_after_the_due_day_and_running_is_not_paused(events: list[ClockEvent], now: datetime) -> None:
    reading = read(events, now)
    assert not (reading.running and reading.paused_by)
    if reading.overdue:
        assert reading.due is not None and reading.days_used >= reading.limit
    elif reading.running:
        assert reading.due is not None and reading.due >= now.astimezone(TALLINN).date()
