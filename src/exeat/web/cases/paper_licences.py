"""A licence that came from paper records, as the application that it might have been granted on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exeat.domain.review import Application


def licensed_application(content: Mapping[str, Any]) -> Application:
    """What the licence document says, under the keys of an application; facts that it does not hold stay empty."""
    lines = (
        {
            "line": line["number"],
            "description": line["description"],
            "nature": "goods",
            "claimed_entry": line["entry"],
            **{name: line[name] for name in ("quantity", "unit", "value", "currency")},
        }
        for line in content["lines"]
    )
    parties = (
        {"type": "organisation", **{name: party[name] for name in ("role", "name", "address", "country")}}
        for party in content["parties"]
    )
    return Application.draft_from_json({"kind": content["kind"], "items": list(lines), "parties": list(parties)})
