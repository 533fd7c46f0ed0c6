"""Many hands, whether processes of this machine or workers of a cluster: what they are given and how they are asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

Argument = TypeVar("Argument")
Answer = TypeVar("Answer")

_ON_THE_WAY = 3  # tasks for each worker that are handed out before the first answer is taken
ARRIVED: dict[str, Path] = {}  # on a worker of a cluster: where what was shipped has been unpacked


class ClusterFailed(Exception):
    """A cluster or a pool of workers that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A folder that every worker has: where it was, and by what name it travelled."""

    path: str
    key: str

    def here(self) -> Path:
        """The folder on the machine where this is asked."""
        return ARRIVED.get(self.key, Path(self.path))


class Workers(Protocol):
    """Many hands."""

    def ship(self, folder: Path) -> Shipped:
        """Brings a folder to each machine."""

    def map(self, task: Callable[[Argument], Answer], arguments: Iterable[Argument]) -> Iterator[Answer]:
        """The answers in the order of the arguments, of which only a few are taken ahead. Raises ClusterFailed."""


def in_order(
    executor: Executor, hands: int, task: Callable[[Argument], Answer], arguments: Iterable[Argument]
) -> Iterator[Answer]:
    """The answers in the order of the arguments, for an executor with so many hands."""
    coming = iter(arguments)
    underway = deque(executor.submit(task, one) for one in islice(coming, hands * _ON_THE_WAY))
    while underway:
        answer = underway.popleft().result()
        underway.extend(executor.submit(task, one) for one in islice(coming, 1))
        yield answer
