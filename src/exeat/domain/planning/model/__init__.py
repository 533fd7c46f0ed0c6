"""The planning problem as a mixed-integer linear program, whichever solver it is put to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..records import Offer
from ..roster import Roster
from ..scenario import Scenario
from .constraints import add_constraints
from .objective import add_objective
from .program import Floats, Program
from .variables import Variables, add_variables, roster_of, values_of


@dataclass(frozen=True)
class Model:
    """A plan that accepts among some offers, as a program whose objective is the plan's value."""

    scenario: Scenario
    program: Program
    columns: Variables

    @staticmethod
    def of(scenario: Scenario, offers: Sequence[Offer]) -> Model:
        """The model of these offers of a scenario."""
        program = Program()
        columns = add_variables(program, scenario, offers)
        add_constraints(program, columns, scenario, offers)
        add_objective(program, columns, scenario)
        return Model(scenario, program, columns)

    def values(self, roster: Roster) -> Floats:
        """Each column's value in the roster's plan, which must be feasible."""
        return np.array(values_of(self.columns, len(self.program.cost), roster))

    def roster(self, values: Floats) -> Roster:
        """The plan that the columns' values stand for."""
        return roster_of(self.columns, self.scenario, values)
