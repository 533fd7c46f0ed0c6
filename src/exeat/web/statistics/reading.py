"""A case as statistics see it, read from its events alone: what each event's rows became, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from exeat.domain.review import DECISIONS, destination_of
from exeat.domain.review.policy.changes import WITHOUT_LICENCE
from exeat.domain.statistics import Asked, CaseRecord, GoodsLine, Return, Stay
from exeat.web.audit.models import Event
from exeat.web.cases.models import Case
from exeat.web.cases.standing import clock_of
from exeat.web.policy import local_day, policy

READING = 4
"""Counted up when this module reads events differently, so that stored readings are made anew."""
ON_REVIEW = ("grant", "grant_with_conditions", "suspend_licence", "leave_licence")
ENDS = {f"case.{name}": name for name in (*DECISIONS, "withdraw", "acknowledge_surrender")}
ENDS |= {f"case.vary_to_{name}": name for name in ON_REVIEW}
"""What ends a case, with its outcome; a decision on review counts instead of the one that it supersedes."""


def read_case(case: Case, events: Sequence[Event], now: datetime) -> CaseRecord | None:
    """The case from all its events, in order; None for one that was never handed in.

    None too where nothing is applied for: a licence is given up, or a measure against one weighed.
    """
    first = {kind: _first(events, kind) for kind in ("case.submit", "case.register")}
    if first["case.submit"] is None or case.change in WITHOUT_LICENCE:
        return None
    rows, end = _rows(events), end_of(events)
    reading = clock_of(case, now, list(events)) if first["case.register"] else None
    return CaseRecord(
        reference=case.reference,
        kind=case.kind,
        exporter=str(case.exporter_id),
        destination=destination_of((row["role"], row["country"]) for row in rows["cases.caseparty"].values()),
        received=local_day(first["case.submit"].at),
        registered=first["case.register"] and local_day(first["case.register"].at),
        ended=end and local_day(end.at),
        outcome=ENDS[end.kind] if end else "",
        days=reading.days_used if reading and end else None,
        late=bool(reading and end and reading.overdue),
        grounds=tuple(end.data.get("grounds", ())) if end and end.kind == "case.refuse" else (),
        lines=tuple(_lines(rows)),
        asked=tuple(_asked(events, rows)),
        returns=tuple(
            Return(local_day(event.at), tuple(event.data.get("gaps", ())))
            for event in events
            if event.kind == "case.return"
        ),
        stays=tuple(_stays(events)),
    )


def _first(events: Iterable[Event], kind: str) -> Event | None:
    return next((event for event in events if event.kind == kind), None)


def _rows(events: Iterable[Event]) -> dict[str, dict[str, dict[str, Any]]]:
    """The audited fields of the case's rows as the events left them: by model, then by row."""
    found: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in _MODELS}
    for event in events:
        for name, fields in event.rows.items():
            model, _colon, key = name.partition(":")
            if model in found:
                if fields is None:
                    found[model].pop(key, None)
                else:
                    found[model][key] = fields
    return found


_MODELS = ("cases.caseitem", "cases.caseparty", "cases.classification")


def _lines(rows: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Iterator[GoodsLine]:
    """The lines as classified last, a provision counted under its entry."""
    entries = {str(made["item_id"]): made["entry"].partition(".")[0] for made in rows["cases.classification"].values()}
    for key, item in rows["cases.caseitem"].items():
        worth = policy().in_own_currency(Decimal(item["value"]), item["currency"])
        value = worth.quantize(Decimal("0.01")) if worth.is_finite() else None
        yield GoodsLine(entries.get(key), Decimal(item["quantity"]), item["unit"], value)


@dataclass
class _Question:
    """An agency's file while the events are read."""

    sent: date
    due: date
    answered: date | None = None
    position: str = ""
    silent: bool = False


def _asked(events: Iterable[Event], rows: Mapping[str, Any]) -> Iterator[Asked]:
    questions: dict[str, _Question] = {}
    for event in events:
        day = local_day(event.at)
        for name, fields in event.rows.items():
            if name.startswith("cases.referral:") and event.kind == "case.refer":
                questions[fields["agency"]] = _Question(day, date.fromisoformat(fields["due"]))
        asked = questions.get(event.data.get("agency", ""))
        if asked and event.kind == "case.give_position":
            asked.position, asked.answered = event.data["position"], asked.answered or day
        elif asked and event.kind == "case.let_silence_speak":
            asked.silent = True
    for agency, asked in questions.items():
        days = None if asked.answered is None else policy().calendar.count(asked.sent, asked.answered)
        late = asked.silent or (asked.answered is not None and asked.answered > asked.due)
        yield Asked(agency, asked.sent, asked.answered, days, late, asked.position, asked.silent)


@dataclass
class _Place:
    """With whom a case lies, while its events are read."""

    phase: str = ""
    open_requests: int = 0
    awaited: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        if self.open_requests:
            return "applicant"
        return "agencies" if self.phase == "assessment" and self.awaited else self.phase

    def after(self, event: Event) -> None:
        step = event.kind.removeprefix("case.")
        self.phase = _PHASES.get(step, self.phase)
        if event.kind in ENDS:
            self.phase, self.open_requests, self.awaited = "", 0, set()
        elif step == "request_information":
            self.open_requests += 1
        elif step == "answer_request":
            self.open_requests -= 1
        elif step == "refer":
            self.awaited |= set(event.data.get("agencies", ()))
        elif step in ("give_position", "let_silence_speak"):
            self.awaited.discard(event.data.get("agency", ""))


_PHASES = {
    "submit": "intake",
    "return": "applicant",
    "register": "assessment",
    "reopen": "assessment",
    "annul": "assessment",
    "recommend": "decision",
    "countersign": "decision",
}


def end_of(events: Sequence[Event]) -> Event | None:
    """The event that ended the case; None while it is open, or open again since its decision was annulled."""
    last = next((event for event in reversed(events) if event.kind in ENDS or event.kind == "case.annul"), None)
    return last if last is not None and last.kind in ENDS else None


def _stays(events: Iterable[Event]) -> Iterator[Stay]:
    """How long the case lay with whom: working days between the days on which it moved."""
    place, since = _Place(), None
    for event in events:
        before, day = place.name, local_day(event.at)
        place.after(event)
        if place.name != before:
            if before and since is not None:
                yield Stay(before, day, policy().calendar.count(since, day))
            since = day
