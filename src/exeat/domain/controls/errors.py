"""What goes wrong with a control list, said to the person who has to put it right."""

from __future__ import annotations

from pathlib import Path


class ControlListError(ValueError):
    """A control list cannot be read, stored or asked; the message is one plain sentence."""


class SourceError(ControlListError):
    """A published file is truncated, malformed or not what its format says: nothing was imported."""

    def __init__(self, file: Path, line: int | None, problem: str) -> None:
        self.file, self.line, self.problem = file, line, problem
        super().__init__(f"{file}{f', line {line}' if line else ''}: {problem}")


class NotInForceError(ControlListError):
    """The version at hand was not in force on the day asked for, or does not say when it was."""


class UnknownCodeError(ControlListError, KeyError):
    """The list has no entry or provision of that code."""

    __str__ = ControlListError.__str__
