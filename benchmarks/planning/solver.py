"""One solver as it comes, on two processors, for so many seconds; run by peers.py where the solvers are installed.

    python solver.py highs|cp-sat SECONDS program.npz answer.npz

HiGHS has its own settings and two threads, CP-SAT its own and two workers. CP-SAT takes whole numbers: days short are
counted in twentieths and all else in units; each row is multiplied until its numbers are whole, or else by a million
and rounded so that it holds a little less tightly. Worths are multiplied by a thousand, and what rounding them may
hide is added to the bound.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np

PARTS = 20  # of a day short: reserves are whole percents of five-day weeks
SCALES = (1, 2, 4, 5, 10, 20, 40, 100, 200, 400, 1000, 2000, 10_000)
COARSE = 1_000_000
MOST = 1_000_000  # parts or units in a column without limit
WORTH = 1000


def highs(program: Any, seconds: float) -> tuple[Any, float]:
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program["cost"]), len(program["low"])
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_, model.col_lower_, model.col_upper_ = program["cost"], program["lower"], program["upper"]
    model.row_lower_, model.row_upper_ = program["low"], program["high"]
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    model.integrality_ = [kinds[whole] for whole in program["whole"].tolist()]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = program["start"], program["index"]
    model.a_matrix_.value_ = program["value"]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 2)
    solver.setOptionValue("time_limit", seconds)
    solver.passModel(model)
    solver.run()
    info = solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return np.array(solver.getSolution().col_value if found else []), info.mip_dual_bound


def cp_sat(program: Any, seconds: float) -> tuple[Any, float]:
    from ortools.sat.python import cp_model

    parts = np.where(~program["whole"] & np.isinf(program["upper"]), PARTS, 1)
    upper = np.minimum(program["upper"] * parts, MOST)
    model = cp_model.CpModel()
    columns = [model.new_int_var(0, int(most), "") for most in upper]
    for row, (low, high) in enumerate(zip(program["low"], program["high"], strict=True)):
        span = slice(program["start"][row], program["start"][row + 1])
        index = program["index"][span]
        factors, least, most = _whole(program["value"][span] / parts[index], low, high)
        terms = cp_model.LinearExpr.weighted_sum([columns[at] for at in index], factors)
        if np.isfinite(low):
            model.add(terms >= least)
        if np.isfinite(high):
            model.add(terms <= most)
    exact = program["cost"] / parts * WORTH
    model.maximize(cp_model.LinearExpr.weighted_sum(columns, [int(n) for n in np.round(exact)]))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = np.array([solver.value(one) for one in columns] if found else []) / (parts if found else 1)
    hidden = float(np.abs(exact - np.round(exact)) @ upper)
    return values, (solver.best_objective_bound + hidden) / WORTH


def _whole(factors: Any, low: float, high: float) -> tuple[list[int], int, int]:
    """The row in whole numbers; where there are none, it is made to hold a little less tightly."""
    sides = np.array([side for side in (low, high) if np.isfinite(side)])
    for scale in SCALES:
        numbers = np.concatenate([factors, sides]) * scale
        if np.allclose(numbers, np.round(numbers), rtol=0, atol=1e-7):
            return (
                [int(n) for n in np.round(factors * scale)],
                _side(np.round(low * scale)),
                _side(np.round(high * scale)),
            )
    assert not np.isfinite(low), "a row with a lower side has numbers that cannot be made whole"
    return [int(n) for n in np.floor(factors * COARSE)], 0, int(np.ceil(high * COARSE))


def _side(number: float) -> int:
    return int(number) if np.isfinite(number) else 0


def main() -> None:
    solver, seconds, program, answer = sys.argv[1:]
    began = time.monotonic()
    values, bound = {"highs": highs, "cp-sat": cp_sat}[solver](dict(np.load(program)), float(seconds))
    np.savez(answer, values=values, bound=bound, seconds=time.monotonic() - began)


if __name__ == "__main__":
    main()
