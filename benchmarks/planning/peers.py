"""The same programs put to solvers as they come, in an environment of their own, which is made outside the tree."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from exeat.domain.planning import Decision, Plan, Scenario
from exeat.domain.planning.explain import Reasons
from exeat.domain.planning.model import Model
from exeat.domain.planning.value import value

HERE = Path(__file__).resolve().parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "exeat-bench"
PACKAGES = ("highspy==1.16.0", "ortools==9.15.6755")
SOLVERS = ("highs", "cp-sat")
_STAMP = CACHE / "solvers.txt"


def environment() -> Path:
    """The interpreter of the solvers' environment, which is made when it is not there or holds other versions."""
    interpreter = CACHE / "solvers/bin/python"
    wanted = "\n".join(PACKAGES)
    if not (interpreter.exists() and _STAMP.exists() and _STAMP.read_text() == wanted):
        print(f"installing {', '.join(PACKAGES)} into {CACHE} (a minute, 250 MB)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", CACHE / "solvers"], check=True)
        subprocess.run([interpreter, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        _STAMP.write_text(wanted)
    return interpreter


def asked(scenario: Scenario, solver: str, seconds: float) -> Plan | None:
    """The plan that a solver finds of the whole model in so many seconds on two processors, if it finds any."""
    model = Model.of(scenario, scenario.offers)
    with tempfile.TemporaryDirectory() as folder:
        program, answer = Path(folder) / "program.npz", Path(folder) / "answer.npz"
        np.savez(program, **vars(model.program.matrix()))
        command = (environment(), HERE / "solver.py", solver, str(seconds), program, answer)
        subprocess.run(command, check=True)
        found = np.load(answer)
    if not found["values"].size:
        return None
    accepted = model.roster(found["values"]).accepted
    decisions = tuple(Decision(one.id, accepted.get(one.id), Reasons(None, (), ())) for one in scenario.offers)
    worth, bound = float(value(scenario, accepted.values())), float(found["bound"])
    return Plan("feasible", worth, max(worth, bound), float(found["seconds"]), 0, 0, scenario.sha256, decisions)
