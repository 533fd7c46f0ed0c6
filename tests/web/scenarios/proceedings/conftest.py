"""True-to-life cases through the API: who does what, on which day, by the state's own clock."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

PDF_64 = base64.b64encode(b"%PDF-1.7\nan invented document\n").decode()


@dataclass
class Hand:
    """One person's requests, each expected to be accepted; `refused` expects the opposite and gives the reasons."""

    client: Any
    user: Any
    token: str

    def get(self, path: str) -> Any:
        return self._accepted("GET", path, None)

    def post(self, path: str, **body: Any) -> Any:
        return self._accepted("POST", path, body)

    def put(self, path: str, **body: Any) -> Any:
        return self._accepted("PUT", path, body)

    def refused(self, path: str, **body: Any) -> str:
        answer = self._ask("POST", path, body)
        assert answer.status_code in (403, 404, 409, 422), answer.content
        said = answer.json()
        reasons = [reason["message"] for reason in said.get("refusals", [])]
        return "; ".join(
            [*reasons, *said.get("errors", {}).values(), *([said["message"]] if "message" in said else [])]
        )

    def _accepted(self, method: str, path: str, body: Any) -> Any:
        answer = self._ask(method, path, body)
        assert answer.status_code in (200, 201, 204), f"{method} {path}: {answer.status_code} {answer.content[:500]!r}"
        return answer.json() if answer.content else None

    def _ask(self, method: str, path: str, body: Any) -> Any:
        headers = {"authorization": f"Bearer {self.token}"}
        content = json.dumps(body) if body is not None else b""
        return self.client.generic(method, f"/api{path}", content, "application/json", headers=headers)


class Office:
    """The office, its people by their part, and the day; `on` sets the day, `case` reads one as an officer does."""

    def __init__(self, client: Any, people: Any, application: dict[str, Any], clock: dict[str, datetime]) -> None:
        from exeat.web.accounts.services import create_token

        self._clock, self._application = clock, application
        parts = {name: getattr(people, name) for name in vars(people) if name != "reviewers"} | people.reviewers
        for part, user in parts.items():
            _, token = create_token(user=user, name="scenario", days=3650, now=clock["now"])
            setattr(self, part, Hand(client, user, token))

    def on(self, day: str, hour: str = "09:00") -> datetime:
        """Let it be that hour of that day (`2027-03-01`) in the state."""
        from exeat.web.policy import zone

        moment = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=zone())
        assert moment >= self._clock["now"], "the clock does not go back"
        self._clock["now"] = moment
        return moment

    def case(self, reference: str) -> Any:
        return self.officer.get(f"/cases/{reference}")

    def handed_in(self, **changes: Any) -> str:
        """An application with its documents, submitted; its reference."""
        kinds = ("end_user_certificate", "technical_specification", "contract")
        documents = [{"kind": kind, "file": f"{kind}.pdf", "content": PDF_64} for kind in kinds]
        exporter = {"name": "Quayside Optics", "country": "XA", "registration": "R-1"}
        content = {**self._application, "exporter": exporter, "documents": documents, **changes}
        answer = self.exporter.post("/cases?submit=true", **content)
        assert answer["refusals"] == [], answer["refusals"]
        return answer["reference"]

    def under_review(self, *, entry: str = "3X001.a", **changes: Any) -> str:
        """Handed in, registered and classified, the same day."""
        reference = self.handed_in(**changes)
        self.officer.post(f"/cases/{reference}/register")
        self.officer.post(f"/cases/{reference}/begin-review")
        for item in self.case(reference)["items"]:
            self.officer.post(f"/cases/{reference}/items/{item['line']}/classify", entry=entry, reason="as described")
        return reference

    def referred(self, says: str = "no_objection", text: str = "", **changes: Any) -> str:
        """Under review, referred, and every agency that was asked says the same."""
        reference = self.under_review(**changes)
        self.officer.post(f"/cases/{reference}/refer", end_user_kinds=[])
        for asked in self.case(reference)["referrals"]:
            hand = getattr(self, asked["agency"])
            hand.post(f"/cases/{reference}/position", kind=says, text=text)
        return reference

    def as_days_pass(self) -> None:
        """What the worker does each hour."""
        from exeat.web.cases.tasks import as_days_pass

        as_days_pass(0)


@pytest.fixture
def office(client: Any, people: Any, exporter: Any, lists: None, application: Any, now: datetime,
           monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:  # fmt: skip
    """An office with two control entries and two listed parties, on its first morning."""
    from django.utils import timezone

    clock = {"now": now}
    monkeypatch.setattr(timezone, "now", lambda: clock["now"])
    yield Office(client, people, application, clock)
