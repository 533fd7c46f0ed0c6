"""The lines of a text in which words were found, with marks around the words."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery

from exeat.web.search.services.indexing import CONFIG

_MARK = {"start_sel": "\u2039", "stop_sel": "\u203a"}  # put around found words, and shown as marks by the page


def headline(text: Any, words: SearchQuery) -> SearchHeadline:
    """The pieces of a text (a field, or an expression) that hold the words, for `pieces` to take apart."""
    return SearchHeadline(
        text, words, config=CONFIG, max_words=14, min_words=6, max_fragments=2, fragment_delimiter="\n", **_MARK
    )


def pieces(found: str | None) -> list[list[tuple[str, bool]]]:
    """The lines of a headline that hold a mark, each as pieces of text with whether they are marked."""
    lines = (line.strip() for line in (found or "").splitlines() if _MARK["start_sel"] in line)
    return [_marked(line) for line in list(dict.fromkeys(lines))[:3]]


def _marked(line: str) -> list[tuple[str, bool]]:
    first, *rest = line.split(_MARK["start_sel"])
    marked = [(first, False)]
    for part in rest:
        word, _, after = part.partition(_MARK["stop_sel"])
        marked += [(word, True), (after, False)]
    return [piece for piece in marked if piece[0]]
