"""What the lists say of a product that somebody describes, without an application: nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from exeat.web.accounts.models import User
from exeat.web.classification.selectors.candidates import CandidateView, candidate_view
from exeat.web.registers.asking import candidates
from exeat.web.registers.control_lists import may_read
from exeat.web.registers.lists import load_control_lists

SHOWN = 10


@dataclass(frozen=True)
class Answer:
    """Entries to look at, best first, and the lists that were asked."""

    candidates: tuple[CandidateView, ...]
    consulted: tuple[str, ...]

    @property
    def nearest(self) -> tuple[CandidateView, ...]:
        """The first, and those that are at least half as near."""
        return tuple(one for one in self.candidates if one.score >= self._half)

    @property
    def further(self) -> tuple[CandidateView, ...]:
        """The others: what they share with the description is mostly words that goods of many kinds have."""
        return tuple(one for one in self.candidates if one.score < self._half)

    @property
    def _half(self) -> float:
        return max((one.score for one in self.candidates), default=0.0) / 2


def enquire(*, description: str, facts: str, hs: str, reader: User) -> Answer:
    """The nearest entries of every list in force that the reader may see."""
    lists = {one.id: one for one in load_control_lists() if may_read(reader, one.id)}
    found, _versions = candidates(description=description, facts=facts, hs=hs, top=SHOWN, lists=list(lists.values()))
    return Answer(
        candidates=tuple(candidate_view(one, lists[one["list"]]) for one in found[:SHOWN]),
        consulted=tuple(f"{one.title}, {one.version}" for one in lists.values()),
    )
