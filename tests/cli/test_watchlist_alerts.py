"""`exeat watchlists alerts`: what it asks a server, and what it prints."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from exeat.cli import alerts as command_file
from exeat.cli import main

ALERT = {
    "id": 7,
    "change": "new",
    "status": "open",
    "party": {"name": "Lantern Bay Glassworks", "type": "organisation", "country": "XE"},
    "matched_name": "Lantern Bay Glass Works",
    "list": "partner-watch",
    "listed_id": "PW-041",
    "score": 0.961,
    "cases": ["C-2026-00031"],
    "licences": ["XA-2026-00019"],
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a server with one alert was asked."""
    found: list[Any] = []

    class One:
        def get(self, path: str, params: dict[str, Any]) -> dict[str, Any]:
            found.append((path, params))
            return {"count": 51, "page": params["page"], "results": [ALERT]}

    monkeypatch.setattr(command_file, "Server", One)
    return found


def test_alerts_are_listed_with_what_they_touch(asked: list[Any]) -> None:
    result = CliRunner().invoke(main, ["watchlists", "alerts", "--show", "new", "--page", "2"])

    assert result.exit_code == 0
    assert asked == [("alerts", {"show": "new", "page": 2})]
    for part in ("Lantern Bay Glassworks (XE)", "partner-watch PW-041, 0.96", "C-2026-00031, XA-2026-00019"):
        assert part in result.output
    assert "1 of 51 alerts." in result.output


def test_alerts_are_given_as_json(asked: list[Any]) -> None:
    result = CliRunner().invoke(main, ["watchlists", "alerts", "--json"])

    assert json.loads(result.output)["results"] == [ALERT]
