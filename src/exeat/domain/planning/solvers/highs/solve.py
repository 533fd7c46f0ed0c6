"""Hands a program to HiGHS and reads its answer.

HiGHS runs on one thread, and is stopped only where it asks whether to go on; how often it has asked is the *work*.
These points come in the same order in every run, so that the same seed and work give the same plan.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

import highspy
import numpy as np

from ...roster import Roster
from ...scenario import Offer, Scenario
from ..interface import Limits, Solution
from .constraints import add_constraints
from .objective import add_objective
from .program import Program, Row
from .variables import add_variables, roster_of, values_of

_INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)


class _Quiet(highspy.Highs):
    """HiGHS, silent from the start: it greets on standard output when it is told of callbacks."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class UnfinishedError(RuntimeError):
    """HiGHS ended with neither a plan nor the proof that there is none."""


def solve(scenario: Scenario, offers: Sequence[Offer], start: Roster | None, limits: Limits) -> Solution:
    """The best plan that accepts among ``offers``, beginning with ``start``.

    The value of the plan is HiGHS's objective; take it from ``value``, which is exact. Raises ``UnfinishedError``
    when limits end the search before there is a plan, which a ``start`` prevents.
    """
    program = Program()
    columns = add_variables(program, scenario, offers)
    if not columns.candidates and not any(offer.must for offer in offers):
        return Solution(Roster(scenario), 0.0, 0)
    add_constraints(program, columns, scenario, offers)
    add_objective(program, columns, scenario)
    highs = _load(program, program.rows)
    highs.setOptionValue("mip_rel_gap", limits.gap)
    highs.setOptionValue("random_seed", limits.seed)
    if start is not None:
        first = highspy.HighsSolution()
        first.col_value = values_of(columns, len(program.cost), start)
        highs.setSolution(first)
    work = _run(highs, limits)
    if highs.getModelStatus() in _INFEASIBLE:
        return Solution(None, float("-inf"), work)
    info = highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise UnfinishedError(f"HiGHS stopped without a plan: {highs.modelStatusToString(highs.getModelStatus())}")
    return Solution(roster_of(columns, scenario, highs.getSolution().col_value), info.mip_dual_bound, work)


def conflict(scenario: Scenario, offers: Sequence[Offer]) -> list[tuple[int, str]]:
    """Rules, as (number, id), that these offers cannot all keep, and could if any one of the rules were dropped.

    Found by leaving out one rule after the other (a deletion filter, Chinneck & Dravnieks 1991).
    """
    program = Program()
    columns = add_variables(program, scenario, offers)
    add_constraints(program, columns, scenario, offers)
    kept = sorted({row.rule for row in program.rows if row.rule is not None})
    for rule in list(kept):
        fewer = [other for other in kept if other != rule]
        highs = _load(program, [row for row in program.rows if row.rule is None or row.rule in fewer])
        _run(highs, Limits())
        if highs.getModelStatus() in _INFEASIBLE:
            kept = fewer
    return kept


def _load(program: Program, rows: Iterable[Row]) -> _Quiet:
    rows = list(rows)
    terms = [[(column, float(n)) for column, n in row.terms.items() if n] for row in rows]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.cost), len(rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array(program.cost, dtype=float)
    model.col_lower_ = np.zeros(len(program.cost))
    model.col_upper_ = np.array(program.upper, dtype=float)
    model.row_lower_ = np.array([row.low for row in rows], dtype=float)
    model.row_upper_ = np.array([row.high for row in rows], dtype=float)
    model.integrality_ = [
        highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for whole in program.whole
    ]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, terms)])
    model.a_matrix_.index_ = np.array([column for row in terms for column, _ in row], dtype=np.int32)
    model.a_matrix_.value_ = np.array([n for row in terms for _, n in row], dtype=float)
    highs = _Quiet()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("parallel", "off")
    highs.passModel(model)
    return highs


def _run(highs: _Quiet, limits: Limits) -> int:
    """Run HiGHS within the limits; the work done."""
    began, work = time.monotonic(), 0

    def ask(event: highspy.highs.HighsCallbackEvent) -> None:
        nonlocal work
        work += 1
        late = limits.seconds is not None and time.monotonic() - began >= limits.seconds
        enough = limits.work is not None and work >= limits.work
        if late or enough or limits.interrupted():
            assert event.data_in is not None
            event.data_in.user_interrupt = True

    highs.cbMipInterrupt += ask
    highs.run()
    highs.cbMipInterrupt -= ask
    return work
