"""Event generators of another shape than the model: offices with seasons, rework, interruptions and absences.

Each desk is simulated event by event, first come first served by due date; the model is told nothing but the events.
"""

from __future__ import annotations

import heapq
import math
import random
from dataclasses import dataclass

from exeat.domain.workload import Officer, PastCase, Visit


@dataclass(frozen=True)
class Shape:
    """What one generated office is like; none of it reaches the model."""

    officers: int
    utilisation: float
    season: float  # swing of the rate over the year, as a share
    rework: float  # share of cases that come back once more
    burst: float  # share of applications that come in a bunch of three
    leave: int  # desk days of leave an officer takes in a year, in blocks of five
    limit: float


def generate(shape: Shape, days: int, seed: int) -> tuple[list[PastCase], list[Officer]]:
    """Cases of ``days`` desk days, closed or open at the end, and the officers with the absences they took."""
    dice = random.Random(seed)
    officers = [_officer(number, shape, days, dice) for number in range(shape.officers)]
    effort = 1.2 * (1 + shape.rework) + 0.3
    away = shape.leave / 250
    rate = shape.utilisation * shape.officers * (1 - away) / effort
    visits: dict[int, list[Visit]] = {}
    events = [(came, number, "apply", 0) for number, came in enumerate(_arrivals(rate, shape, days, dice))]
    arrivals = {number: came for came, number, _, _ in events}
    heapq.heapify(events)
    queue: list[tuple[float, int, str, float]] = []
    free = {officer.id: 0.0 for officer in officers}
    finished: dict[int, float] = {}
    while events:
        now, number, what, turn = heapq.heappop(events)
        if now > days:
            break
        if what in ("apply", "return"):
            stage = "assess" if what == "apply" or turn else "decide"
            heapq.heappush(queue, (arrivals[number] + shape.limit, number, stage, now))
        while queue and (officer := _idle(officers, free, now)) is not None:
            _, case, stage, came = heapq.heappop(queue)
            mean = 1.2 if stage == "assess" else 0.3
            work = min(8.0, dice.lognormvariate(math.log(mean) - 0.32, 0.8))
            done = _through(officer, now, work)
            free[officer.id] = done
            heapq.heappush(events, (done, case, "done", 0))
            visits.setdefault(case, []).append(Visit(stage, "licensing", came, done, officer.id, clock_ran=True))
            if stage == "decide":
                finished[case] = done
            else:
                again = dice.random() < shape.rework and len(visits[case]) == 1
                wait = dice.gammavariate(3.0, 2.0)
                heapq.heappush(events, (done + wait, case, "return", int(again)))
        upcoming = min((_back(officer, free[officer.id], now) for officer in officers), default=now)
        if queue and upcoming > now:
            heapq.heappush(events, (upcoming, -1, "wake", 0))
    cases = []
    for number, came in sorted(arrivals.items(), key=lambda item: item[1]):
        seen = list(visits.get(number, []))
        waiting = next((entry for entry in queue if entry[1] == number), None)
        if waiting is not None:
            seen.append(Visit(waiting[2], "licensing", waiting[3], None, None))
        cases.append(PastCase(f"C-{number}", "export", came, shape.limit, tuple(seen), number in finished))
    return cases, officers


def _arrivals(rate: float, shape: Shape, days: int, dice: random.Random) -> list[float]:
    found: list[float] = []
    now = 0.0
    bunch = 1 + 2 * shape.burst
    while now < days:
        now += dice.expovariate(rate * (1 + shape.season) / bunch)
        level = (1 + shape.season * math.sin(2 * math.pi * now / 250)) / (1 + shape.season)
        if dice.random() < level:
            found += [now + 0.01 * k for k in range(3 if dice.random() < shape.burst else 1)]
    return [came for came in found if came < days]


def _officer(number: int, shape: Shape, days: int, dice: random.Random) -> Officer:
    absences = []
    for year in range(math.ceil(days / 250)):
        for block in range(shape.leave // 5):
            width = 250 / max(1, shape.leave // 5)
            begins = year * 250 + block * width + dice.random() * (width - 6)
            absences.append((begins, begins + 5))
    return Officer(f"o{number}", frozenset({"licensing"}), tuple(absences))


def _away(officer: Officer, now: float) -> tuple[float, float] | None:
    return next((span for span in officer.absences if span[0] <= now < span[1]), None)


def _idle(officers: list[Officer], free: dict[str, float], now: float) -> Officer | None:
    return next((o for o in officers if free[o.id] <= now and _away(o, now) is None), None)


def _back(officer: Officer, free: float, now: float) -> float:
    when = max(free, now)
    span = _away(officer, when)
    return span[1] if span else when


def _through(officer: Officer, begins: float, work: float) -> float:
    done = begins + work
    for first, back in officer.absences:
        if begins < first < done:
            done += back - first
    return done
