"""Which figures of public tables are withheld, so that none of a single exporter can be read or reckoned.

A count that comes from fewer exporters than the policy's least is withheld (primary). Since rows and columns add up,
others must go with it (secondary) until nobody can reckon it back. What a reader can reckon is the whole range that
the published sums leave to a figure, over all tables at once: tables of one year share their totals, and entries add up
to their categories. So each primary figure is bounded from both sides by a linear program over everything that is
withheld, knowing what a reader knows: that a withheld figure is no zero, and that sums hold (the attacker's problem of
Fischetti and Salazar, Mathematical Programming 84 (1999); on two-way tables its answers are whole numbers). It is
safe when the range is wide enough to hold every count from one to the least.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import highspy

Key = tuple[str, ...]
"""Where a figure stands; equal keys are one figure, also in two tables."""


@dataclass(frozen=True)
class Figure:
    """A count that is to be published, and from how many exporters it comes."""

    count: int
    exporters: int


@dataclass(frozen=True)
class Sum:
    """Figures that add up to another."""

    parts: tuple[Key, ...]
    total: Key

    @property
    def keys(self) -> tuple[Key, ...]:
        """The parts and the total."""
        return (*self.parts, self.total)


def withhold(figures: Mapping[Key, Figure], sums: Sequence[Sum], *, least: int) -> frozenset[Key]:
    """The figures to withhold, those of fewer than `least` exporters and what protects them; zeros are published."""
    primary = {key for key, figure in figures.items() if figure.count and figure.exporters < least}
    withheld = set(primary)
    unsafe = primary
    while unsafe:
        unsafe = {key for key in unsafe if not _is_safe(key, figures, sums, withheld, least)}
        added = {cover for key in sorted(unsafe) if (cover := _cover(key, figures, sums, withheld)) is not None}
        if not added:  # nothing else could hide them: what is left has no sums around it
            break
        withheld |= added
    return frozenset(withheld)


def bounds(key: Key, figures: Mapping[Key, Figure], sums: Sequence[Sum], withheld: Set[Key]) -> tuple[float, float]:
    """The least and the most that a reader of everything published could take the withheld figure for."""
    columns = {each: number for number, each in enumerate(sorted(_reached(key, sums, withheld)))}
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)  # HiGHS keeps one pool a process: the planner, which asks for 1, would fail
    for _each in columns:
        model.addVar(1.0, highspy.kHighsInf)
    for each in sums:
        hidden = [part for part in each.keys if part in columns]
        if hidden:
            known = figures[each.total].count if each.total not in withheld else 0
            known -= sum(figures[part].count for part in each.parts if part not in withheld)
            signs = [1.0 if part in each.parts else -1.0 for part in hidden]
            model.addRow(float(known), float(known), len(hidden), [columns[part] for part in hidden], signs)
    return _extreme(model, columns[key], lowest=True), _extreme(model, columns[key], lowest=False)


def _extreme(model: highspy.Highs, column: int, *, lowest: bool) -> float:
    model.changeColCost(column, 1.0 if lowest else -1.0)
    model.run()
    status = model.getModelStatus()
    model.changeColCost(column, 0.0)
    if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return 1.0 if lowest else float("inf")
    return float(model.getSolution().col_value[column])


def _is_safe(key: Key, figures: Mapping[Key, Figure], sums: Sequence[Sum], withheld: Set[Key], least: int) -> bool:
    low, high = bounds(key, figures, sums, withheld)
    return round(high - low, 6) >= least - 1


def _reached(key: Key, sums: Sequence[Sum], withheld: Set[Key]) -> set[Key]:
    """The withheld figures that sums tie to this one, itself among them."""
    found, frontier = {key}, [key]
    while frontier:
        here = frontier.pop()
        for each in sums:
            if here in each.keys:
                fresh = [other for other in each.keys if other in withheld and other not in found]
                found.update(fresh)
                frontier.extend(fresh)
    return found


def _cover(key: Key, figures: Mapping[Key, Figure], sums: Sequence[Sum], withheld: Set[Key]) -> Key | None:
    """The smallest published figure, no zero, in a sum with this one; else in a sum with what is tied to it."""
    for near in ({key}, _reached(key, sums, withheld)):
        if candidates := list(_published(near, figures, sums, withheld)):
            return min(candidates, key=lambda each: (figures[each].count, each))
    return None


def _published(near: Set[Key], figures: Mapping[Key, Figure], sums: Iterable[Sum], withheld: Set[Key]) -> Iterable[Key]:
    for each in sums:
        if not near.isdisjoint(each.keys):
            yield from (other for other in each.keys if other not in withheld and figures[other].count)
