"""A scenario while it is played: each step is one request by one person at one moment."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

OF_THE_STEP = ("on", "by", "do", "case", "refused", "expect", "why")
WHO = {
    "submit": "exporter", "withdraw": "exporter", "answer": "exporter", "change": "exporter", "surrender": "exporter",
    "register": "officer", "begin": "officer", "classify": "officer", "refer": "officer", "ask": "officer",
    "recommend": "officer", "condition": "officer", "decide": "head", "suspend": "head", "reinstate": "head",
    "acknowledge": "officer", "proceed": "officer", "hear": "exporter",
    "ship": "customs", "reverse": "customs", "verify": "customs",
    "review": "officer", "fulfil": "exporter", "accept": "officer", "send_back": "officer", "release": "head",
    "return": "officer", "hand_in": "exporter", "owed": "officer", "enrol": "exporter", "worker": "nobody",
    "extend": "head", "bring_back": "customs", "ask_review": "exporter", "annul": "appeal", "vary_measure": "appeal",
}  # fmt: skip


@dataclass
class Play:
    """A scenario while it is played: the people, the cases by name, the moment, and what may be done."""

    client: Any
    people: Any
    application: dict[str, Any]
    set_clock: Callable[[datetime], datetime]
    now: datetime
    verbs: Mapping[str, Callable[..., Any]]
    cases: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    last: dict[str, Any] = field(default_factory=dict)

    def step(self, step: Mapping[str, Any]) -> None:
        """Take one step, and see that it ends as the story says."""
        self.now = self.set_clock(step["on"] if "on" in step else self.now + timedelta(hours=1))
        name, do = step.get("case", "case"), step["do"]
        details = {key: value for key, value in step.items() if key not in OF_THE_STEP}
        said = f"{do} on {self.now:%d %B %Y %H:%M}"
        by = step.get("by", WHO.get(do, "officer"))
        answer = self.verbs[do](self, name, by, **details)
        if "refused" in step:
            assert answer.status_code >= 400, f"{said} went through, and should have been refused: {step['refused']}"
            assert step["refused"] in reasons_of(answer), f"{said}: {answer.json()}"
        elif answer is not None:
            assert answer.status_code < 400, f"{said}: {answer.status_code} {answer.content.decode()[:400]}"
        for path, expected in step.get("expect", {}).items():
            assert self.found(name, path) == expected, f"{said}: {path} is {self.found(name, path)!r}"
        self._points_are_kept(name, said)

    def found(self, name: str, path: str) -> Any:
        """A value of the case, or with `licence.` of its licence; the latest answer's with `answer.`."""
        part, _, rest = path.partition(".")
        if part == "answer":
            return self.last[rest]
        if part == "licence":
            value = self.get("officer", f"licences/{self.licence(name)}")
            return _reach(value, rest)
        return _reach(self.get("officer", f"cases/{self.cases[name]}"), path)

    def _points_are_kept(self, name: str, said: str) -> None:
        """After a step of the case, the points of risk beside it are those that would be reckoned now."""
        from exeat.web.audit.models import Event
        from exeat.web.cases.models import Case
        from exeat.web.cases.standing import risk_standing

        case = Case.objects.filter(reference=self.cases.get(name, "")).exclude(state="draft").first()
        if case and Event.objects.filter(subject=case.subject, at=self.now).exists():
            assert case.risk == risk_standing(case, self.now).total, f"{said}: {case.risk} points are kept"

    def licence(self, name: str) -> str:
        """The number of the licence that a case ended in, or of the registration made under that name."""
        if name in self.numbers:
            return self.numbers[name]
        return str(self.get("officer", f"cases/{self.cases[name]}")["licence"])

    def get(self, by: str, path: str) -> Any:
        return self.request(by, "GET", path).json()

    def post(self, by: str, path: str, **body: Any) -> Any:
        return self.request(by, "POST", path, body)

    def request(self, by: str, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        agency = by.removesuffix("_agency")
        at_an_agency = by.endswith("_agency") or (by in self.people.reviewers and by != "customs")
        self.client.force_login(self.people.reviewers[agency] if at_an_agency else getattr(self.people, by))
        content = json.dumps(body, default=str) if body is not None else ""
        return self.client.generic(method, f"/api/{path}", content, "application/json")


def reasons_of(answer: Any) -> set[str]:
    """The codes of what a refused request lacked, or the fields that were wrong."""
    if answer.status_code == 404:
        return {"not found"}
    said = answer.json()
    return {reason["code"] for reason in said.get("refusals", ())} | set(said.get("errors", ()))


def _reach(value: Any, path: str) -> Any:
    for key in path.split("."):
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value
