"""Cooperation planning: which offers to accept, who goes, who pays.

records, reading   what there is, and how a file of it is checked   greedy   plans without a solver
scenario, calendar what follows from that: people, days, weeks      model    the problem as a program
roster, rules      the plan in the making, and what it must keep    solvers  programs solved, by HiGHS
value              what it is worth, exactly                        search   from a scenario to its best plan
candidates         what can be chosen at all                        plan     that plan, its value recomputed
conflict           why there is no plan                             explain  why; turning: what would turn it
local, neighbours  part of a plan made anew, the rest as it is      states   many states at once, part by part
whatif             a changed scenario, and what moved               settle   prices that the plan itself brings about
doubt, illness     what survives other numbers, and an illness      frontier what is built against what it delays
desks, figures     a plan week by week, and in sums                 partner  planning against what states publish
"""

from .conflict import Conflict
from .explain import Reasons
from .plan import Decision, Plan, explain, plan
from .records import ScenarioError
from .roster import Acceptance
from .rules import Obstacle, violations
from .scenario import Scenario
from .search import Solution, solve
from .solvers.interface import Limits
from .value import value

__all__ = [
    "Acceptance",
    "Conflict",
    "Decision",
    "Limits",
    "Obstacle",
    "Plan",
    "Reasons",
    "Scenario",
    "ScenarioError",
    "Solution",
    "explain",
    "plan",
    "solve",
    "value",
    "violations",
]
