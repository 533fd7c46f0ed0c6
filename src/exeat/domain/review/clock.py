"""The statutory clock of a case, read from its events.

Nothing is stored and nothing counts nightly: the reading follows from what happened, when, and the state's calendar.
Which reasons may pause a clock, and on what legal basis, is policy (`Policy.clocks.pauses`); here a reason is a word.

**The rule.** Clocks count the working days of the state's own calendar, in its own time zone. A day takes the state in
which the day before it ended. So the day of the start is day 0 (the usual rule for periods that run from an event:
Regulation (EEC, Euratom) No 1182/71, Article 3(1)); the day on which a pause begins still counts, since the clock ran
when it began; the day on which it ends does not. A count, once reached, is never taken back by what the same day
brings, and neither midnight nor a change to summer time can lose or double a day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from exeat.domain.review.calendar import WorkingCalendar

EventKind = Literal["start", "pause", "resume", "stop", "extend"]


class ClockError(ValueError):
    """Events that no clock can have had: a second start, a resume without its pause, …"""


@dataclass(frozen=True)
class ClockEvent:
    """Something that moves the clock. `reason` names a pause and the resume that ends it; `days` extends the limit."""

    at: datetime
    kind: EventKind
    reason: str = ""
    days: int = 0


@dataclass(frozen=True)
class Pause:
    """A time in which the clock stood still for `reason`; `ended` is None while it lasts."""

    reason: str
    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True)
class ClockReading:
    """What the clock shows: working days used of the limit (extensions included).

    `due` is the last timely day. It is None before the start, and during a pause that began with days to spare: the
    day then depends on when the pause ends. `paused_by` names the reasons still open, the oldest first. A stopped
    clock keeps the due day that it had, and is `overdue` if it stopped after it.
    """

    days_used: int
    limit: int
    due: date | None
    paused_by: str | None
    overdue: bool
    running: bool
    pauses: tuple[Pause, ...]


@dataclass
class _Run:
    """The clock while its events are played."""

    limit: int
    started: datetime | None = None
    stopped: datetime | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def running(self) -> bool:
        return self.started is not None and self.stopped is None and not self.open_pauses

    @property
    def open_pauses(self) -> tuple[Pause, ...]:
        return tuple(pause for pause in self.pauses if pause.ended is None)

    def play(self, event: ClockEvent) -> None:
        if event.kind == "start":
            self._start(event)
            return
        if self.started is None or self.stopped is not None:
            raise ClockError(f"{event.kind} at {event.at.isoformat()}: the clock is not running")
        if event.kind == "pause":
            self.pauses += (Pause(event.reason, event.at),)
        elif event.kind == "resume":
            self._resume(event)
        elif event.kind == "extend":
            self._extend(event)
        else:
            self.stopped = event.at

    def _start(self, event: ClockEvent) -> None:
        if self.started is not None:
            raise ClockError(f"start at {event.at.isoformat()}: the clock was started before")
        self.started = event.at

    def _resume(self, event: ClockEvent) -> None:
        """End the oldest open pause of the event's reason; pauses for other reasons stay open."""
        for position, pause in enumerate(self.pauses):
            if pause.ended is None and pause.reason == event.reason:
                ended = Pause(pause.reason, pause.began, event.at)
                self.pauses = (*self.pauses[:position], ended, *self.pauses[position + 1 :])
                return
        raise ClockError(f"resume at {event.at.isoformat()}: no pause for {event.reason or 'this reason'} is open")

    def _extend(self, event: ClockEvent) -> None:
        if event.days < 1:
            raise ClockError(f"extend at {event.at.isoformat()}: expected one day or more, found {event.days}")
        self.limit += event.days


def read_clock(
    events: Iterable[ClockEvent], limit: int, calendar: WorkingCalendar, now: datetime, tz: ZoneInfo
) -> ClockReading:
    """Read the clock at `now`; events after `now` have not happened yet.

    `limit` is in working days; `now` and the events' times are aware. Several pauses may be open at once, also for
    one reason: the clock runs again when the last has ended.

    Events of the same moment are taken in the order in which they are given. `tz` is the state's own zone.

    Raises ClockError for naive times and for events that no clock can have had.
    """
    past = _until(events, now)
    run = _Run(limit)
    ran_at_end_of: dict[date, bool] = {}
    for event in past:
        run.play(event)
        ran_at_end_of[event.at.astimezone(tz).date()] = run.running
    if run.started is None:
        return ClockReading(0, run.limit, None, None, overdue=False, running=False, pauses=())

    first, last = run.started.astimezone(tz).date(), (run.stopped or now).astimezone(tz).date()
    counted = tuple(_counted_days(first, last, ran_at_end_of, calendar))
    due = _due(counted, run, first, last, calendar)
    return ClockReading(
        days_used=len(counted),
        limit=run.limit,
        due=due,
        paused_by=None if run.stopped else ", ".join(pause.reason for pause in run.open_pauses) or None,
        overdue=due is not None and last > due,
        running=run.running,
        pauses=run.pauses,
    )


def _until(events: Iterable[ClockEvent], now: datetime) -> Sequence[ClockEvent]:
    """The events up to `now` in universal time: times of one zone compare by the wall, which repeats in autumn."""
    events = tuple(events)
    if any(moment.tzinfo is None for moment in (now, *(event.at for event in events))):
        raise ClockError("times must carry their time zone")
    past = (event for event in events if event.at.astimezone(UTC) <= now.astimezone(UTC))
    return sorted(past, key=lambda event: event.at.astimezone(UTC))


def _counted_days(
    first: date, last: date, ran_at_end_of: dict[date, bool], calendar: WorkingCalendar
) -> Iterator[date]:
    """The working days after `first`, up to `last`, that began with the clock running."""
    running, day = ran_at_end_of[first], first
    while day < last:
        day += timedelta(days=1)
        if running and calendar.is_working(day):
            yield day
        running = ran_at_end_of.get(day, running)


def _due(counted: Sequence[date], run: _Run, first: date, last: date, calendar: WorkingCalendar) -> date | None:
    remaining = run.limit - len(counted)
    if remaining <= 0:
        return counted[run.limit - 1] if run.limit > 0 else first
    if run.open_pauses:
        return None
    return calendar.add(last, remaining)
