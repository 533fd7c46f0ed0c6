"""Hands a program to HiGHS and reads its answer.

HiGHS runs on one thread, and is stopped only where it asks whether to go on; how often it has asked is the *work*.
These points come in the same order in every run, so that the same seed and work give the same answer.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

import highspy
import numpy as np

from ..model.program import Floats, Matrix
from .interface import Limits, Outcome

_IMPOSSIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
Option = int | float | str


class _Quiet(highspy.Highs):
    """HiGHS, silent from the start: it greets on standard output when it is told of callbacks."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def run(
    matrix: Matrix, limits: Limits, start: Floats | None = None, options: Mapping[str, Option] | None = None
) -> Outcome:
    """Maximise the program within the limits, beginning with the values of ``start``.

    ``options`` are HiGHS's own, by name.
    """
    highs = _load(matrix)
    for name, setting in {"mip_rel_gap": limits.gap, "random_seed": limits.seed, **(options or {})}.items():
        highs.setOptionValue(name, setting)
    if start is not None:
        first = highspy.HighsSolution()
        first.col_value = list(start)
        highs.setSolution(first)
    work = _search(highs, limits)
    if highs.getModelStatus() in _IMPOSSIBLE:
        return Outcome(None, float("-inf"), work, impossible=True)
    info = highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Outcome(None, info.mip_dual_bound, work)
    bound = info.mip_dual_bound if matrix.whole.any() else info.objective_function_value
    return Outcome(np.array(highs.getSolution().col_value), bound, work)


def _load(matrix: Matrix) -> _Quiet:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(matrix.cost), len(matrix.low)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_, model.col_lower_, model.col_upper_ = matrix.cost, matrix.lower, matrix.upper
    model.row_lower_, model.row_upper_ = matrix.low, matrix.high
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    model.integrality_ = [kinds[whole] for whole in matrix.whole.tolist()]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.start, matrix.index, matrix.value
    highs = _Quiet()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("parallel", "off")
    highs.passModel(model)
    return highs


def _search(highs: _Quiet, limits: Limits) -> int:
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
