"""One threshold against what was stated: met, not met, or a figure is missing. Arithmetic is shown for either."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from exeat.domain.controls.judging.asking import fact_wanted, name_of, question, says_what
from exeat.domain.controls.judging.facts import GRID_FROM, Figures, Stated
from exeat.domain.controls.judging.intervals import Interval, Overlap, admitted
from exeat.domain.controls.judging.kinds import FRAME_RATE, LENGTH_ERROR, Kind, includes_words, kind_of, same_words
from exeat.domain.controls.judging.showing import asked
from exeat.domain.controls.thresholds import Threshold
from exeat.domain.controls.thresholds.algebra import Dimension, convert, dimension

Status = Literal["met", "unmet", "unknown", "open"]
"""`unknown`: a figure is missing. `open`: there is no figure to compare, only words."""

_HARMLESS = re.compile(
    r"^(?:at any point|per|along|by (?:weight|mass|volume)|of|for (?:mono|each|any)|in either)\b", re.I
)
_ELEMENTS = re.compile(r"\b(?:elements|pixels)\b", re.I)
_OF_FRAMES = ("Hz", "kHz")  # no camera takes a million frames a second and is told by that alone
_SURE = 0.8  # confidence in a threshold's quantity below which it rules nothing out


@dataclass(frozen=True)
class Weight:
    """The outcome for one threshold, a paragraph or a whole entry: its arithmetic, and the tests that lack a figure.

    What several outcomes come to is known at once by its status; its lines are put together when they are asked for,
    because of the hundreds of paragraphs that are weighed few are shown.
    """

    status: Status
    lines: tuple[str, ...] = ()
    missing: tuple[Test, ...] = ()
    parts: tuple[Weight, ...] = ()
    guesses: tuple[str, ...] = ()

    @cached_property
    def arithmetic(self) -> tuple[str, ...]:
        """The stated figures against the thresholds, of what failed alone where something did."""
        return tuple(dict.fromkeys((*self.lines, *(line for w in self._deciding for line in w.arithmetic))))

    @cached_property
    def supposed(self) -> tuple[str, ...]:
        """The same for figures whose quantity is not named and was supposed."""
        return tuple(dict.fromkeys((*self.guesses, *(line for w in self._deciding for line in w.supposed))))

    @property
    def _deciding(self) -> tuple[Weight, ...]:
        return tuple(w for w in self.parts if self.status != "unmet" or w.status == "unmet")

    @cached_property
    def needs(self) -> tuple[Test, ...]:
        """The tests that lack a figure, where one of them would decide."""
        lacking = (need for w in self.parts for need in w.needs) if self.status == "unknown" else ()
        return tuple(dict.fromkeys((*self.missing, *lacking)))


OPEN = Weight("open")


def _at_any_length(at_zero: Overlap, growth: Decimal, limit: Decimal) -> Overlap:
    """How an error that grows with length keeps a limit that does: surely, surely not, or it depends on the length."""
    if at_zero == "all" and growth <= limit:
        return "all"
    return "none" if at_zero == "none" and growth >= limit else "some"


def all_of(weights: Iterable[Weight]) -> Weight:
    """All must hold: one that does not decides, then one that is unknown. What is open changes nothing."""
    return _combined(tuple(w for w in weights if w is not OPEN), _ALL)


def any_of(weights: Iterable[Weight]) -> Weight:
    """Any may hold: nothing is ruled out while one of them is not."""
    return _combined(tuple(weights), _ANY)


_ALL: tuple[Status, ...] = ("unmet", "unknown", "met", "open")
_ANY: tuple[Status, ...] = ("met", "unknown", "open", "unmet")


def _combined(parts: tuple[Weight, ...], order: tuple[Status, ...]) -> Weight:
    if len(parts) < 2:
        return parts[0] if parts else OPEN
    found = {w.status for w in parts}
    return Weight(next(status for status in order if status in found), parts=parts)


@dataclass(eq=False)
class Test:
    """A threshold ready to be weighed: the kind of its quantity and its dimension, worked out once."""

    path: str
    threshold: Threshold
    kind: Kind | None
    dimension: Dimension
    admitted: Interval
    alone: bool = False
    """Whether its entry asks for no other quantity of the dimension."""

    @staticmethod
    def of(path: str, threshold: Threshold) -> Test:
        """The test that a threshold of the record at a path makes."""
        unit = threshold.limits[0].unit
        kind = LENGTH_ERROR if threshold.limits[0].growth else kind_of(threshold.quantity, unit)
        return Test(path, threshold, kind, dimension(unit), admitted(threshold.limits, unit))

    def weigh(self, figures: Figures) -> Weight:
        """Met when one stated figure surely keeps the limits; not met only when every one surely does not.

        A condition in the paragraph ("at 298 K"), a hedge or a second reading of the figure leaves it unknown.
        """
        alike = figures.get(self.dimension, ())
        if not alike:
            return Weight("unknown", (), (self,))
        compared = [(figure, self._overlap(figure)) for figure in alike if self._is_about(figure)]
        if not compared and (guess := self._supposed(alike)):
            overlap, line = guess
            return Weight("met", guesses=line) if overlap == "all" else Weight("unknown", (), (self,), guesses=line)
        arithmetic = tuple(self._shown(figure, overlap) for figure, overlap in compared)
        if any(overlap == "all" for _, overlap in compared):
            return Weight("met", arithmetic)
        certain = self.threshold.confidence >= _SURE and not self._conditional()
        if compared and certain and all(o == "none" and not f.doubtful for f, o in compared):
            nearly = (self._overlap(figure) for figure in alike if self._could_be_about(figure))
            if all(overlap == "none" for overlap in nearly):
                return Weight("unmet", arithmetic)
        return Weight("unknown", arithmetic, (self,))

    def always_met(self, figures: Figures) -> Weight:
        """Met only when every stated figure surely keeps the limits: for what releases goods.

        A figure that is supposed to be the quantity may release and never does; one beyond the limits does not.
        """
        alike = figures.get(self.dimension, ())
        compared = [(figure, self._overlap(figure)) for figure in alike if self._is_about(figure)]
        if not compared and (guess := self._supposed(alike)):
            overlap, line = guess
            return Weight("unmet", guesses=line) if overlap == "none" else Weight("unknown", (), (self,), guesses=line)
        arithmetic = tuple(self._shown(figure, overlap) for figure, overlap in compared)
        if compared and all(o == "all" and not f.doubtful for f, o in compared) and not self._conditional():
            return Weight("met", arithmetic)
        if compared and all(o == "none" for _, o in compared):
            return Weight("unmet", arithmetic)
        return Weight("unknown", arithmetic, (self,))

    @property
    def quantity(self) -> str:
        """What is asked for, by one name: its kind's, else the list's own words."""
        return self.kind.name if self.kind else self.threshold.quantity.casefold()

    @cached_property
    def need(self) -> str:
        """The fact that would decide: "sample rate in MSPS"."""
        return fact_wanted(self.threshold, self.threshold.condition if self._conditional() else "")

    @cached_property
    def question(self) -> str:
        """The question that would decide: "3A001.b: what is the sample rate in MSPS? It asks for > 400 MSPS"."""
        return question(self.path, self.threshold, self.need)

    def _is_about(self, figure: Stated) -> bool:
        """Whether a figure of the threshold's dimension surely is its quantity."""
        if self.kind or figure.kind:
            known = self.kind and figure.kind and figure.kind.name in (self.kind.name, *self.kind.includes)
            return bool(known)
        return same_words(self.threshold.quantity, figure.quantity)

    def _could_be_about(self, figure: Stated) -> bool:
        """Whether a figure of the same dimension has no name, or the quantity's name with further words."""
        if self.kind and figure.kind:
            return self.kind.name.split()[-1] == figure.kind.name.split()[-1]
        if figure.kind:
            return False
        nameless = not figure.quantity and bool(figure.unit)
        return nameless or includes_words(figure.words, self.threshold.quantity)

    def _supposed(self, alike: tuple[Stated, ...]) -> tuple[Overlap, tuple[str, ...]] | None:
        """How the one figure keeps the limits that has no name and, by its unit or its form, is the quantity."""
        could_be = [figure for figure in alike if self._is_told_by_form(figure)]
        if len(could_be) != 1 or could_be[0].doubtful or self.threshold.confidence < _SURE or self._conditional():
            return None
        figure, overlap = could_be[0], self._overlap(could_be[0])
        return overlap, (f"{figure.shown}, taken for the {name_of(self.threshold)}, {self._kept(overlap)}",)

    def _is_told_by_form(self, figure: Stated) -> bool:
        """Whether a figure counts elements, or has no name and the unit of the one rate that the entry asks for."""
        if figure.grid:
            counted = self.threshold.limits[0].value >= GRID_FROM
            return counted and not self.dimension and _ELEMENTS.search(self.threshold.quantity) is not None
        slow = figure.unit in _OF_FRAMES and not figure.kind and not says_what(figure.quantity)
        return slow and self.alone and self.kind == FRAME_RATE

    def _overlap(self, figure: Stated) -> Overlap:
        limits = self.threshold.limits
        unit = limits[0].unit
        stated = figure.values.converted(figure.unit, unit)
        overlap = stated.within(self.admitted)
        if not (figure.growth or limits[0].growth):
            return overlap
        growth = figure.growth and convert(figure.growth, figure.unit, unit)
        return _at_any_length(overlap, growth, limits[0].growth)

    def _shown(self, figure: Stated, overlap: Overlap) -> str:
        return f"{figure.working or figure.shown} {self._kept(overlap)}"

    def _kept(self, overlap: Overlap) -> str:
        how = {"all": "", "none": "is not ", "some": "is partly "}[overlap]
        return f"{how}{asked(self.threshold)}"

    def _conditional(self) -> bool:
        return bool(self.threshold.condition) and not _HARMLESS.match(self.threshold.condition)
