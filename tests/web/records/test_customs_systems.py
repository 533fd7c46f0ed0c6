"""Customs systems are told of every change of a licence, signed, in order, and again when they were away."""

from __future__ import annotations

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from exeat.domain.licences import open_signed
from exeat.web.audit.keys import public_keys
from exeat.web.licences.services.issuing import change_state
from exeat.web.records.models import Handover
from exeat.web.records.selectors import undelivered
from exeat.web.records.services import customs


def statement_in(path: Path) -> dict[str, Any]:
    return open_signed(path.read_text(), public_keys())


def suspend(story: Any, licence: Any) -> None:
    change_state(licence=licence, action="suspend", reason="a tip", by=story.people.head, now=story.later())


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.CUSTOMS_FOLDER = str(tmp_path / "drop")
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


def test_a_statement_of_each_changed_licence_is_dropped_and_replaced(story: Any, folder: Path) -> None:
    licence = story.granted()
    customs.note_changes(now=story.now)
    assert customs.deliver(now=story.now) == 1
    first = statement_in(folder / f"{licence.number}.jws")
    assert (first["v"], first["state"], first["lines"][0]["remaining"]) == ("customs-licence-1", "active", "4")

    suspend(story, licence)
    customs.note_changes(now=story.now)
    customs.deliver(now=story.now)
    second = statement_in(folder / f"{licence.number}.jws")
    assert (second["state"], second["seq"] > first["seq"]) == ("suspended", True)
    assert [path.name for path in folder.iterdir()] == [f"{licence.number}.jws"]


def test_nothing_is_told_twice(story: Any, folder: Path) -> None:
    story.granted()
    assert (customs.note_changes(now=story.now), customs.deliver(now=story.now)) == (1, 1)
    assert (customs.note_changes(now=story.now), customs.deliver(now=story.now)) == (0, 0)


def test_a_system_that_is_away_is_told_later_and_what_was_superseded_is_not(
    story: Any, tmp_path: Path, settings: Any
) -> None:
    settings.CUSTOMS_FOLDER = str(tmp_path / "absent")
    licence = story.granted()
    customs.note_changes(now=story.now)
    assert customs.deliver(now=story.now) == 0
    assert "absent" in undelivered().get().error
    assert customs.deliver(now=story.now + timedelta(seconds=20)) == 0
    assert Handover.objects.get().attempts == 1, "a second attempt waits a minute"

    suspend(story, licence)
    customs.note_changes(now=story.now)
    (tmp_path / "absent").mkdir()
    assert customs.deliver(now=story.now) == 1
    assert not undelivered().exists()
    assert Handover.objects.filter(delivered_at=None).count() == 1


def test_a_statement_is_posted_where_an_address_is_named(story: Any, settings: Any) -> None:
    received: list[tuple[str, bytes]] = []

    class System(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append((self.headers["Content-Type"], self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204 if len(received) > 1 else 503)
            self.end_headers()

        def log_message(self, *arguments: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), System)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        settings.CUSTOMS_URL = f"http://127.0.0.1:{server.server_port}/licences"
        licence = story.granted()
        customs.note_changes(now=story.now)
        assert customs.deliver(now=story.now) == 0
        assert "503" in Handover.objects.get().error
        assert customs.deliver(now=story.later()) == 1
    finally:
        server.shutdown()
        server.server_close()
    assert received[0][0] == "application/jose"
    assert open_signed(received[1][1].decode(), public_keys())["number"] == licence.number
