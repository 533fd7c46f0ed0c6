"""A file of names screened piece by piece, here, in several processes, or on a cluster: the same lines in any case."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from threading import Lock
from typing import Any

from exeat.adapters.cluster import spread
from exeat.adapters.hands import ClusterFailed, Shipped
from exeat.cli._names import Line
from exeat.domain.screening import ENGINE_VERSION, Match, Party, Watchlist

_AT_ONCE = 100  # names between two steps of the progress bar
_one_at_a_time = Lock()  # a worker of a cluster may run several tasks in threads; a watchlist serves one

_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}  # what JSON leaves as it is

Piece = Sequence[Line]
Screen = Callable[[Iterable[Piece]], Iterator["Screened"]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many matches a name may have, and what score they need."""

    top: int
    min_score: float


@dataclass(frozen=True, slots=True)
class Screened:
    """What became of a piece: its answers as lines of JSON, the lines that could not be read, and where it ends."""

    answers: list[str]
    unread: list[Line]
    end: int


def pieces(lines: Iterable[Line]) -> Iterator[Piece]:
    coming = iter(lines)
    while piece := list(islice(coming, _AT_ONCE)):
        yield piece


def matches(lists: Sequence[Watchlist], parties: Sequence[Party], limits: Limits) -> Iterator[list[Match]]:
    """For each party its best matches from all lists."""
    answers = [one.screen(parties, limits.top, limits.min_score) for one in lists]
    for found in zip(*answers, strict=True):
        together = chain.from_iterable(found)
        yield sorted(together, key=lambda match: (-match.score, match.key))[: limits.top]


def answer(party: Party, found: Sequence[Match]) -> dict[str, Any]:
    """The contract's record of a query and its matches."""
    return {"query": party.name, "matches": [match.as_json() for match in found]}


@contextmanager
def screening(lists: Sequence[Watchlist], limits: Limits, *, workers: int, cluster: str) -> Iterator[Screen]:
    """What screens the pieces of a file, in their order; several workers share one saved index a machine.

    Raises ClusterFailed, here or while screening.
    """
    if workers == 1 and not cluster:
        yield partial(map, partial(_screen, lists, limits))
        return
    with tempfile.TemporaryDirectory() as folder, spread(workers=workers, cluster=cluster) as hands:
        for at, one in enumerate(lists):
            one.save(Path(folder) / f"{at:03}")
        task = partial(_screen_shipped, hands.ship(Path(folder)), ENGINE_VERSION, limits)
        yield partial(hands.map, task)


def _screen_shipped(shipped: Shipped, engine: str, limits: Limits, piece: Piece) -> Screened:
    if engine != ENGINE_VERSION:
        raise ClusterFailed(
            f"a worker screens with engine {ENGINE_VERSION}, and this is {engine}: install the same Exeat"
        )
    with _one_at_a_time:
        return _screen(_loaded(shipped.here()), limits, piece)


@lru_cache(maxsize=1)
def _loaded(folder: Path) -> list[Watchlist]:
    return [Watchlist.load(one) for one in sorted(folder.iterdir())]


def _screen(lists: Sequence[Watchlist], limits: Limits, piece: Piece) -> Screened:
    numbered = [(line.number, line.party) for line in piece if line.party]
    parties = [party for _, party in numbered]
    rows = (
        {"line": number, **answer(party, found)}
        for (number, party), found in zip(numbered, matches(lists, parties, limits), strict=True)
    )
    return Screened(
        answers=[_json_line(row) for row in rows],
        unread=[line for line in piece if not line.party],
        end=piece[-1].end,
    )


def _json_line(row: dict[str, Any]) -> str:
    """A row as JSON that is one line to every reader, also to those who take more than a line feed for an end."""
    return json.dumps(row, ensure_ascii=False).translate(_LINE_ENDS)
