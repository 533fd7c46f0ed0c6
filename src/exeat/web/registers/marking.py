"""A text cut into pieces to show: words that matched, thresholds, and references as links. Spans may overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from exeat.domain.controls import ControlList, Provision, UnknownCodeError
from exeat.web.registers.addresses import provision_url

Mark = Literal["word", "threshold", "link"]


@dataclass(frozen=True)
class Span:
    """What is to be seen from `start` to `end` of a text, in characters; `url` is a link's."""

    start: int
    end: int
    mark: Mark
    url: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of a text with everything that is to be seen in it."""

    text: str
    word: bool = False
    threshold: bool = False
    url: str = ""


def pieces(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    """`text` cut at every edge of `spans`, which may come in any order; joined, the pieces are the text."""
    shown = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    edges = sorted({0, len(text), *(span.start for span in shown), *(span.end for span in shown)})
    for start, end in pairwise(edges):
        over = [span for span in shown if span.start <= start and end <= span.end]
        yield Piece(
            text=text[start:end],
            word=any(span.mark == "word" for span in over),
            threshold=any(span.mark == "threshold" for span in over),
            url=next((span.url for span in over if span.mark == "link"), ""),
        )


def references(control_list: ControlList, record: Provision, version: str) -> Iterator[Span]:
    """Where the record's text names another place of the list, with the page of that place in the same version."""
    for ref in record.refs:
        start = record.text.find(ref.target)
        if start < 0:
            continue
        try:
            found = control_list.provision(ref.target)
        except UnknownCodeError:
            continue
        yield Span(start, start + len(ref.target), "link", provision_url(control_list.id, version, found.path))
