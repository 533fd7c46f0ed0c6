"""Hands a program to HiGHS and reads its answer.

HiGHS runs on one thread, and is stopped only where it asks whether to go on; how often it has asked is the *work*.
These points come in the same order in every run, so that the same seed and work give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import highspy
import numpy as np

from ..model.program import Floats, Matrix
from .interface import Basis, Meter, Outcome, Relaxed

_IMPOSSIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
_ROUNDING = 1e-6  # relative, of a worth
Option = int | float | str
# Without the searches for better answers: the proof is quicker where a good answer is known (ADR 125).
PROOF: Mapping[str, Option] = {
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_shifting": False,
    "mip_heuristic_run_zi_round": False,
}
# The root of the tree, once, and a first good answer there.
ROOT: Mapping[str, Option] = {
    "mip_max_nodes": 1,
    "mip_allow_restart": False,
    "mip_heuristic_run_root_reduced_cost": False,
}


class _Quiet(highspy.Highs):
    """HiGHS, silent from the start: it greets on standard output when it is told of callbacks."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def run(
    matrix: Matrix,
    meter: Meter,
    start: Floats | None = None,
    options: Mapping[str, Option] | None = None,
    tell: Callable[[float], None] | None = None,
) -> Outcome:
    """Maximise the program within the meter's limits, beginning with the values of ``start``.

    ``options`` are HiGHS's own, by name. ``tell`` is told the bound so far, now and then.
    """
    limits = meter.limits
    highs = _load(matrix)
    for name, setting in {"mip_rel_gap": limits.gap, "random_seed": limits.seed, **(options or {})}.items():
        highs.setOptionValue(name, setting)
    if start is not None:
        first = highspy.HighsSolution()
        first.col_value = list(start)
        highs.setSolution(first)
    _search(highs, meter, tell)
    status = highs.getModelStatus()
    if status in _IMPOSSIBLE:
        return Outcome(None, float("-inf"), finished=True)
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(highs.getSolution().col_value) if found else None
    finished = status == highspy.HighsModelStatus.kOptimal
    wrong = values is not None and _mispriced(info.objective_function_value, matrix, values)
    if finished and start is not None and wrong:
        return run(matrix, meter, None, options, tell)
    return Outcome(values, info.mip_dual_bound, finished)


def refute(matrix: Matrix, meter: Meter, worth: float, tell: Callable[[float], None], nodes: int | None = None) -> bool:
    """Whether nothing is worth more than this; False where something is, or the limits or so many nodes came first.

    ``tell`` is told the bound so far. HiGHS takes the worth for that of an answer that it has (its option is of a
    program to be minimised): it decides on columns for good, and leaves parts of the tree, by what they cost of that.
    """
    options = {**PROOF, "mip_rel_gap": 0.0, "objective_bound": -worth}
    if nodes is not None:
        options["mip_max_nodes"] = nodes
    found = run(matrix, meter, None, options, lambda bound: tell(max(bound, worth)))
    tell(max(found.bound, worth))
    return found.finished and found.bound <= worth


def _mispriced(said: float, matrix: Matrix, values: Floats) -> bool:
    """Whether HiGHS tells another worth than its values have.

    HiGHS 1.16 does so of some programs that its presolve decides alone, when it was handed values to begin with. Where
    it has not finished, the values are still values, and the bound is a bound.
    """
    worth = float(matrix.cost @ values)
    return abs(said - worth) > _ROUNDING * max(1.0, abs(worth))


def relax(matrix: Matrix, basis: Basis | None = None) -> Relaxed:
    """The program with all columns continuous, beginning with the basis of one that differs in its worths alone."""
    highs = _load(replace(matrix, whole=np.zeros(len(matrix.cost), dtype=bool)))
    if basis is not None:
        first = highspy.HighsBasis()
        first.col_status, first.row_status = [[highspy.HighsBasisStatus(n) for n in part] for part in basis]
        highs.setBasis(first)
    highs.run()
    found, last = highs.getSolution(), highs.getBasis()
    return Relaxed(
        highs.getInfo().objective_function_value,
        np.array(found.col_value),
        np.array(found.row_dual),
        (_codes(last.col_status), _codes(last.row_status)),
    )


def _codes(statuses: Iterable[highspy.HighsBasisStatus]) -> bytes:
    return bytes(int(one) for one in statuses)


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


def _search(highs: _Quiet, meter: Meter, tell: Callable[[float], None] | None) -> None:
    def ask(event: highspy.highs.HighsCallbackEvent) -> None:
        if tell is not None:
            tell(event.data_out.mip_dual_bound)
        if not meter.passes():
            assert event.data_in is not None
            event.data_in.user_interrupt = True

    highs.cbMipInterrupt += ask
    highs.run()
    highs.cbMipInterrupt -= ask
