"""Re-screening the other way round: what a new version of a list means for parties that were screened before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from exeat.domain.screening.engine import AT_ONCE, Best
from exeat.domain.screening.model import Alert, ListedParty, Match, Party, PartyKey
from exeat.domain.screening.normalise import identifier_key
from exeat.domain.screening.records import Records
from exeat.domain.screening.segment import Name, Segment, Sought, readable_names
from exeat.domain.screening.watchlist import Watchlist, diff

ALERT_SCORE = 0.7  # a match below this alerts nobody


class StoredParties:
    """Parties that were screened before, indexed once so that listed parties can be looked up among them.

    Whether two names are candidates does not depend on which is asked about, so that this finds what asking for each
    party finds.
    """

    def __init__(self, parties: Iterable[Party]) -> None:
        self.parties = tuple(parties)
        records = [
            ListedParty(str(at), "", party.type, (party.name,), identifiers=party.identifiers)
            for at, party in enumerate(self.parties)
        ]
        self._segment = Segment(Records(records))

    def __len__(self) -> int:
        return len(self.parties)

    def matches(self, entries: Iterable[ListedParty], min_score: float) -> dict[int, list[Match]]:
        """For each party, by its place, its matches among the entries; parties without one are left out."""
        names, sought = [], []
        for entry in entries:
            numbers = [identifier_key(one.value) for one in entry.identifiers]
            for order, (place, words, written) in enumerate(readable_names(entry)):
                names.append(Name.of(entry, place, words))
                sought.append(Sought(words, entry.type, numbers if order == 0 else (), written))
        best: dict[int, Best] = {}
        places = range(0, len(sought), AT_ONCE)
        found = chain.from_iterable(self._segment.find(sought[at : at + AT_ONCE]) for at in places)
        for name, those in zip(names, found, strict=True):
            for stored in those:
                at = int(stored.key[1])
                name.begun = stored.begun
                best.setdefault(at, Best(min_score)).consider(self.parties[at], stored.words, name)
        matched = {at: one.matches(self.parties[at]) for at, one in best.items()}
        return {at: matches for at, matches in matched.items() if matches}


def rescreen(
    wl_old: Watchlist, wl_new: Watchlist, parties: Iterable[Party] | StoredParties, min_score: float = ALERT_SCORE
) -> list[Alert]:
    """The matches at or above ``min_score`` that came, changed or went between two versions, in the parties' order.

    Only entries that differ between the versions are compared. That gives what screening every party against both
    whole lists and comparing would give, because a match depends on the party and the listed entry alone. Whoever asks
    again and again hands over ``StoredParties``, so that they are indexed once.
    """
    delta = diff(wl_old, wl_new)
    before = [wl_old[key] for key in (*delta.removed, *(party.key for party in delta.changed))]
    after = [*delta.added, *delta.changed]
    asked = parties.parties if isinstance(parties, StoredParties) else tuple(parties)
    if isinstance(parties, StoredParties) or len(asked) > len(before) + len(after):
        stored = parties if isinstance(parties, StoredParties) else StoredParties(asked)
        was, now = stored.matches(before, min_score), stored.matches(after, min_score)
    else:
        was, now = _screened(before, asked, min_score), _screened(after, asked, min_score)
    return [
        alert
        for at in sorted(was.keys() | now.keys())
        for alert in _alerts(asked[at], _by_key(was.get(at, [])), _by_key(now.get(at, [])))
    ]


def _screened(entries: Iterable[ListedParty], asked: Iterable[Party], min_score: float) -> dict[int, list[Match]]:
    found = Watchlist(entries).screen(asked, top=None, min_score=min_score)
    return {at: matches for at, matches in enumerate(found) if matches}


def _by_key(matches: Iterable[Match]) -> Mapping[PartyKey, Match]:
    return {match.key: match for match in matches}


def _alerts(party: Party, was: Mapping[PartyKey, Match], now: Mapping[PartyKey, Match]) -> Iterator[Alert]:
    for key in sorted(was.keys() | now.keys()):
        if key not in was:
            yield Alert(party, now[key], "new")
        elif key not in now:
            yield Alert(party, was[key], "cleared", before=was[key])
        elif was[key] != now[key]:
            yield Alert(party, now[key], "changed", before=was[key])
