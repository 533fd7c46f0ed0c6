"""Tables of phrases that are looked for in a text, whatever their case, hyphens and plurals."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Generic, TypeVar

Value = TypeVar("Value")

_WORD = re.compile(r"[^\W_]+")


class Phrases(Generic[Value]):
    """Each phrase's value. Of phrases that overlap in a text the one that begins first is found, then the longest."""

    def __init__(self, rows: Iterable[tuple[str, Value]]) -> None:
        self._values = {plain(phrase): value for phrase, value in rows}
        self._longest = max((phrase.count(" ") + 1 for phrase in self._values), default=0)

    def found_in(self, text: str) -> list[tuple[str, Value]]:
        """The phrases of a text with their values, in order."""
        words = plain(text).split()
        found: list[tuple[str, Value]] = []
        at = 0
        while at < len(words):
            phrase, length = self._at(words, at)
            if phrase:
                found.append((phrase, self._values[phrase]))
            at += length
        return found

    def _at(self, words: list[str], at: int) -> tuple[str, int]:
        """The longest phrase that begins at a word, and how many words it takes; "" and one where there is none."""
        for length in range(min(self._longest, len(words) - at), 0, -1):
            spoken = " ".join(words[at : at + length])
            for phrase in (spoken, spoken.removesuffix("s"), spoken.removesuffix("es")):
                if phrase in self._values:
                    return phrase, length
        return "", 1


def table(name: str) -> list[tuple[str, str, str]]:
    """The rows of a table beside this file: section, phrase, and what it stands for."""
    sections = tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
    return [
        (section, phrase, meaning)
        for section, rows in sections.items()
        for meaning, phrases in rows.items()
        for phrase in " ".join(phrases.split()).split(", ")
    ]


def plain(text: str) -> str:
    """Lower-case words with one blank between them."""
    return " ".join(_WORD.findall(text.casefold()))
