"""Provisions and changes of control lists as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from exeat.domain.controls import Change, ControlList, Disagreement, Provision, Ref, UnknownCodeError

_TITLE = 90
_RELATIONS = {
    "see_also": "see also",
    "other_than": "other than",
    "specified_in": "specified in",
    "technology_for": "technology for",
    "residual_of": "what is left over by",
    "mention": "mentions",
}
_MARKS = {"removed": ("[-", "-]", "red"), "added": ("{+", "+}", "green")}


def provision_text(control_list: ControlList, record: Provision) -> Iterator[str]:
    """An entry or provision with what stands above and below it, the notes that bear on it, and what it refers to."""
    yield f"{control_list.title}, version {control_list.version}"
    for regime in control_list.regimes(control_list.entry(record.path)):
        yield f"{regime.name} ({regime.source})"
    below = _below(control_list, record)
    for provision in (*control_list.ancestors(record.path), *below):
        indent = "  " * len(control_list.ancestors(provision.path))
        yield f"{indent}{provision.printed}".replace("\n", f"\n{indent}  ")
    yield from _section("Notes on what stands above:", map(_note, _inherited(control_list, record, below)))
    yield from _section("Refers to:", (_reference(control_list, ref) for ref in _refs(below)))
    figures = [f"{p.path}: {c.before} in the source; {c.proof}" for p in below for c in p.corrections]
    yield from _section("Figures put right:", figures)
    doubts = [f"{p.path}: {d.text} is probably damaged; look it up in the source" for p in below for d in p.doubts]
    yield from _section("Figures in doubt:", doubts)


def provision_data(control_list: ControlList, record: Provision) -> dict[str, Any]:
    """The same as plain values."""
    below = _below(control_list, record)
    return {
        "list": control_list.id,
        "version": str(control_list.version),
        "regimes": [asdict(regime) for regime in control_list.regimes(control_list.entry(record.path))],
        "above": [asdict(p) for p in control_list.ancestors(record.path)],
        "records": [asdict(p) for p in below],
        "notes": [asdict(p) for p in _inherited(control_list, record, below)],
    }


def change_text(change: Change, colour: bool) -> str:
    """A change: whole paragraphs that came or went, and the words that differ in one that changed."""
    if change.change == "moved":
        return f"{change.path} moved from {change.moved_from}\n    {_indented(change.after or '')}"
    if change.change != "changed":
        sign = "+" if change.after else "-"
        return f"{change.path} {change.change}\n  {sign} {_indented(change.after or change.before or '')}"
    words = "".join(
        piece.text if piece.mark == "same" else _marked(piece.text, piece.mark, colour) for piece in change.pieces
    )
    return f"{change.path} changed\n    {_indented(words)}"


def change_data(change: Change) -> dict[str, Any]:
    """A change as plain values, with its marked pieces."""
    return {**asdict(change), "pieces": [asdict(piece) for piece in change.pieces]}


def disagreement_text(found: Disagreement) -> str:
    """Two paragraphs and the figures that only one of them has."""
    figures = f"{', '.join(found.only_left) or 'no figure'} against {', '.join(found.only_right) or 'no figure'}"
    texts = f"  < {_indented(found.left_text)}\n  > {_indented(found.right_text)}"
    return f"{found.left} and {found.right}: {figures}\n{texts}"


def _marked(text: str, mark: str, colour: bool) -> str:
    opening, closing, paint = _MARKS[mark]
    words = text.lstrip()
    between = text[: len(text) - len(words)]
    return between + (click.style(words, fg=paint) if colour else f"{opening}{words}{closing}")


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")


def _section(title: str, lines: Any) -> Iterator[str]:
    rows = list(lines)
    if rows:
        yield title
        yield from (f"  {_indented(row)}" for row in rows)


def _inherited(control_list: ControlList, record: Provision, below: list[Provision]) -> list[Provision]:
    shown = {p.path for p in below}
    return [note for note in control_list.notes_on(record.path) if note.path not in shown]


def _note(note: Provision) -> str:
    return f"{note.path} ({note.effect}) {note.printed}"


def _refs(records: list[Provision]) -> list[Ref]:
    return list(dict.fromkeys(ref for record in records for ref in record.refs))


def _reference(control_list: ControlList, ref: Ref) -> str:
    try:
        words = control_list.provision(ref.target).text.partition("\n")[0]
    except UnknownCodeError:
        words = "(not in this list)"
    short = words if len(words) <= _TITLE else words[:_TITLE].rsplit(" ", 1)[0] + " …"
    return f"{_RELATIONS[ref.relation]} {ref.target}  {short}"


def _below(control_list: ControlList, record: Provision) -> list[Provision]:
    under = [p for child in control_list.children(record.path) for p in _below(control_list, child)]
    return sorted([record, *under], key=lambda p: p.order)
