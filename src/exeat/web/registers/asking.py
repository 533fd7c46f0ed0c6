"""Asking the lists in force without a case: entries for goods, matches for a name. For those who review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from exeat.domain.controls import ENGINE_VERSION as CLASSIFIER
from exeat.domain.controls import ControlList
from exeat.domain.review import Role
from exeat.domain.screening import ENGINE_VERSION as SCREENER
from exeat.domain.screening import Party
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.errors import NotPermitted
from exeat.web.registers.lists import load_control_lists, load_watchlists

READERS = (Role.OFFICER, Role.REVIEWER, Role.HEAD, Role.AUDITOR)


def require_reader(user: User, now: datetime) -> None:
    """Raise NotPermitted unless the user works with the lists."""
    if not actor_for(user, now).in_any(READERS):
        raise NotPermitted.because("role", "only those who review applications may do this")


def suggest_entries(
    *, description: str, facts: str, hs: str, top: int, by: User, now: datetime
) -> tuple[list[dict[str, Any]], Sequence[str]]:
    """The nearest entries of every control list in force, best first, and the versions that were asked."""
    require_reader(by, now)
    found, versions = candidates(description=description, facts=facts, hs=hs, top=top)
    return found[:top], [f"{version} ({CLASSIFIER})" for version in versions]


def candidates(
    *, description: str, facts: str, hs: str, top: int, lists: Sequence[ControlList] | None = None
) -> tuple[list[dict[str, Any]], list[str]]:
    """At most `top` candidates of each list (of those in force, unless told), best first, and the versions asked."""
    lists = load_control_lists() if lists is None else lists
    found = [
        {"list": control_list.id, **asdict(candidate)}
        for control_list in lists
        for candidate in control_list.classify(description, facts=facts, hs=hs or None, top=top)
    ]
    found.sort(key=lambda candidate: -candidate["score"])
    return found, [f"{control_list.id} {control_list.version}" for control_list in lists]


def screen_party(
    *, party: Party, top: int, min_score: float, by: User, now: datetime
) -> tuple[list[dict[str, Any]], Sequence[str]]:
    """The closest listed parties of every watchlist in force, best first, and the versions that were asked."""
    require_reader(by, now)
    watchlists = load_watchlists()
    matches = [match for watchlist in watchlists for match in watchlist.screen([party], top, min_score)[0]]
    matches.sort(key=lambda match: -match.score)
    found = [
        {
            "id": match.id,
            "list": match.list,
            "score": match.score,
            "matched_name": match.matched_name,
            "why": match.why.as_json(),
        }
        for match in matches[:top]
    ]
    return found, [f"{one.version} ({SCREENER})" for one in watchlists]
