"""A plan's value as the program's objective, with the rows that tie its terms to the choices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from ..scenario import Scenario
from ..value import ZERO, steps
from .program import Number, Program
from .variables import Variables


def add_objective(program: Program, columns: Variables, scenario: Scenario) -> None:
    """Gains less shortfalls, desk prices, unfairness, asking and own money."""
    _gains(program, columns, scenario)
    _shortfalls(program, columns, scenario)
    _unfairness(program, columns, scenario)
    _charges(program, columns, scenario)


def _gains(program: Program, columns: Variables, scenario: Scenario) -> None:
    """The steps count less and less, so that the best filling of them is the right one."""
    units: dict[str, dict[int, Number]] = defaultdict(dict)
    for name, column in columns.accept.items():
        for capability, gain in scenario.offer[name].gain:
            units[capability][column] = -gain
    for capability, parts in columns.gained.items():
        for column, (_, slope) in zip(parts, steps(scenario.rules, scenario.capability[capability]), strict=True):
            program.cost[column] = slope
        program.row({**dict.fromkeys(parts, 1), **units[capability]}, high=0)


def _shortfalls(program: Program, columns: Variables, scenario: Scenario) -> None:
    """Days short ≥ days lost − days to spare; and, because a trip is made or not, more than that.

    For any width w the row may be rounded as if days were lost in portions of w (mixed-integer rounding, Nemhauser &
    Wolsey 1990). The widths that count are the trips' own: where 1.75 days are to spare and a trip takes 3, half a
    trip is not free of shortfall, it is half of 1.25.
    """
    lost: dict[tuple[str, int], dict[int, Fraction]] = defaultdict(dict)
    for one in columns.candidates:
        for official in one.seats:
            column = columns.attend[one.offer.id, one.session.id, official]
            for week, days in one.outing.losses:
                lost[scenario.official[official].agency, week][column] = days
    for key, column in columns.short.items():
        spare, terms = scenario.spare[key], lost[key]
        program.cost[column] = -scenario.rules.shortfall
        program.row({**terms, column: -1}, high=spare)
        for width in sorted({Fraction(1), *terms.values()}):
            _rounded(program, terms, column, spare, width)


def _rounded(program: Program, terms: Mapping[int, Fraction], short: int, spare: Fraction, width: Fraction) -> None:
    """The row Σ days − short ≤ spare, rounded by ``width``."""
    portions, rest = divmod(spare, width)
    if not rest:
        return
    portion = width - rest  # the days that each counts for
    rounded = {
        days: days // width * portion + max(ZERO, days % width - rest)
        for days in set(terms.values())  # some few
    }
    columns = {column: n for column, days in terms.items() if (n := rounded[days])}
    program.row({**columns, short: -1}, high=portions * portion)


def _unfairness(program: Program, columns: Variables, scenario: Scenario) -> None:
    away: dict[str, dict[int, Number]] = defaultdict(dict)
    for one in columns.candidates:
        for official in one.seats:
            away[official][columns.attend[one.offer.id, one.session.id, official]] = len(one.outing.working)
    for column in columns.most.values():
        program.cost[column] = -scenario.rules.unfairness
    for official, terms in away.items():
        program.row({**terms, columns.most[scenario.official[official].agency]: -1}, high=0)


def _charges(program: Program, columns: Variables, scenario: Scenario) -> None:
    rules = scenario.rules
    for one in columns.candidates:
        program.cost[columns.session[one.offer.id, one.session.id]] = -rules.ask_to_move * one.session.ask_to_move
        for official in one.seats:
            column = columns.attend[one.offer.id, one.session.id, official]
            prices = (scenario.day_price.get((official, week), ZERO) * days for week, days in one.outing.losses)
            program.cost[column] = -sum(prices, ZERO)
    for (offer, at), column in columns.funding.items():
        option = scenario.offer[offer].funding[at]
        program.cost[column] = -rules.ask_to_fund * option.ask - rules.own_money * Fraction(option.own_cost)
