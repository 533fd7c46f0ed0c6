"""The register of capabilities: as the pages show it, and as planning needs it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from exeat.web.capabilities.models import Capability
from exeat.web.people.selectors import STATE


def capabilities() -> QuerySet[Capability]:
    """All of them, with what a row of the register shows."""
    return Capability.objects.select_related("responsible").prefetch_related("depends_on", "work", "evidence")


def capabilities_for_planning() -> list[dict[str, Any]]:
    """The capabilities as a scenario writes them: weight, and the gap in units of which a level has twenty."""
    return [
        {"id": row.id, "state": STATE, "weight": row.weight, "gap": row.gap}
        for row in (capability.value for capability in Capability.objects.prefetch_related("depends_on"))
    ]
