"""Names of parties to cases, in whatever spelling they are asked for: by the engine that screens them."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from exeat.domain.screening import Delta, ListedParty, Watchlist
from exeat.web.cases.models import CaseParty

LEAST_SCORE = 0.6
"""From where two names are shown as perhaps one: as for matches of a watchlist, by the engine's calibration."""
MOST_NAMES = 200


@dataclass
class _Known:
    """The names that this process has read, and up to which row."""

    names: Watchlist = field(default_factory=lambda: Watchlist(()))
    seen: set[str] = field(default_factory=set)
    last: int = 0
    lock: Lock = field(default_factory=Lock)


_known = _Known()


def names_like(name: str) -> dict[str, float]:
    """The names that stored parties bear and that may be the one asked for, each with how likely it is, 0..1.

    Names of rows that are gone meanwhile may be among them: whoever asks looks the names up.
    """
    if not name.strip():
        return {}
    with _known.lock:
        _read_new()
        found = next(iter(_known.names.screen([name], top=MOST_NAMES, min_score=LEAST_SCORE)))
    return {match.id: match.score for match in found}


def _read_new() -> None:
    rows = CaseParty.objects.filter(pk__gt=_known.last).order_by("pk").values_list("pk", "name")
    fresh = dict.fromkeys(name for pk, name in rows if name and name not in _known.seen)
    if rows:
        _known.last = max(pk for pk, _ in rows)
    if fresh:
        _known.seen.update(fresh)
        parties = tuple(ListedParty(id=name, list="parties", type="unknown", names=(name,)) for name in fresh)
        _known.names.apply(Delta(added=parties))
