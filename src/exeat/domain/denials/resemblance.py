"""How far a proposed transaction resembles one that was denied, and whether the two are essentially identical.

Essentially identical is a transaction in items with essentially identical parameters or technical characteristics that
involves the same end user or consignee (Regulation (EU) 2021/821, Article 16; the Wassenaar Arrangement's Initial
Elements speak alike). Here the items are told by the entry of the control list, and the parties by a measure of names
that the caller brings. It says where an officer must look; the officer says whether it is so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exeat.domain.denials.words import words_in_common

_ENOUGH_WORDS = 2  # in common, for two statements of end use to be shown beside each other


@dataclass(frozen=True)
class Transaction:
    """Who gets what, where and what for. `entries` are codes of control lists, `parties` names."""

    parties: tuple[str, ...]
    entries: tuple[str, ...]
    destination: str
    end_use: str = ""


@dataclass(frozen=True)
class Resemblance:
    """What a proposed transaction has in common with a denied one.

    `parties` are (proposed name, denied name, how alike 0..1), `entries` (proposed code, denied code), the best of each
    proposed one; `words` those that both statements of end use have.
    """

    parties: tuple[tuple[str, str, float], ...]
    entries: tuple[tuple[str, str], ...]
    same_destination: bool
    words: tuple[str, ...]

    @property
    def identical(self) -> bool:
        """Whether the same items go to the same party, wherever that is now."""
        return bool(self.parties and self.entries)


def compare(
    proposed: Transaction, denied: Transaction, alike: Callable[[str, str], float], least: float
) -> Resemblance | None:
    """What the two have in common; None where no officer need look.

    One looks where a party is as alike as `least` or more, and where the same items go to the same country.
    """
    parties = tuple(one for name in proposed.parties if (one := _nearest(name, denied.parties, alike))[2] >= least)
    entries = tuple(
        (code, other)
        for code in proposed.entries
        if (other := next((one for one in denied.entries if entry_of(one) == entry_of(code)), ""))
    )
    same_destination = proposed.destination == denied.destination
    if not parties and not (entries and same_destination):
        return None
    words = words_in_common(proposed.end_use, denied.end_use)
    return Resemblance(parties, entries, same_destination, words if len(words) >= _ENOUGH_WORDS else ())


def entry_of(code: str) -> str:
    """The entry in which a provision stands: `6A003` of `6A003.b.4`."""
    return code.partition(".")[0].upper()


def _nearest(name: str, others: tuple[str, ...], alike: Callable[[str, str], float]) -> tuple[str, str, float]:
    scored = [(alike(name, other), other) for other in others]
    score, other = max(scored, default=(0.0, ""))
    return name, other, score
