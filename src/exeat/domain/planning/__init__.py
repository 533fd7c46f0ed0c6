"""Cooperation planning: which offers to accept, who goes, who pays.

scenario, reading  what there is, and how a file of it is checked   greedy   plans without a solver
calendar           days, weeks, and what a session takes            solvers  the model, solved by HiGHS
roster, rules      the plan in the making, and what it must keep    plan     one plan, its value recomputed
value              what it is worth, exactly                        explain  why, and what would turn it
candidates         what can be chosen at all                        conflict why there is no plan
"""

from .conflict import Conflict
from .explain import Reasons
from .plan import Decision, Plan, plan
from .roster import Acceptance
from .rules import Obstacle, violations
from .scenario import Scenario, ScenarioError
from .value import value

__all__ = [
    "Acceptance",
    "Conflict",
    "Decision",
    "Obstacle",
    "Plan",
    "Reasons",
    "Scenario",
    "ScenarioError",
    "plan",
    "value",
    "violations",
]
