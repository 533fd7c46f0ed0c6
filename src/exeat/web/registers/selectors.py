"""The lists by their versions: which is in force, and which earlier ones decisions still cite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from exeat.web.policy import policy
from exeat.web.registers.indexing import Preparation, preparation_of
from exeat.web.registers.models import ControlListVersion, ListVersion, WatchlistVersion


@dataclass(frozen=True)
class ListHistory:
    """A list: the version in force, and the earlier ones that decisions may still cite, the newest first."""

    current: ListVersion
    earlier: tuple[ListVersion, ...]
    effect: str = ""
    legal_basis: str = ""
    preparation: Preparation | None = None
    """How far a control list is from being searched in full; None when it is."""


def watchlist_histories() -> list[ListHistory]:
    """Every watchlist with its legal effect by the policy."""
    rules = policy()
    found = []
    for versions in _by_list(WatchlistVersion.objects):
        rule = rules.watchlist(versions[0].list_id)
        found.append(ListHistory(versions[0], tuple(versions[1:]), rule.effect, rule.legal_basis))
    return found


def control_list_histories() -> list[ListHistory]:
    """Every control list."""
    return [
        ListHistory(versions[0], tuple(versions[1:]), preparation=preparation_of(versions[0]))
        for versions in _by_list(ControlListVersion.objects)
    ]


def _by_list(manager: object) -> Iterable[list[ListVersion]]:
    rows = manager.select_related("imported_by").defer("content").order_by("list_id", "-imported_at", "-pk")
    return [list(versions) for _id, versions in groupby(rows, key=lambda row: row.list_id)]
