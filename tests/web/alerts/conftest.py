"""A small office that holds parties, and a watchlist that changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def bring(story: Any) -> Callable[..., list[Any]]:
    """Bring a version of the list with these records into force, and do what follows; gives the alerts of it."""

    def change(*records: dict[str, Any], list_id: str = "un-sc") -> list[Any]:
        from exeat.domain.screening import listed_party
        from exeat.domain.screening.importers import Imported
        from exeat.web.alerts.models import Alert
        from exeat.web.alerts.services.rescreening import run_waiting
        from exeat.web.registers.lists import store_watchlist

        run_waiting(now=story.later())  # the fixture's own first version
        known = set(Alert.objects.values_list("pk", flat=True))
        parties = tuple(listed_party(record) for record in records)
        imported = Imported(list_id=list_id, parties=parties, counts=(), sources={"invented": "1" * 64})
        store_watchlist(imported, now=story.later())
        run_waiting(now=story.later())
        return list(Alert.objects.exclude(pk__in=known).order_by("name", "listed_id"))

    return change
