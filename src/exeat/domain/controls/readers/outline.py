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
    latest: dict[str, Provision] = {}
    odd: list[str] = []
    for record in records:
        if record.kind != "provision" or ":" in record.path or record.parent is None:
            continue
        before = latest.get(record.parent)
        if not (before and "Reserved" in before.printed) and not _follows(record, before):
            odd.append(record.path)
        latest[record.parent] = record
    return odd


def _follows(record: Provision, before: Provision | None) -> bool:
    """Whether a provision's steps below its parent follow on: `c.2` after `c.1` or after `b` as `c.1`, `a` at first."""
    steps = _below_parent(record)
    earlier = _below_parent(before) if before else []
    same = next((n for n, (a, b) in enumerate(zip(steps, earlier, strict=False)) if a != b), len(earlier))
    if same == len(steps):
        return False
    begins = steps[same + 1 :] if same < len(earlier) else steps[same:]
    return (same == len(earlier) or steps[same] in following(earlier[same])) and all(step in _NEXT for step in begins)


def _below_parent(record: Provision) -> list[str]:
    return record.path[len(record.parent or "") + 1 :].split(".")


@dataclass(frozen=True, slots=True)
class Step:
    """An enumerator and how it is set: `(` in brackets, `.` with a point; `style` is the first of its kind."""

    setting: str
    name: str
    style: str

    def leads_to(self, setting: str, name: str) -> bool:
        """Whether the next enumerator of the same list is this one."""
        follow = _NEXT.get(self.style)
        return follow is not None and setting == self.setting and name == follow(self.name)


_NEXT = {
    "1": lambda name: str(int(name) + 1),
    "a": lambda name: letters(_LETTERS[name] + 1),
    "A": lambda name: letters(_LETTERS[name.lower()] + 1).upper(),
    "i": lambda name: roman(_ROMAN[name] + 1),
    "I": lambda name: roman(_ROMAN[name.lower()] + 1).upper(),
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

    def place_all(self, tokens: Sequence[tuple[str, str]], opened: bool) -> list[str] | None:
        """The steps down to the last of several enumerators printed together: `(3)(i)`, `C.1.`, each (setting, name).

        The first may repeat one that is open already. Where one cannot be placed, none is.
        """
        before = list(self.steps)
        found: list[str] | None = None
        for nth, (setting, name) in enumerate(tokens):
            again = [n for n, step in enumerate(self.steps) if (step.setting, step.name) == (setting, name)]
            if nth == 0 and len(tokens) > 1 and again:
                kept = again[-1] + 1
                goes_on = kept < len(self.steps) and self.steps[kept].leads_to(*tokens[1])
                self.steps = self.steps[: kept + goes_on]
                continue
            found = self.place(setting, name, opened or nth > 0)  # what is printed behind another stands under it
            if found is None:
                self.steps = before
                return None
        return found

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
