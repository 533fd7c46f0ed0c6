"""Lists and customers of any size, made from the real ones by damage; the same ones on every machine."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from string import ascii_lowercase

from lists import names_in
from questions import SEED, rows

from exeat.domain.screening import ListedParty, Party


def listed(parties: Sequence[ListedParty], names: int) -> list[ListedParty]:
    """Parties with ``names`` names or a few more: a sample of the real ones, or all of them and invented ones.

    An invented party is a real one whose names each got one word from another party of its type, and a typing mistake
    in every second name: no copy of anybody, and made of the words that lists are made of.
    """
    draw = random.Random(SEED)
    shuffled = draw.sample(parties, len(parties))
    found: list[ListedParty] = []
    have = 0
    for party in _endless(shuffled, draw):
        if have >= names:
            return found
        found.append(party)
        have += names_in([party])
    raise AssertionError("an endless supply has ended")


def _endless(parties: Sequence[ListedParty], draw: random.Random) -> Iterator[ListedParty]:
    yield from parties
    words: dict[str, list[str]] = defaultdict(list)
    for party in parties:
        words[party.type].extend(word for name in party.names for word in name.split() if len(word) > 3)
    generation = 0
    while True:
        generation += 1
        for party in parties:
            names = tuple(_damaged(name, words[party.type], draw) for name in party.names)
            yield replace(party, id=f"{party.id}/{generation}", names=names, weak_names=())


def _damaged(name: str, words: Sequence[str], draw: random.Random) -> str:
    parts = name.split()
    parts[draw.randrange(len(parts))] = draw.choice(words)
    if draw.random() < 0.5:
        place = draw.randrange(len(parts))
        letter = draw.randrange(len(parts[place]))
        parts[place] = parts[place][:letter] + draw.choice(ascii_lowercase) + parts[place][letter + 1 :]
    return " ".join(parts)


def customers(number: int, parties: Sequence[ListedParty]) -> list[Party]:
    """Parties to re-screen: invented people, every hundredth a listed name; beyond 40,000 with names exchanged."""
    draw = random.Random(SEED)
    people = [*rows("clean_people_global.csv"), *rows("clean_people_us.csv")]
    found = []
    for place in range(number):
        if place % 100 == 0:
            one = draw.choice(parties)
            found.append(Party(one.names[0], one.type))
            continue
        row = people[place % len(people)]
        name = row["full_name"]
        if place >= len(people):
            name = f"{row['first_name']} {draw.choice(people)['last_name']}"
        found.append(Party(name, "person", row["date_of_birth"] or None))
    return found
