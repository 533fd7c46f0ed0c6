"""Tables of phrases that are looked for in a text, whatever their case, hyphens and plurals."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Phrases(Generic[Value]):
    """Each phrase's value. Of phrases that overlap in a text the one that begins first is found, then the longest."""

    def __init__(self, rows: Iterable[tuple[str, Value]]) -> None:
        self._values = {plain(phrase): value for phrase, value in rows}
        longest_first = sorted(map(re.escape, self._values), key=len, reverse=True)
        self._pattern = re.compile(rf"\b({'|'.join(longest_first)})(?:e?s)?\b")

    def found_in(self, text: str) -> list[tuple[str, Value]]:
        """The phrases of a text with their values, in order."""
        return [(match[1], self._values[match[1]]) for match in self._pattern.finditer(plain(text))]


def table(name: str) -> list[tuple[str, str, str]]:
    """The rows of a table beside this file: section, phrase, and what stands to its right."""
    sections = tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
    return [
        (section, phrase.strip(), right)
        for section, rows in sections.items()
        for phrases, right in rows.items()
        for phrase in phrases.split(",")
    ]


def plain(text: str) -> str:
    """Lower-case words with one blank between them."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
