"""The cases of the demo as they are told in `data/stories/*.toml`, and when each of their steps happened."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from exeat.web.demo.paper import DATA
from exeat.web.policy import local_day, policy, zone


@dataclass(frozen=True)
class Story:
    """A case: who applies for what, and what then happened. `begins` counts working days back from today.

    A `change` names the story whose licence it changes (`of`), how, and what of the first line is to be otherwise.
    """

    id: str
    exporter: str
    applicant: str
    officer: str
    by_letter: bool
    begins: int
    application: Mapping[str, Any]
    documents: tuple[str, ...]
    change: Mapping[str, Any]
    steps: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Step:
    """Something that someone did at a moment: `do` names a function of `steps.py`, `details` are its arguments."""

    at: datetime
    story: Story
    do: str
    by: str
    details: Mapping[str, Any]


def stories() -> list[Story]:
    """Every story, in the order of the files."""
    paths = sorted((DATA / "stories").glob("*.toml"))
    return [_story(table) for path in paths for table in tomllib.loads(path.read_text())["case"]]


def steps(now: datetime) -> list[Step]:
    """All steps of all stories in the order in which they happened, all before today."""
    yesterday = _working_day_back(local_day(now), 1)
    return sorted((step for story in stories() for step in _steps(story, yesterday)), key=lambda step: step.at)


def day_back(now: datetime, working_days: int) -> date:
    """The working day that lies so many working days before today."""
    return _working_day_back(local_day(now), working_days)


def moment(day: date, clock: str) -> datetime:
    """That time of day by the state's clock."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=zone())


USUAL = ("end_user_certificate", "technical_specification")


def _story(table: Mapping[str, Any]) -> Story:
    goods = (
        {"line": line, "nature": "goods", "currency": "USD", **item}
        for line, item in enumerate(table.get("goods", ()), 1)
    )
    use = {
        "statement": table.get("end_use", ""),
        "military": table.get("military", False),
        "wmd": table.get("wmd", False),
    }
    application = {
        "kind": table.get("kind", "export"),
        "applicant_reference": table["reference"],
        "items": list(goods),
        "parties": [{"type": "organisation", **party} for party in table.get("parties", ())],
        "end_use": use,
        "route": table.get("route", []),
    }
    return Story(
        id=table["id"],
        exporter=table["exporter"],
        applicant=table["applicant"],
        officer=table.get("officer", "officer"),
        by_letter=table.get("by_letter", False),
        begins=table["begins"],
        application=application,
        documents=tuple(table.get("documents", () if "change" in table else USUAL)),
        change=table.get("change", {}),
        steps=tuple(table["steps"]),
    )


def _steps(story: Story, yesterday: date) -> Iterator[Step]:
    first = _working_day_back(yesterday, story.begins)
    for row in story.steps:
        details = dict(row)
        day, clock, do = details.pop("day"), details.pop("at"), details.pop("do")
        happened = policy().calendar.add(first, day)
        if happened > yesterday:
            raise ValueError(f"the story {story.id} begins {story.begins} working days back and tells of day {day}")
        by = details.pop("by", _who(do, story, details))
        yield Step(at=moment(happened, clock), story=story, do=do, by=by, details=details)


APPLICANTS = (
    "draft",
    "submit",
    "add_document",
    "withdraw",
    "answer",
    "surrender",
    "answer_measure",
    "ask_review",
    "ask_measure_review",
    "answer_flags",
    "fulfil",
)
SECRETARY = ("call_sitting", "attend", "adjourn", "hear")
HEAD = ("decide", "override", "extend", "suspend", "decide_measure")


def _who(do: str, story: Story, details: Mapping[str, Any]) -> str:
    """Who does such a thing where the story does not say: the case's own officer, unless it is not an officer's."""
    if do in APPLICANTS:
        return story.officer if story.by_letter else story.applicant
    if do in SECRETARY:
        return "secretary"
    if do in ("vary", "vary_measure"):
        return "appeal"
    if do in HEAD:
        return "head"
    if do in ("countersign", "countersign_measure"):
        return "second" if story.officer == "officer" else "officer"
    if agency := details.get("agency") if do in ("position", "note", "drop") else None:
        return "second" if agency == "mfa" else str(agency)
    if do in ("ship", "provisional", "reconcile", "reverse"):
        return "quay"
    return story.officer


def _working_day_back(day: date, count: int) -> date:
    """The working day so many working days before a day."""
    for _ in range(count):
        day -= timedelta(days=1)
        while not policy().calendar.is_working(day):
            day -= timedelta(days=1)
    return day
