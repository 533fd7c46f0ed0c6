"""The values a control list is made of: entries, and one record for each thing that is printed in them.

A record keeps the words as printed; what is understood of them (parent, logic, references) stands beside the words
and never in their place. `label + " " + source_text` of all records in their `order` is the whole of the source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["heading", "provision", "note", "technical_note", "nb", "exclusion", "definition", "licensing"]
"""`exclusion` is a note that takes something out; `licensing` is what a list prints with an entry about licences
(reasons for control, exceptions, the form's own headings) and not about the goods."""

Logic = Literal["all", "any", ""]
"""How a record's children combine: all of them, any of them, or the text does not say."""

Relation = Literal["see_also", "other_than", "specified_in", "technology_for", "residual_of", "mention"]

Effect = Literal["releases", "includes", "defines", "explains", ""]
"""What a note does to the paths it applies to: takes goods out, names goods that are in, says what a term means, or
tells how to read the text. Empty for what is no note."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference from one record to another: the code as a path, and what the words before it make of it."""

    target: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that the source's maker damaged and that was put right: `after` stands at `start` in the text."""

    start: int
    before: str
    after: str
    proof: str
    """Why the value is certain, in a sentence's words: the other list's paragraph, or a printed equivalent."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that is probably damaged and that nothing proves: left as it is, `text` stands at `start`."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Provision:
    """One printed record. `path` is unique in the list: `3A001.a.2`, or `3A001.a.2:note` for what stands beside it."""

    path: str
    kind: Kind
    label: str
    """What is printed in front of the text: `3A001.a.2`, `a.2.`, `Note 1:`; may be empty."""
    text: str
    parent: str | None
    order: int
    """Position in the source, counted over the whole list from 0."""
    logic: Logic = ""
    applies_to: tuple[str, ...] = ()
    """For notes: the paths whose meaning they change."""
    refs: tuple[Ref, ...] = ()
    effect: Effect = ""
    defines: tuple[str, ...] = ()
    """The terms whose meaning the record gives, without their quotation marks."""
    corrections: tuple[Correction, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def printed(self) -> str:
        """The record as it is shown: label and text."""
        return f"{self.label} {self.text}".strip()

    @property
    def source_text(self) -> str:
        """The text as the imported file has it, before any correction."""
        text = self.text
        for made in sorted(self.corrections, key=lambda c: -c.start):
            text = text[: made.start] + made.before + text[made.start + len(made.after) :]
        return text


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the list (`6A003`) with everything printed in it, heading first."""

    code: str
    title: str
    provisions: tuple[Provision, ...]
    regimes: tuple[str, ...] = ()
    """Regimes that the list itself names for the entry; empty where only the number tells."""
    reasons: tuple[str, ...] = ()
    """Reasons for control that the list itself names: `NS`, `MT`."""
    hs: tuple[str, ...] = ()
    """Customs codes that the list itself or the importer's own table names: a hint, never a test."""
    exceptions: tuple[str, ...] = ()
    """Licence exceptions that the list prints with the entry: `LVS: $5000`, `GBS: Yes for 3A001.a.`"""

    @property
    def text(self) -> str:
        """The entry as printed, a record a line."""
        return "\n".join(p.printed for p in self.provisions)


@dataclass(frozen=True, slots=True)
class Version:
    """Which text of the list this is. `effective_until` is the last day in force; None where nothing is said."""

    label: str
    effective_from: date | None = None
    effective_until: date | None = None

    def __str__(self) -> str:
        return self.label
