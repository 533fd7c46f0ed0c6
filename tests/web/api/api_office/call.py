"""The office of the play, and what an example call is."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ANYBODY = "exporter outsider officer head reviewer customs auditor administrator secretary appeal"
AUTHORITY = "officer head auditor"
INSIDE = f"exporter reviewer secretary {AUTHORITY}"
PDF_64 = base64.b64encode(b"%PDF-1.7\nan invented document\n").decode()
BY = {"declaration": "D-9", "declared_on": "2026-04-01", "post": "East Quay"}
REASON = {"reason": "as the file shows"}


PASSWORD = "a long demo password"


@dataclass
class Office:
    """The cases of the play, the users by their part, and a token for each."""

    users: dict[str, Any]
    tokens: dict[str, str]
    cases: dict[str, Any]
    licence: Any
    application: dict[str, Any]

    @property
    def offer(self) -> Any:
        """A partner's offer."""
        from exeat.web.cooperation.models import Offer

        return Offer.objects.earliest("pk")

    @property
    def suspect(self) -> Any:
        """The match in the case under review."""
        return self.cases["under_review"].parties.get(role="end_user").matches.get()

    def latest(self, model: str, field: str = "pk", **like: Any) -> Any:
        """A field, the id unless told, of the newest row of a model, as in `cases.Match`, that is `like` this."""
        from django.apps import apps

        return getattr(apps.get_model(model).objects.filter(**like).latest("pk"), field)

    @property
    def today(self) -> Any:
        """The day of the calls."""
        from django.utils import timezone

        from exeat.web.policy import local_day

        return local_day(timezone.now())

    @property
    def inspector(self) -> int:
        """The official who inspects exporters."""
        from exeat.web.people.models import Official

        return Official.objects.get(agency="authority").pk

    def sitting(self, state: str) -> Any:
        """The committee's sitting in that state."""
        from exeat.web.committee.models import Sitting

        return Sitting.objects.get(state=state)

    def request(self, client: Any, role: str | None, call: Call) -> Any:
        """Make the example call with the token of that role."""
        headers = {"authorization": f"Bearer {self.tokens[role]}"} if role else {}
        path = call.path.format(**{name: value(self) for name, value in call.params.items()})
        body = call.body(self) if callable(call.body) else call.body
        if call.form:
            from django.core.files.uploadedfile import SimpleUploadedFile

            data = {"kind": "contract", "file": SimpleUploadedFile("contract.pdf", b"%PDF-1.7\n")}
            return client.post(f"/api{path}", data, headers=headers)
        return client.generic(
            call.method, f"/api{path}", _json(body) if body is not None else b"", "application/json", headers=headers
        )


def _json(body: Any) -> str:
    import json

    return json.dumps(body)


@dataclass(frozen=True)
class Call:
    """An operation: who may (by part in the play), where, with what, and what is done before it by whom."""

    name: str
    method: str
    path: str
    may: str
    body: Any = None
    params: dict[str, Callable[[Office], Any]] = field(default_factory=dict)
    before: tuple[tuple[str, str], ...] = ()
    form: bool = False


def in_case(name: str) -> dict[str, Callable[[Office], Any]]:
    return {"reference": lambda office: office.cases[name].reference}


def newest(model: str, name: str = "id", field: str = "pk") -> dict[str, Callable[[Office], Any]]:
    return {name: lambda office: office.latest(model, field)}


def of_sitting(state: str) -> dict[str, Callable[[Office], Any]]:
    return {"number": lambda office: office.sitting(state).number}


def of_user(part: str) -> dict[str, Callable[[Office], Any]]:
    return {"id": lambda office: office.users[part].pk}


DENIAL = {
    "reference": "D-7", "authority": "Export Office of Quenland", "state": "QM", "denied_on": "2026-01-12",
    "entries": ["3X001"], "parties": ["Calm Shores Fire Service"], "destination": "AE",
}  # fmt: skip

PROGRAMME = {
    "partner": {"id": "league", "name": "League Programme Office"},
    "offers": [
        {
            "id": "seminar", "kind": "training", "seats": [{"skill": "licensing", "count": 1}],
            "sessions": [{"id": "a", "start": "2026-11-03", "end": "2026-11-04"}], "gain": {"licensing-review": 4},
            "funding": [{"payer": "host", "own_cost": "0", "host_cost": "900.00"}],
        }
    ],
}  # fmt: skip
