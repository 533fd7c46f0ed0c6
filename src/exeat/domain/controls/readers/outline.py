"""The enumerators that a list prints: which may follow which, and where in its text's outline each belongs.

Paragraphs of the Code of Federal Regulations are flat: `(a)`, `(1)`, `(i)`, `(A)` stand one after another and only
their sequence tells the depth (1 CFR 21.11 gives the order; appendices also count `1.`, `A.`, `1.1`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from exeat.domain.controls.records import Provision


def letters(number: int) -> str:
    """The enumerator of a place among letters: `a` of 1, `z` of 26, `aa` of 27, `bb` of 28."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    """A number from 1 to 79 in small Roman numerals."""
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    tens = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx")
    return tens[number // 10] + units[number % 10]


_ROMAN = {roman(number): number for number in range(1, 80)}
_LETTERS = {letters(number): number for number in range(1, 105)}


def following(step: str) -> set[str]:
    """What may be printed after an enumerator: `b` after `a`, `3` after `2`, `iv` after `iii`, `aa` after `z`."""
    if step.isdigit():
        return {str(int(step) + 1)}
    small = step.lower()
    after = {letters(_LETTERS[small] + 1)} if small in _LETTERS else set()
    if small in _ROMAN:
        after.add(roman(_ROMAN[small] + 1))
    return after if step == small else {name.upper() for name in after}


def out_of_sequence(records: Sequence[Provision]) -> list[str]:
    """The paths whose printed enumerator does not follow that of the provision before it under the same parent.

    A gap after "[Reserved]" is the publisher's own; any other says that the source or the reader lost something.
    """
    latest: dict[str | None, Provision] = {}
    odd: list[str] = []
    for record in records:
        if record.kind != "provision" or ":" in record.path:
            continue
        step, before = last_step(record.path), latest.get(record.parent)
        expected = following(last_step(before.path)) if before else {"a", "1", "i", "A"}
        if step not in expected and not (before and "Reserved" in before.printed):
            odd.append(record.path)
        latest[record.parent] = record
    return odd


def last_step(path: str) -> str:
    """The last enumerator of a path: `b` of `3A001.a.2.b`."""
    return path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Step:
    """An enumerator and how it is set: `(` in brackets, `.` with a point; `style` is the first of its kind."""

    setting: str
    name: str
    style: str

    def leads_to(self, setting: str, name: str) -> bool:
        """Whether the next enumerator of the same list is this one."""
        return setting == self.setting and name == _NEXT[self.style](self.name)


_NEXT = {
    "1": lambda name: str(int(name) + 1),
    "a": lambda name: letters(_LETTERS[name] + 1),
    "A": lambda name: letters(_LETTERS[name.lower()] + 1).upper(),
    "i": lambda name: roman(_ROMAN[name] + 1),
}


@dataclass(slots=True)
class Outline:
    """Where in a flat text's outline each enumerator belongs, told by what came before it."""

    steps: list[Step] = field(default_factory=list)
    """The enumerators that are open, outermost first."""

    def place(self, setting: str, name: str, opened: bool) -> list[str] | None:
        """The enumerators down to this one, or None where it continues nothing and begins nothing.

        `opened` says that the paragraph before ends in a colon: then a first enumerator (`(i)`) begins a list of its
        own rather than following on (`(h)`).
        """
        begins = name in _NEXT
        if not (begins and opened):
            for depth in reversed(range(len(self.steps))):
                if self.steps[depth].leads_to(setting, name):
                    return self._now(self.steps[:depth], Step(setting, name, self.steps[depth].style))
        return self._now(self.steps, Step(setting, name, name)) if begins else None

    def skip_to(self, name: str) -> None:
        """The innermost list goes on after this enumerator: a range was reserved."""
        last = self.steps[-1]
        self.steps[-1] = Step(last.setting, name, last.style)

    def restart(self, *steps: Step) -> None:
        """A heading names the place in full; what follows stands under it."""
        self.steps[:] = steps

    def _now(self, above: list[Step], step: Step) -> list[str]:
        self.steps = [*above, step]
        return [one.name for one in self.steps]
