"""Finding signed text in the text that a PDF reader extracts.

Extraction keeps characters but not layout: line breaks come anywhere, spaces come and go, ligatures fall apart, and
right-to-left text comes in an order of the reader's own, within a line. So texts are compared without spaces, and a
piece that holds right-to-left letters matches a stretch with the same letters, provided that its left-to-right parts
(numbers, codes, amounts) stand in it unbroken.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_TAKEN = "\0"
_LINE_END_HYPHENS = {"\ufffe": "-", "\x02": "-"}  # how PDFium writes a hyphen that ends a line
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2212"), "-")


def squeeze(text: str) -> str:
    """`text` without spaces and invisible characters, in compatibility decomposition."""
    return "".join(_squeeze_character(character) for character in text)


def _squeeze_character(character: str) -> str:
    character = _LINE_END_HYPHENS.get(character, character)
    if character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Cn"):
        return ""
    return unicodedata.normalize("NFKD", character).translate(_DASHES).replace(" ", "")


def _is_rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def _ltr_runs(text: str) -> list[str]:
    """The unbroken left-to-right words of a text that also holds right-to-left letters."""
    folded = "".join(c if unicodedata.bidirectional(c) in ("L", "EN", "AN") else " " for c in text)
    return [squeeze(run) for run in re.findall(r"\w+", folded)]


class ExtractedText:
    """The text of a PDF, from which signed pieces are taken one after another; what is left over was not signed."""

    def __init__(self, text: str) -> None:
        origin: list[int] = []
        squeezed: list[str] = []
        for index, character in enumerate(text):
            for part in _squeeze_character(character):
                squeezed.append(part)
                origin.append(index)
        self._text, self._origin, self._rest = text, origin, "".join(squeezed)

    def take(self, pieces: Sequence[str], mark: str = _TAKEN) -> bool:
        """Take the first stretch that says `pieces` one after another; False when there is none."""
        wanted = "".join(squeeze(piece) for piece in pieces)
        if not wanted:
            return True
        start = self._find_rtl(pieces, wanted) if _is_rtl(wanted) else self._rest.find(wanted)
        if start < 0:
            return False
        end = start + len(wanted)
        self._rest = self._rest[:start] + mark * len(wanted) + self._rest[end:]
        return True

    def close_gaps(self, mark: str) -> None:
        """Drop what was taken under `mark`, so that what stood before and after it is joined."""
        kept = [index for index, character in enumerate(self._rest) if character != mark]
        self._rest = "".join(self._rest[index] for index in kept)
        self._origin = [self._origin[index] for index in kept]

    def left_over(self) -> list[str]:
        """The stretches that nothing took, as they stand in the text, if they hold a letter or a digit."""
        stretches = (match.span() for match in re.finditer(f"[^{_TAKEN}]+", self._rest))
        return [self._original(start, end) for start, end in stretches if re.search(r"\w", self._rest[start:end])]

    def _original(self, start: int, end: int) -> str:
        text = self._text[self._origin[start] : self._origin[end - 1] + 1]
        return " ".join(text.translate({ord(mark): hyphen for mark, hyphen in _LINE_END_HYPHENS.items()}).split())

    def _find_rtl(self, pieces: Sequence[str], wanted: str) -> int:
        runs = [run for piece in pieces for run in (_ltr_runs(piece) if _is_rtl(piece) else [squeeze(piece)])]
        size = len(wanted)
        missing = Counter(wanted)
        missing.subtract(self._rest[:size])
        unequal = sum(1 for count in missing.values() if count)
        for start in range(len(self._rest) - size + 1):
            if start:
                for character, step in ((self._rest[start - 1], 1), (self._rest[start + size - 1], -1)):
                    before = missing[character]
                    missing[character] += step
                    unequal += (missing[character] != 0) - (before != 0)
            if not unequal and all(run in self._rest[start : start + size] for run in runs):
                return start
        return -1
