"""An entry as a tree of paragraphs with their tests: what must all hold, of what one is enough, what releases goods."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from exeat.domain.controls.edition import Edition
from exeat.domain.controls.judging.weighing import Test
from exeat.domain.controls.records import Entry, Provision
from exeat.domain.controls.thresholds import Threshold, read
from exeat.domain.controls.thresholds.algebra import Dimension
from exeat.domain.controls.thresholds.numbers import Comma

_ENDS_IN_OR = re.compile(r"[;,]\s*or\s*$")
_ALTERNATIVES = re.compile(
    r"does? not (?:control|apply to|include)\s+(?P<goods>[^:;.]*?)\s+having (?:any|either) of the following:?"
)
_ITEM = re.compile(r"(?:^|[\s:;])a[.)]\s+(?P<first>.*?)(?=;|\s+b[.)]\s|$)", re.S)
_NOTHING_MORE = re.compile(r"(?:\b(?:an?|the|maximum|minimum|having|of|and|or|with)\b|[\s;,.])+", re.I)
_SPECIFIED = re.compile(r"\b(?:specified|controlled|described) (?:in|by)\b")


@dataclass(frozen=True, slots=True)
class Release:
    """An alternative of an exclusion note that asks for one figure and nothing else; meeting it releases goods."""

    note: str
    test: Test


@dataclass(frozen=True)
class Node:
    """A paragraph: its own tests, its children, and how they combine."""

    path: str
    tests: tuple[Test, ...]
    children: tuple[Node, ...]
    all_children: bool
    releases: tuple[Release, ...]
    refers_to: str
    """The one provision whose goods this paragraph takes in ("containing circuits specified in X"), or ""."""

    def all(self) -> Iterator[Node]:
        """The paragraph and all under it."""
        yield self
        for child in self.children:
            yield from child.all()

    @cached_property
    def in_words(self) -> bool:
        """Whether no figure can bear on the paragraph or on anything under it."""
        tested = self.tests or self.releases or self.refers_to
        return not tested and all(child.in_words for child in self.children)


def outline(control_list: Edition, entry: Entry, known: str | None = None) -> Node:
    """The tree of an entry, its heading as the root. `known` are its thresholds as an index keeps them."""
    kept = None if known is None else json.loads(known)
    under: dict[str, list[Provision]] = {}
    notes: dict[str, list[Provision]] = {}
    for record in entry.provisions[1:]:
        if record.kind == "provision" and record.parent:
            under.setdefault(record.parent, []).append(record)
        elif record.kind == "exclusion":
            for path in record.applies_to:
                notes.setdefault(path, []).append(record)
    comma: Comma = "decimal" if control_list.numbering == "eu" else "thousands"

    def node(record: Provision, above: tuple[Provision, ...]) -> Node:
        if kept is None:
            thresholds = read(record.text, comma, above[-1].text if above else "").thresholds
        else:
            thresholds = tuple(map(Threshold.from_dict, kept.get(record.path, ())))
        children = under.get(record.path, [])
        return Node(
            record.path,
            tuple(Test.of(record.path, threshold) for threshold in thresholds),
            tuple(node(child, (*above, record)) for child in children),
            record.logic == "all" and not any(_ENDS_IN_OR.search(child.text) for child in children[:-1]),
            tuple(r for note in notes.get(record.path, ()) for r in _releases(note, comma, (*above, record))),
            _reference(record),
        )

    root = node(entry.provisions[0], ())
    _mark_alone([test for each in root.all() for test in (*each.tests, *(r.test for r in each.releases))])
    return root


def _mark_alone(tests: list[Test]) -> None:
    """Tell the tests of an entry which of them ask for the only quantity of their dimension."""
    quantities: dict[Dimension, set[str]] = {}
    for test in tests:
        quantities.setdefault(test.dimension, set()).add(test.quantity)
    for test in tests:
        test.alone = len(quantities[test.dimension]) == 1


def _releases(note: Provision, comma: Comma, above: tuple[Provision, ...]) -> list[Release]:
    """The first alternative of a note, when it is about the same goods and is one figure without further words."""
    opening = _ALTERNATIVES.search(note.text)
    item = _ITEM.match(note.text[opening.end() :]) if opening else None
    if opening is None or item is None:
        return []
    goods = set(opening["goods"].casefold().split())
    if not goods <= set(" ".join(record.text for record in above).casefold().split()):
        return []
    text = item["first"]
    found = read(text, comma).thresholds
    if len(found) != 1:
        return []
    left = (text[: found[0].start] + text[found[0].end :]).casefold().replace(found[0].quantity.casefold(), "")
    return [] if _NOTHING_MORE.sub("", left) else [Release(note.path, Test.of(note.path, found[0]))]


def _reference(record: Provision) -> str:
    """Where a paragraph of goods names exactly one provision as what they contain."""
    targets = {ref.target for ref in record.refs if ref.relation == "specified_in"}
    others = [ref for ref in record.refs if ref.relation != "specified_in"]
    if len(targets) != 1 or others or record.path[1:2] not in "ABC" or " to " in record.text:
        return ""
    target = targets.pop()
    return "" if record.path.startswith(f"{target}.") else target
