"""From two aligned names to a score with its reason: what type, birth date, country and numbers add or take away.

Agreement closes a share of the gap to 1, contradiction keeps a share of the score, so that it always stays in 0..1 and
nothing is ever ruled out. The shares are set by hand, not learnt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exeat.domain.screening.alignment import align
from exeat.domain.screening.model import Adjustment, ListedParty, Party, Why, WordCost
from exeat.domain.screening.normalise import identifier_key

WEAK_NAME_KEEPS = 0.85
OTHER_TYPE_KEEPS = 0.85
OTHER_BIRTH_KEEPS = 0.8
OTHER_COUNTRY_KEEPS = 0.95
SAME_BIRTH_DATE_CLOSES = 0.3
SAME_BIRTH_YEAR_CLOSES = 0.15
SAME_COUNTRY_CLOSES = 0.1
SAME_NUMBER_CLOSES = 0.8


def judge(
    asked: Party, asked_words: Sequence[str], listed: ListedParty, listed_words: Sequence[str], *, weak: bool
) -> tuple[float, tuple[WordCost, ...], tuple[Adjustment, ...]]:
    """The score of a party beside one name of a listed party, with its word costs and adjustments."""
    kind = listed.type if listed.type != "unknown" else asked.type
    name_score, costs = align(asked_words, listed_words, initials=kind != "organisation")
    adjustments: list[Adjustment] = []
    score = name_score
    for factor, note_kind, note in _evidence(asked, listed, weak=weak):
        effect = (1 - score) * factor if factor > 0 else score * factor
        adjustments.append(Adjustment(note_kind, effect, note))
        score += effect
    return round(score, 4), costs, tuple(adjustments)


def _evidence(asked: Party, listed: ListedParty, *, weak: bool) -> Iterable[tuple[float, str, str]]:
    """What speaks for (a share of the gap, positive) or against (a share of the score, negative), and in what words."""
    if weak:
        yield WEAK_NAME_KEEPS - 1, "weak name", "the list itself calls this alias weak"
    if listed.type != asked.type and "unknown" not in (listed.type, asked.type):
        yield OTHER_TYPE_KEEPS - 1, "type", f"listed as {listed.type}, asked about as {asked.type}"
    if asked.born and listed.born:
        yield from _birth(asked.born, listed.born)
    if asked.countries and listed.countries:
        yield _country({one.lower() for one in asked.countries}, listed.countries)
    if shared := shared_number(asked, listed):
        yield SAME_NUMBER_CLOSES, "identifier", f"the number {shared} is listed"


def shared_number(asked: Party, listed: ListedParty) -> str:
    """The first number that the asked party has in common with the listed one, as asked; empty when there is none."""
    known = {plain for one in listed.identifiers if (plain := identifier_key(one.value))}
    return next((one.value for one in asked.identifiers if identifier_key(one.value) in known), "")


def _birth(asked: str, listed: Sequence[str]) -> Iterable[tuple[float, str, str]]:
    """A year off, or another day in the same year, says nothing: sources disagree by that much about one person."""
    if len(asked) == 10 and asked in listed:
        yield SAME_BIRTH_DATE_CLOSES, "birth date", f"born {asked} on both sides"
    elif any(asked.startswith(one) or one.startswith(asked) for one in listed):
        yield SAME_BIRTH_YEAR_CLOSES, "birth date", f"born {asked} agrees with {', '.join(listed)}"
    elif all(abs(int(asked[:4]) - int(one[:4])) > 1 for one in listed):
        yield OTHER_BIRTH_KEEPS - 1, "birth date", f"born {asked}, listed as born {', '.join(listed)}"


def _country(asked: set[str], listed: Sequence[str]) -> tuple[float, str, str]:
    if shared := sorted(asked.intersection(listed)):
        return SAME_COUNTRY_CLOSES, "country", f"{', '.join(shared).upper()} on both sides"
    ours, theirs = ", ".join(sorted(asked)).upper(), ", ".join(listed).upper()
    return OTHER_COUNTRY_KEEPS - 1, "country", f"{ours}, listed with {theirs}"


def explain(name: str, matched_name: str, costs: tuple[WordCost, ...], adjustments: tuple[Adjustment, ...]) -> Why:
    """The reason as data and as one sentence for a person."""
    parts = [_alike(costs), *(said for cost in costs if (said := _said(cost)))]
    parts += [f"{one.note} ({one.effect:+.2f})" for one in adjustments]
    return Why(costs, adjustments, f"“{name}” beside “{matched_name}”: {'; '.join(parts)}.")


def _alike(costs: tuple[WordCost, ...]) -> str:
    same = sum(1 for one in costs if one.kind in ("same", "joined"))
    if not costs or same < len(costs):
        return f"{same} of {len(costs)} words are the same"
    return "the word is the same" if same == 1 else f"all {same} words are the same"


def _said(cost: WordCost) -> str:
    price = f"({-cost.cost:+.2f})"
    match cost.kind:
        case "spelling":
            return f"“{cost.asked}” is listed as “{cost.listed}” {price}"
        case "initial":
            return f"“{cost.asked}” may stand for “{cost.listed}” {price}"
        case "joined":
            return f"“{cost.listed}” with other word breaks"
        case "missing":
            return f"“{cost.listed}” was not given {price}"
        case "extra":
            return f"“{cost.asked}” is not in the listed name {price}"
    return ""
