"""What inspectors of the demo did at the sites of `data/inspection.toml`, and what an exporter disclosed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from exeat.web.accounts.models import User
from exeat.web.demo.paper import DATA
from exeat.web.demo.stories import day_back, moment
from exeat.web.inspection.models import Finding, Site, Visit
from exeat.web.inspection.services import disclosing, findings, sites, visits
from exeat.web.people.models import Official
from exeat.web.policy import local_day, policy
from exeat.web.registers.models import Exporter

Act = tuple[datetime, Callable[[], object]]


@dataclass
class Play:
    """The people and companies of the demo, and what came about so far, by the keys of the file."""

    people: Mapping[str, User]
    officials: Mapping[str, Official]
    exporters: Mapping[str, Exporter]
    now: datetime
    sites: dict[str, Site] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)


def inspections(
    people: Mapping[str, User], officials: Mapping[str, Official], exporters: Mapping[str, Exporter], now: datetime
) -> list[Act]:
    """Everything that was done, each with its moment."""
    data = tomllib.loads((DATA / "inspection.toml").read_text())
    play = Play(people, officials, exporters, now)
    acts: list[Act] = [_site(play, row) for row in data["site"]]
    for row in data["visit"]:
        acts += _visit(play, row)
    acts += [_finding(play, row) for row in data["finding"]]
    acts += [_measure(play, row) for row in data["measure"]]
    for row in data["done"]:
        acts += _done(play, row)
    return acts + [_disclosure(play, row) for row in data["disclosure"]]


def _at(play: Play, back: int, clock: str) -> datetime:
    return moment(day_back(play.now, back), clock)


def _site(play: Play, row: dict[str, Any]) -> Act:
    key, by, at = row.pop("key"), play.people[row.pop("by")], _at(play, row.pop("back"), "09:10")
    row["exporter"] = play.exporters[row["exporter"]] if "exporter" in row else None

    def enter() -> None:
        play.sites[key] = sites.enter(given=sites.SiteGiven(**row), by=by, now=at)

    return at, enter


def _visit(play: Play, row: Mapping[str, Any]) -> list[Act]:
    """A visit is planned, its checklist filled in on the first day, and where it was reported, closed."""
    by, planned = play.people[row["by"]], _at(play, row["planned"], "10:00")
    if "ahead" in row:
        first = policy().calendar.add(local_day(play.now), row["ahead"])
    else:
        first = day_back(play.now, row["first"])
    last = policy().calendar.add(first, 1)

    def plan() -> None:
        given = visits.VisitGiven(
            first=first,
            last=last,
            checklists=row["checklists"],
            inspectors=[play.officials[name] for name in row["inspectors"]],
            purpose=Visit.Purpose.FOLLOW_UP if "follows" in row else Visit.Purpose.ROUTINE,
            follows=play.visits.get(row.get("follows", "")),
        )
        play.visits[row["key"]] = visits.plan(site=play.sites[row["site"]], given=given, by=by, now=planned)

    def answer(at: datetime) -> None:
        visit = play.visits[row["key"]]
        not_met = row.get("not_met", ())
        answers = {
            item: ("not_met" if item in not_met else "met", "")
            for item in row.get("answered", visits.questions_of(visit))
        }
        visits.answer(visit=visit, answers=answers, by=by, now=at)

    def report(at: datetime) -> None:
        visits.report(visit=play.visits[row["key"]], summary=row["summary"], by=by, now=at)

    acts: list[Act] = [(planned, plan)]
    if "ahead" not in row:
        begun = _at(play, row["first"], "11:00")
        acts.append((begun, partial(answer, begun)))
    if "reported" in row:
        closed = _at(play, row["reported"], "15:00")
        acts.append((closed, partial(report, closed)))
    return acts


def _finding(play: Play, row: dict[str, Any]) -> Act:
    key, visit = row.pop("key"), row.pop("visit")
    by, at = play.people[row.pop("by")], _at(play, row.pop("back"), "12:00")

    def find() -> None:
        given = findings.FindingGiven(**row)
        play.findings[key] = findings.find(origin=play.visits[visit], given=given, by=by, now=at)

    return at, find


def _measure(play: Play, row: dict[str, Any]) -> Act:
    by, at = play.people[row["by"]], _at(play, row["back"], "10:30")

    def take() -> None:
        finding = play.findings[row["finding"]]
        findings.take_measure(finding=finding, kind=row["kind"], reasons=row["reasons"], by=by, now=at)

    return at, take


def _done(play: Play, row: Mapping[str, Any]) -> list[Act]:
    """The operator reports the correction, and an inspector verifies it."""
    reported, verified = _at(play, row["back"], "16:00"), _at(play, row["verified"], "09:40")

    def report() -> None:
        action = play.findings[row["finding"]].actions.get()
        findings.report_done(action=action, done=row["done"], proof=None, by=play.people[row["by"]], now=reported)

    def verify() -> None:
        action = play.findings[row["finding"]].actions.get()
        findings.verify(action=action, note=row["note"], by=play.people[row["verified_by"]], now=verified)

    return [(reported, report), (verified, verify)]


def _disclosure(play: Play, row: Mapping[str, Any]) -> Act:
    at = _at(play, row["back"], "14:20")
    disclose = partial(
        disclosing.disclose,
        exporter=play.exporters[row["exporter"]],
        text=row["text"],
        discovered_on=day_back(play.now, row["discovered"]),
        by=play.people[row["by"]],
        now=at,
    )
    return at, disclose
