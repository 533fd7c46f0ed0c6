"""When a question that the authority answered comes again: the same parties, and goods described in the same words.

An answer is offered, never applied: whoever asks decides whether it is the same question, and the officer whether it
still holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from exeat.domain.review.application import Application, Item, Party

RECIPIENTS = ("consignee", "end_user", "ultimate_end_user")
LEAST_WORDS_SHARED = 0.6
"""The part of both descriptions' words that two lines of goods must share to be the same goods in question."""

Alike = Callable[[str, str], float]
"""How alike two names are, from 0 to 1."""


def same_question(asked: Application, answered: Application, alike: Alike, least: float) -> bool:
    """Whether an answer to `answered` answers `asked`: every recipient and every line of goods occurs there.

    `least` is how alike two names must be. An application that names no recipient asks about goods alone.
    """
    return _same_recipients(asked, answered, alike, least) and all(
        any(_same_goods(item, other) for other in answered.items) for item in asked.items
    )


def about_recipients(application: Application, answered: Application, alike: Alike, least: float) -> bool:
    """Whether an answer speaks of somebody to whom the goods of an application go."""
    return any(
        _same_party(party, other, alike, least) for party in _recipients(application) for other in _recipients(answered)
    )


def _same_recipients(asked: Application, answered: Application, alike: Alike, least: float) -> bool:
    mine, theirs = _recipients(asked), _recipients(answered)
    return bool(mine) == bool(theirs) and all(
        any(_same_party(party, other, alike, least) for other in theirs) for party in mine
    )


def _recipients(application: Application) -> Sequence[Party]:
    return [party for party in application.parties if party.role in RECIPIENTS and party.name]


def _same_party(one: Party, other: Party, alike: Alike, least: float) -> bool:
    return one.country == other.country and alike(one.name, other.name) >= least


def _same_goods(one: Item, other: Item) -> bool:
    first, second = _words(one), _words(other)
    return bool(first) and len(first & second) >= LEAST_WORDS_SHARED * len(first | second)


def _words(item: Item) -> set[str]:
    return set(re.findall(r"\w+", f"{item.description} {item.facts}".casefold()))
