"""Finding signed text in the text that a PDF reader extracts.

Extraction keeps characters but not layout: lines break anywhere, spaces come and go, ligatures fall apart, and text
that holds right-to-left letters comes in an order of the reader's own. So texts are compared without spaces. A piece
that runs left to right must be found exactly; one that holds right-to-left letters matches a stretch with the same
characters, provided that its numbers and Latin words stand in it unbroken.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_TAKEN = "\0"
_LINE_END_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})  # how PDFium writes a hyphen that ends a line
_FOLDED = str.maketrans(")]}›»", "([{‹«", " ·") | dict.fromkeys(map(ord, "\u2010\u2011\u2212"), "-")
_POINTING = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")


def without_pointing(text: str) -> str:
    """`text` without Arabic and Hebrew vowel signs, which extraction repeats and displaces; names do without them."""
    return _POINTING.sub("", text)


def squeeze(text: str) -> str:
    """`text` without spaces, invisible characters and pointing, decomposed; brackets, which bidi mirrors, all open."""
    return "".join(_squeeze_character(character) for character in text)


def _squeeze_character(character: str) -> str:
    character = character.translate(_LINE_END_HYPHENS)
    if character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Cn"):
        return ""
    return without_pointing(unicodedata.normalize("NFKD", character).translate(_FOLDED))


def _is_rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


class _Piece:
    """One text to find: its characters and, when its order is not dependable, the words that must be unbroken."""

    def __init__(self, text: str) -> None:
        self.wanted = squeeze(text)
        self.is_rtl = _is_rtl(text)
        self.letters = sorted(self.wanted)
        latin = "".join(c if unicodedata.bidirectional(c) in ("L", "EN", "AN") else " " for c in text)
        self.words = [squeeze(word) for word in latin.split()]

    def stands_in(self, text: str, start: int) -> bool:
        if not self.is_rtl:
            return text.startswith(self.wanted, start)
        window = text[start : start + len(self.wanted)]
        if window[:1] not in self.letters or sorted(window) != self.letters:
            return False
        return all(word in window for word in self.words)

    def places(self, text: str) -> Iterator[int]:
        if self.is_rtl:
            yield from (start for start in range(len(text)) if self.stands_in(text, start))
            return
        start = text.find(self.wanted)
        while start >= 0:
            yield start
            start = text.find(self.wanted, start + 1)


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

    def take(self, texts: Sequence[str], mark: str = _TAKEN) -> bool:
        """Take the first stretch that says `texts` one right after another; False when there is none."""
        pieces = [piece for piece in map(_Piece, texts) if piece.wanted]
        for start in pieces[0].places(self._rest) if pieces else ():
            end = start
            for piece in pieces:
                if not piece.stands_in(self._rest, end):
                    break
                end += len(piece.wanted)
            else:
                self._rest = self._rest[:start] + mark * (end - start) + self._rest[end:]
                return True
        return not pieces

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
        return " ".join(text.translate(_LINE_END_HYPHENS).split())
