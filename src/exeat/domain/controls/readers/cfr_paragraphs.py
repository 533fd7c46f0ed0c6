"""Paragraphs of the Code of Federal Regulations put down as records: `(a)(1)(i)`, and the appendices' `1.`, `A.`."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

from exeat.domain.controls.readers.outline import Outline, Step
from exeat.domain.controls.readers.source import Sheet
from exeat.domain.controls.records import Kind, Ref

_STAR = r"(?:\*\s*)?"  # significant military equipment, in the munitions list
_BRACKETED = rf"{_STAR}(?:\((?:[a-z]{{1,5}}|[A-Z]|\d{{1,3}})\)\s?)+"
_POINTED = r"(?:(?:\d{1,2}|[A-Za-z]|[IVX]{2,4})\.){1,2}(?=\s)"
_ENUMERATOR = re.compile(rf"(?:{_BRACKETED}|{_POINTED})")
_TOKEN = re.compile(r"\((\w+)\)|(\w+)\.")
_RESERVED = re.compile(r"\((?P<first>\w+)\)\s*(?:[-–—]|through|and)\s*\((?P<last>\w+)\)(?=\s*\[Reserved\])")
_RUN_IN = re.compile(r": 1\.\s(?=[A-Z])(?!.*\s2\.\s)")  # the first of a list on the line that opens it
_SECTION = re.compile(r"(?P<above>\d+)\.(?P<below>\d+)(?=\s)")


class Paragraphs:
    """The records of one entry (a category, an appendix), put down paragraph by paragraph."""

    def __init__(
        self, code: str, label: str, title: str, order: count[int], find: Callable[[str, str], tuple[Ref, ...]]
    ) -> None:
        self.sheet = Sheet(code, order, find)
        self.sheet.put("heading", label, title, code, None)
        self.latest = code
        self._outline = Outline()
        self._opened = True

    def paragraph(self, text: str) -> None:
        """A paragraph: a provision where its enumerator follows on, else a text beside the latest provision."""
        reserved = _RESERVED.match(text)
        match = reserved or _ENUMERATOR.match(text)
        tokens = [("(" if m[1] else ".", m[1] or m[2]) for m in _TOKEN.finditer(match[0])] if match else []
        if reserved:
            tokens = tokens[:1]
        steps = self._outline.place_all(tokens, self._opened) if tokens else None
        path = ".".join([self.sheet.root, *(steps or [])])
        if match is None or steps is None or self.sheet.holds(path):
            self.beside("provision", text)
            return
        if reserved:
            self._outline.skip_to(reserved["last"])
        self.sheet.put("provision", match[0].strip(), text[match.end() :].strip(), path, self._parent(path))
        self.latest, self._opened = path, text.endswith(":")
        if _RUN_IN.search(text):
            self._outline.place(".", "1", opened=True)

    def section(self, text: str) -> None:
        """A heading inside the entry: `1.1 Rotating Components` is a provision, one without a number stands beside."""
        if match := _SECTION.match(text):
            self._outline.restart(Step(".", match["above"], "1"), Step("section", match["below"], "1"))
            path = f"{self.sheet.root}.{match[0]}"
            self.sheet.put("provision", match[0], text[match.end() :].strip(), path, self._parent(path))
            self.latest = path
        else:
            self._outline.restart(*self._outline.steps[:2])
            self.latest = self._parent(".".join([self.sheet.root, *(s.name for s in self._outline.steps), ""]))
            self.beside("heading", text)
        self._opened = True

    def beside(self, kind: Kind, text: str) -> None:
        """A text without a place in the outline, beside the latest provision."""
        self.sheet.beside(kind, "", text, self.latest)
        self._opened = text.endswith(":")

    def _parent(self, path: str) -> str:
        """The nearest path above that is printed."""
        above = path.rpartition(".")[0]
        while not self.sheet.holds(above):
            above = above.rpartition(".")[0]
        return above
