"""Public problems stated as programs for the planner's core: what is chosen, and what limits the choice.

Each reader gives (name, program, known value); the value is the best known, or a proven bound for people.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from exeat.domain.planning.model.program import Program

Problem = tuple[str, Program, float]
KNOWN_MMKP = {"I01": 173, "I02": 364, "I03": 1602, "I04": 3597, "I05": 3905.7, "I06": 4799.3, "I07": 24587}


def knapsacks(folder: Path) -> Iterator[Problem]:
    """Offers under several budgets (Chu & Beasley 1998): 90 of 100 items and 5, 10, or 30 constraints."""
    best = dict(re.findall(r"^(\d+\.100-\d\d)\s+(\d+)\s*$", (folder / "best-feasible-slns.txt").read_text(), re.M)[:90])
    for constraints, file in ((5, "mknapcb1.txt"), (10, "mknapcb4.txt"), (30, "mknapcb7.txt")):
        numbers = map(float, (folder / file).read_text().split())
        for at in range(int(next(numbers))):
            items, rows, _ = (int(next(numbers)) for _ in range(3))
            program = Program()
            for item in range(items):
                program.cost[program.column(whole=True, about=str(item))] = next(numbers)
            weights = [[next(numbers) for _ in range(items)] for _ in range(rows)]
            for row in weights:
                program.row(dict(enumerate(row)), high=next(numbers))
            name = f"{constraints}.100-{at:02}"
            yield name, program, float(best[name])


def choices(folder: Path) -> Iterator[Problem]:
    """One option of each activity, a session and a payer, under several budgets (Khan 1998)."""
    for name, known in KNOWN_MMKP.items():
        numbers = map(float, (folder / name).read_text().split())
        activities, options, goods = (int(next(numbers)) for _ in range(3))
        program = Program()
        budgets = [next(numbers) for _ in range(goods)]
        uses: list[dict[int, float]] = [{} for _ in budgets]
        for activity in range(activities):
            assert int(next(numbers)) == activity + 1, f"{name}: activity {activity + 1} is not where it should be"
            columns = [program.column(whole=True, about=str(activity)) for _ in range(options)]
            for column in columns:
                program.cost[column] = next(numbers)
                for use in uses:
                    use[column] = next(numbers)
            program.row(dict.fromkeys(columns, 1), low=1, high=1)
        for use, budget in zip(uses, budgets, strict=True):
            program.row(use, high=budget)
        yield name, program, float(known)


def people(folder: Path) -> Iterator[Problem]:
    """Tasks at fixed times, done by as few qualified people as can be (Krishnamoorthy, Ernst & Baatar 2012).

    The known value is minus the largest number of tasks at once: fewer people cannot do it.
    """
    for path in sorted(folder.glob("*.dat")):
        text = re.sub(r"^#.*$", "", path.read_text(), flags=re.M)
        head, tail = re.split(r"Qualifications\s*=\s*\d+", text)
        times = [(int(begin), int(end)) for begin, end in re.findall(r"^\s*(\d+)\s+(\d+)\s*$", head, re.M)]
        skills = [list(map(int, row.split())) for row in re.findall(r"^\s*\d+:([\d\s]*?)$", tail, re.M)]
        most = max(map(len, _at_once(times, range(len(times)))))
        yield path.stem, _fewest(times, skills), -float(most)


def _at_once(times: list[tuple[int, int]], among: Iterable[int]) -> list[frozenset[int]]:
    """The largest groups of these tasks that overlap, one for each start."""
    tasks = list(among)
    groups = {
        frozenset(task for task in tasks if times[task][0] <= start < times[task][1])
        for start in (times[task][0] for task in tasks)
    }
    return sorted((g for g in groups if not any(g < other for other in groups)), key=sorted)


def _fewest(times: list[tuple[int, int]], skills: list[list[int]]) -> Program:
    program = Program()
    doing: dict[int, dict[int, int]] = defaultdict(dict)
    for person, held in enumerate(skills):
        called = program.column(whole=True, about=f"person {person}")
        program.cost[called] = -1
        for task in held:
            doing[task][person] = program.column(whole=True, about=f"task {task}")
        for group in _at_once(times, held):
            program.row({**{doing[task][person]: 1 for task in sorted(group)}, called: -1}, high=0)
    for task in range(len(times)):
        program.row(dict.fromkeys(doing[task].values(), 1), low=1, high=1)
    return program
