"""Real other spellings: names that the UN or Canada give to a party that OFAC lists under other names.

That two entries are the same party is settled without any likeness score, by one of three rules, each of which must
point from one entry to one entry, both ways:

- *number*: they share a passport, identity or ship's number of at least six characters;
- *birth date*: two persons share a whole date of birth (no 1 January, which often stands for an unknown day) and a word
  of at least four letters that at most twenty persons on the SDN list bear;
- *name*: entries of one type share a whole name of two or more words, in any order, and no years of birth contradict.

Asked are then the names of such an entry that are no name of the other one. The third rule, and the second a little,
favour parties that are easy elsewhere in their entry; the rule is kept with each pair so that they can be told apart.
Folding here is plain (case, marks, punctuation) and shares nothing with the engine that is measured.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from split import Half, half

from exeat.domain.screening import ListedParty

MOST_BEARERS = 20
_SEVERAL_NAMES = re.compile(r"[,;/]| and | or ", re.IGNORECASE)  # left together by whoever typed the list


@dataclass(frozen=True, slots=True)
class Alias:
    """A name to ask for, and the listed party that it must find."""

    name: str
    party: ListedParty
    rule: str

    @property
    def half(self) -> Half:
        return half(f"{self.party.list} {self.party.id}")

    @property
    def script(self) -> str:
        letters = [one for one in self.name if one.isalpha()]
        return "Latin" if all("LATIN" in unicodedata.name(one, "") for one in letters) else "other"


def plain_words(name: str) -> tuple[str, ...]:
    """The words of a name without case, marks and punctuation, in alphabetical order."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one))
    return tuple(sorted(re.findall(r"\w+", bare)))


def aliases(listed: Sequence[ListedParty], others: Sequence[ListedParty]) -> list[Alias]:
    """The names of ``others`` to ask for among ``listed``, each once a listed party."""
    rare = _rare_words(listed)
    rules: tuple[tuple[str, Callable[[ListedParty], Iterable[Hashable]]], ...] = (
        ("number", _numbers),
        ("birth date", lambda party: _birth_dates(party, rare)),
        ("name", _names),
    )
    found: dict[tuple[tuple[str, ...], str], Alias] = {}
    for rule, keys in rules:
        for party, other in _one_to_one(listed, others, keys):
            if rule == "name" and _years_contradict(party, other):
                continue
            known = {plain_words(name) for name in (*party.names, *party.weak_names)}
            for name in other.names:
                words = plain_words(name)
                if len(words) > 1 and words not in known and not _SEVERAL_NAMES.search(name):
                    found.setdefault((words, party.id), Alias(name, party, rule))
    return list(found.values())


def _one_to_one(
    listed: Sequence[ListedParty],
    others: Sequence[ListedParty],
    keys: Callable[[ListedParty], Iterable[Hashable]],
) -> list[tuple[ListedParty, ListedParty]]:
    """Pairs that share a key, where neither shares one with anybody else on the other list."""
    by_key = defaultdict(set)
    parties = {party.id: party for party in listed}
    for party in listed:
        for key in keys(party):
            by_key[key].add(party.id)
    partners = [(other, {one for key in keys(other) for one in by_key.get(key, ())}) for other in others]
    times = Counter(one for _, ids in partners for one in ids)
    return [(parties[one], other) for other, ids in partners if len(ids) == 1 for one in ids if times[one] == 1]


def _numbers(party: ListedParty) -> set[str]:
    values = {re.sub(r"\W", "", one.value).upper() for one in party.identifiers}
    return {value for value in values if len(value) >= 6}


def _names(party: ListedParty) -> set[tuple[str, tuple[str, ...]]]:
    return {(party.type, words) for words in map(plain_words, party.names) if len(words) > 1}


def _birth_dates(party: ListedParty, rare: set[str]) -> set[tuple[str, str]]:
    if party.type != "person":
        return set()
    dates = [one for one in party.born if len(one) == len("1960-03-01") and not one.endswith("-01-01")]
    return {(date, word) for date in dates for name in party.names for word in plain_words(name) if word in rare}


def _rare_words(listed: Sequence[ListedParty]) -> set[str]:
    bearers = Counter(
        word
        for party in listed
        if party.type == "person"
        for word in {word for name in party.names for word in plain_words(name)}
    )
    return {word for word, times in bearers.items() if times <= MOST_BEARERS and len(word) >= 4}


def _years_contradict(one: ListedParty, other: ListedParty) -> bool:
    years, others = ({date[:4] for date in party.born} for party in (one, other))
    return bool(years and others and not years & others)
