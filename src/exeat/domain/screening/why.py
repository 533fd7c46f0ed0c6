"""From two aligned names to a score with its reason: what type, birth date, country and numbers add or take away.

Names are weighed by what was learnt (``score``); what else is known moves the log-odds by the amounts below, which are
set by hand: no labelled pairs with birth dates were at hand. Nothing is ever ruled out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from exeat.domain.screening.alignment import is_form
from exeat.domain.screening.model import Adjustment, Identifier, Party, Why, WordCost
from exeat.domain.screening.normalise import identifier_key
from exeat.domain.screening.score import NameScore, likelihood, score_names, word_costs

WEAK_NAME = -0.7
FORM_ALONE = -2.5  # where one name is cut off before anything that tells who is meant
OTHER_TYPE = -1.0
SAME_BIRTH_DATE = 2.5
SAME_BIRTH_YEAR = 1.0
OTHER_BIRTH = -2.5
SAME_COUNTRY = 0.5
OTHER_COUNTRY = -0.4
SAME_NUMBER = 3.0  # above even odds, whatever the names are

Evidence = tuple[float, str, str]  # what it adds to the log-odds, its kind, and a note for a person


class Listed(Protocol):
    """What is looked at in a listed party: a ``ListedParty`` has it."""

    @property
    def type(self) -> str: ...
    @property
    def born(self) -> Sequence[str]: ...
    @property
    def countries(self) -> Sequence[str]: ...
    @property
    def identifiers(self) -> Sequence[Identifier]: ...


def judge(
    asked: Party,
    asked_words: Sequence[str],
    listed: Listed,
    listed_words: Sequence[str],
    *,
    weak: bool,
    begun: bool = False,
    least: float = -math.inf,
) -> Judgement | None:
    """A party beside one name of a listed party; None when either name has no words.

    ``begun``: one of the names as written begins the other (``letters.begins_as_written``).
    ``least``: log-odds below which nobody wants to know; None as well, maybe, where they are lower.
    """
    kind = listed.type if listed.type != "unknown" else asked.type
    evidence = _by_kind(weak, asked.type, listed.type)
    if asked.born or asked.countries:
        evidence = (*evidence, *_by_record(asked, listed))
    if begun and (is_form(asked_words) or is_form(listed_words)):
        evidence = (*evidence, (FORM_ALONE, "beginning", "no more than a legal form is known of one of them"))
    moved = sum([one[0] for one in evidence])
    number = shared_number(asked, listed)
    name = score_names(asked_words, listed_words, kind, -math.inf if number else least - moved, begun)
    if name is None:
        return None
    log_odds = name.log_odds + moved
    if number:
        log_odds = max(log_odds, 0.0) + SAME_NUMBER
    return Judgement(likelihood(log_odds), name, evidence, number)


class Judgement(NamedTuple):
    """A score, and what it was made of."""

    score: float
    name: NameScore
    evidence: tuple[Evidence, ...]
    number: str

    def adjustments(self) -> Iterator[Adjustment]:
        """What each thing other than a word did to the score, one after the other."""
        if (best := self.name.best_score) < 1:
            yield Adjustment("name", best - 1, "a whole name like this may still be somebody else's")
        log_odds = self.name.log_odds
        for change, kind, note in self.evidence:
            yield Adjustment(kind, likelihood(log_odds + change) - likelihood(log_odds), note)
            log_odds += change
        if self.number:
            yield Adjustment("identifier", self.score - likelihood(log_odds), f"the number {self.number} is listed")


@cache
def _by_kind(weak: bool, asked: str, listed: str) -> tuple[Evidence, ...]:
    """What a weak name, and the types of both parties, say."""
    found = []
    if weak:
        found.append((WEAK_NAME, "weak name", "the list itself calls this alias weak"))
    if listed != asked and "unknown" not in (listed, asked):
        found.append((OTHER_TYPE, "type", f"listed as {listed}, asked about as {asked}"))
    return tuple(found)


def _by_record(asked: Party, listed: Listed) -> Iterator[Evidence]:
    """What the births and countries of both parties say."""
    if asked.born and listed.born:
        yield from _birth(asked.born, listed.born)
    if asked.countries and listed.countries:
        yield _country({one.lower() for one in asked.countries}, listed.countries)


def shared_number(asked: Party, listed: Listed) -> str:
    """The first number that the asked party has in common with the listed one, as asked; empty when there is none."""
    if not asked.identifiers:
        return ""
    known = {plain for one in listed.identifiers if (plain := identifier_key(one.value))}
    return next((one.value for one in asked.identifiers if identifier_key(one.value) in known), "")


def _birth(asked: str, listed: Sequence[str]) -> Iterator[Evidence]:
    """A year off, or another day in the same year, says nothing: sources disagree by that much about one person."""
    if len(asked) == 10 and asked in listed:
        yield SAME_BIRTH_DATE, "birth date", f"born {asked} on both sides"
    elif any(asked.startswith(one) or one.startswith(asked) for one in listed):
        yield SAME_BIRTH_YEAR, "birth date", f"born {asked} agrees with {', '.join(listed)}"
    elif all(abs(int(asked[:4]) - int(one[:4])) > 1 for one in listed):
        yield OTHER_BIRTH, "birth date", f"born {asked}, listed as born {', '.join(listed)}"


def _country(asked: set[str], listed: Sequence[str]) -> Evidence:
    if shared := sorted(asked.intersection(listed)):
        return SAME_COUNTRY, "country", f"{', '.join(shared).upper()} on both sides"
    ours, theirs = ", ".join(sorted(asked)).upper(), ", ".join(listed).upper()
    return OTHER_COUNTRY, "country", f"{ours}, listed with {theirs}"


def explain(name: str, matched_name: str, found: Judgement) -> Why:
    """The reason as data and as one sentence for a person."""
    costs, adjustments = word_costs(found.name), tuple(found.adjustments())
    parts = [_alike(costs), *[_said(cost) for cost in costs if cost.kind != "same"]]
    parts += [f"{note} ({effect:+.2f})" for _, effect, note in adjustments]
    return Why(costs, adjustments, f"“{name}” beside “{matched_name}”: {'; '.join(parts)}.")


def _alike(costs: tuple[WordCost, ...]) -> str:
    same = sum([cost.kind in ("same", "joined") for cost in costs])
    if same < len(costs):
        return f"{same} of {len(costs)} words are the same"
    return "the word is the same" if same == 1 else f"all {same} words are the same"


_SAID = {
    "slip": "“{asked}” is listed as “{listed}”",
    "spelling": "“{asked}” is listed as “{listed}”",
    "sound": "“{asked}” may be another spelling of “{listed}”",
    "vowels left out": "“{asked}” has the consonants of “{listed}”",
    "cut off": "“{asked}” beside “{listed}”, one cut off",
    "initial": "“{asked}” may stand for “{listed}”",
    "nickname": "“{asked}” and “{listed}” are forms of one name",
    "romanised": "“{asked}” and “{listed}” are Wade-Giles and pinyin for one name",
    "abbreviation": "“{asked}” is short for “{listed}” or the other way round",
    "legal form": "“{asked}” and “{listed}” are legal forms",
    "acronym": "“{asked}” beside “{listed}”, one the first letters of the other",
    "joined": "“{listed}” with other word breaks",
    "other number": "“{asked}” is another number or letter than “{listed}”",
    "exchanged": "the names before and after “{asked}” have changed places",
    "beyond the end": "“{longer}” is beyond the end of the other name, which may be cut off",
    "missing": "“{listed}” was not given",
    "extra": "“{asked}” is not in the listed name",
}


def _said(cost: WordCost) -> str:
    text = _SAID[cost.kind].format(asked=cost.asked, listed=cost.listed, longer=cost.asked or cost.listed)
    return f"{text} ({-cost.cost:+.2f})" if cost.cost >= 0.005 else text
