"""Re-screening the other way round: what a new version of a list means for parties that were screened before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exeat.domain.screening.model import Alert, Match, Party, PartyKey
from exeat.domain.screening.watchlist import Watchlist, diff

ALERT_SCORE = 0.7  # a match below this alerts nobody


def rescreen(
    wl_old: Watchlist, wl_new: Watchlist, parties: Iterable[Party], min_score: float = ALERT_SCORE
) -> list[Alert]:
    """The matches at or above ``min_score`` that came, changed or went between two versions, in the parties' order.

    Only entries that differ between the versions are searched. That gives what screening every party against both
    whole lists and comparing would give, because a match depends on the party and the listed entry alone.
    """
    asked = list(parties)
    delta = diff(wl_old, wl_new)
    touched = (*delta.removed, *(party.key for party in delta.changed))
    before = Watchlist(wl_old[key] for key in touched).screen(asked, top=None, min_score=min_score)
    after = Watchlist((*delta.added, *delta.changed)).screen(asked, top=None, min_score=min_score)
    return [
        alert
        for party, was, now in zip(asked, before, after, strict=True)
        for alert in _alerts(party, {match.key: match for match in was}, {match.key: match for match in now})
    ]


def _alerts(party: Party, was: dict[PartyKey, Match], now: dict[PartyKey, Match]) -> Iterator[Alert]:
    for key in sorted(was.keys() | now.keys()):
        if key not in was:
            yield Alert(party, now[key], "new")
        elif key not in now:
            yield Alert(party, was[key], "cleared", before=was[key])
        elif was[key] != now[key]:
            yield Alert(party, now[key], "changed", before=was[key])
