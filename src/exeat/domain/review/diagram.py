"""Draws the tables of steps for the docs: `python -m exeat.domain.review.diagram` writes docs/review.md anew.

Only what stands between the marks in the page is written; the words around it are people's.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from exeat.domain.review.actions import CASE_ACTIONS, LICENCE_ACTIONS, Action, CaseState, LicenceState
from exeat.domain.review.committee import SITTING_ACTIONS, SITTING_REQUIREMENTS, SittingState
from exeat.domain.review.requirements import REQUIREMENTS

BEGIN, END = "<!-- drawn from the table: {} -->", "<!-- end -->"
PAGE = Path("docs/review.md")
HEADER = "| step | from | to | by | requires |\n|---|---|---|---|---|"


def drawn() -> dict[str, str]:
    """Each part of the page that is drawn, by the name in its mark."""
    return {
        "a case": _diagram(CASE_ACTIONS, CaseState.DRAFT, [state for state in CaseState if state.ended]),
        "a licence": _diagram(LICENCE_ACTIONS, LicenceState.ACTIVE, _ends(LICENCE_ACTIONS)),
        "a sitting": _diagram(SITTING_ACTIONS, SittingState.PLANNED, _ends(SITTING_ACTIONS)),
        "steps of a case": _table(CASE_ACTIONS),
        "steps of a licence": _table(LICENCE_ACTIONS),
        "steps of a sitting": _table(SITTING_ACTIONS),
        "what a sitting requires": "\n".join(
            f"- `{name}`: {sentence}" for name, (sentence, _) in SITTING_REQUIREMENTS.items()
        ),
        "requirements": "\n".join(f"- `{one.name}`: {one.sentence}" for one in REQUIREMENTS.values()),
    }


def written_into(page: str) -> str:
    """The page with every drawn part renewed. Raises ValueError for a part that has no place in the page."""
    for name, text in drawn().items():
        begin = BEGIN.format(name)
        if page.count(begin) != 1:
            raise ValueError(f"expected the line {begin!r} once in the page")
        before, rest = page.split(begin)
        _old, after = rest.split(END, 1)
        page = f"{before}{begin}\n\n{text}\n\n{END}{after}"
    return page


def _diagram(actions: Sequence[Action], first: str, ends: Sequence[str]) -> str:
    """A Mermaid state diagram: an arrow for each pair of states, with the steps that lead along it."""
    moves = sorted({(source, step.target, step.label) for step in actions for source in step.sources if step.target})
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first}"]
    for (source, target), steps in groupby(moves, key=lambda move: move[:2]):
        lines.append(f"    {source} --> {target}: {', '.join(label for _, _, label in steps)}")
    lines += [f"    {end} --> [*]" for end in ends]
    return "\n".join([*lines, "```"])


def _ends(actions: Sequence[Action]) -> list[str]:
    """The states that a step leads to and none leaves."""
    left = {source for step in actions if step.target for source in step.sources}
    return sorted({step.target for step in actions if step.target} - left)


def _table(actions: Sequence[Action]) -> str:
    return "\n".join([HEADER, *_rows(actions)])


def _rows(actions: Sequence[Action]) -> Iterator[str]:
    for step in actions:
        sources = ", ".join(source.replace("_", " ") for source in step.sources)
        target = step.target.replace("_", " ") if step.target else "stays"
        roles = ", ".join(role.label for role in step.roles)
        requires = ", ".join(f"`{name}`" for name in step.requires)
        yield f"| {step.label} | {sources} | {target} | {roles} | {requires} |"


if __name__ == "__main__":
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    page.write_text(written_into(page.read_text(encoding="utf-8")), encoding="utf-8")
