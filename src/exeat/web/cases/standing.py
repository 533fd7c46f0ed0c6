"""A case as the rules see it, built from its rows and its events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from exeat.domain.review import (
    MEASURES,
    AppealStanding,
    Application,
    CaseStanding,
    Changed,
    ClockEvent,
    ClockReading,
    ConditionStanding,
    DenialStanding,
    FlagStanding,
    HearingStanding,
    History,
    ItemStanding,
    MatchStanding,
    NoticeStanding,
    OverrideStanding,
    PositionKind,
    ReferralDue,
    ReferralFacts,
    ReferralStanding,
    Risk,
    missing,
    read_clock,
    referrals_due,
    risk_of,
    step_of,
)
from exeat.domain.review import facts_of as referral_facts_of
from exeat.domain.review.blocks import grant_blocks
from exeat.web.audit.models import Event
from exeat.web.cases.before_committee import Concluded, conclusion_of
from exeat.web.cases.models import Case, CaseItem, Match, Referral
from exeat.web.cases.paper_licences import licensed_application
from exeat.web.in_force import counts_on
from exeat.web.obligations.models import Obligation
from exeat.web.obligations.selectors import late, overdue_of, sentences
from exeat.web.policy import local_day, policy, zone

CLOCK = {
    "case.register": "start",
    "case.request_information": "pause",
    "case.answer_request": "resume",
    "case.extend_clock": "extend",
    "case.grant": "stop",
    "case.grant_with_conditions": "stop",
    "case.refuse": "stop",
    "case.find_no_licence_required": "stop",
    "case.give_answer": "stop",
    "case.open_proceeding": "start",
    "case.acknowledge_surrender": "stop",
    **{f"case.{name}": "stop" for name in MEASURES},
    "case.withdraw": "stop",
    "case.annul": "start",
}
"""Which events of a case move its clock. The reason for a pause is `information_request` of the policy."""


PARTS = (
    "items__classifications",
    "parties__matches__exemptions",
    "documents",
    "requests",
    "referrals__positions",
    "conditions",
    "exemptions",
    "overrides",
    "flag_answers",
    "resemblances__denial",
    "meetings__notice",
    "agenda_items__escalations",
    "intended_refusals",
    "decisions",
    "reviews",
)
"""What a requirement of the transition table may look at, read once for all of them."""


def application_of(case: Case) -> Application:
    """The application as last saved; missing parts are empty."""
    return Application.draft_from_json(case.application)


def _rows(related: Any, *parts: str) -> list[Any]:
    """Related rows with parts of theirs, read unless they are at hand."""
    rows = list(related.all())
    prefetch_related_objects(rows, *parts)
    return rows


def current_classification(item: CaseItem):
    """The newest classification of a line, or None."""
    return next(iter(sorted(item.classifications.all(), key=lambda c: (c.at, c.pk), reverse=True)), None)


def current_position(referral: Referral):
    """The newest position of an agency, or None."""
    return next(iter(sorted(referral.positions.all(), key=lambda p: (p.at, p.pk), reverse=True)), None)


def referral_facts(case: Case) -> ReferralFacts:
    """What the referral criteria look at: the goods as classified, where they go, to whom."""
    entries: dict[int, str] = {}
    regimes: dict[int, tuple[str, ...]] = {}
    for item in _rows(case.items, "classifications"):
        if decided := current_classification(item):
            entries[item.line] = decided.entry
            regimes[item.line] = tuple(decided.regimes)
    changes = changed_by(case)
    return referral_facts_of(
        application_of(case),
        policy(),
        entries=entries,
        regimes=regimes,
        end_user_kinds=tuple(case.end_user_kinds),
        before=changes.before if changes else None,
    )


def scrutinised_facts(case: Case, now: datetime) -> ReferralFacts:
    """What the criteria look at, the points of risk among it."""
    facts = referral_facts(case)
    return replace(facts, risk=risk_standing(case, now, facts).total)


def risk_standing(case: Case, now: datetime, facts: ReferralFacts | None = None) -> Risk:
    """The points of risk of the case, from what it says, what is known of its past, and the flags raised."""
    raised = [one.flag for one in case.flag_answers.all() if one.raised]
    return risk_of(facts or referral_facts(case), _history(case, now), raised, policy())


def _history(case: Case, now: datetime) -> History:
    """What is known today: denials in force beside the case, confirmed hits, and the exporter's past with us."""
    today = local_day(now)
    alike = [row.identical for row in _rows(case.resemblances, "denial") if counts_on(row.denial, today)]
    matches = [match for party in _rows(case.parties, "matches") for match in party.matches.all()]
    refused = Case.objects.filter(exporter=case.exporter_id, state="refused").exclude(pk=case.pk)
    owed = Obligation.objects.filter(late(today), licence__exporter=case.exporter_id)
    return History(
        identical_denials=sum(alike),
        alike_denials=len(alike) - sum(alike),
        hits=sum(match.status == Match.Status.CONFIRMED for match in matches),
        refusals=refused.count(),
        late_obligations=owed.count(),
    )


def referrals_for(case: Case) -> tuple[ReferralDue, ...]:
    """The agencies that the policy's criteria name for the case as it is classified now."""
    return referrals_due(referral_facts(case), policy())


def changed_by(case: Case) -> Changed | None:
    """What was licensed, where the case changes a licence: the application that the licence was granted on."""
    licence = case.changes
    if licence is None:
        return None
    before = application_of(licence.case) if licence.case else licensed_application(licence.content)
    return Changed(before, licence.valid_until)


def limit_of(case: Case) -> int:
    """How many working days the authority has: by the change of a licence, else by the kind of application."""
    change = policy().changes.get(case.change)
    return change.working_days if change else policy().clocks.limits[case.kind]


def missing_from(case: Case):
    """What the completeness rules find missing, documents included."""
    kinds = {document.kind for document in case.documents.all() if document.superseded_by_id is None}
    return missing(application_of(case), policy(), kinds, changed_by(case))


def clock_of(case: Case, now: datetime, events: list[Event] | None = None) -> ClockReading:
    """The statutory clock, from the case's events."""
    rows = events if events is not None else list(Event.objects.filter(subject=case.subject, kind__in=CLOCK))
    marks = [
        ClockEvent(
            at=event.at,
            kind=CLOCK[event.kind],
            reason="information_request" if CLOCK[event.kind] in ("pause", "resume") else "",
            days=event.data["days"] if CLOCK[event.kind] == "extend" else 0,
        )
        for event in rows
        if event.kind in CLOCK
    ]
    starts = [position for position, mark in enumerate(marks) if mark.kind == "start"]
    marks = marks[starts[-1] :] if starts else []  # after an annulled decision the time begins again
    return read_clock(marks, limit=limit_of(case), calendar=policy().calendar, now=now, tz=zone())


def standing_of(case: Case, now: datetime, grounds: tuple[str, ...] = ()) -> CaseStanding:
    """Everything that a requirement of the transition table may look at, as the tables are now."""
    return _standing(case, {}, now, grounds)


def standing_as_read(case: Case, now: datetime) -> CaseStanding:
    """The same for a page: what was read with the case is not read again."""
    return _standing(case, case._prefetched_objects_cache, now)


def _standing(case: Case, at_hand: Mapping[str, Any], now: datetime, grounds: tuple[str, ...] = ()) -> CaseStanding:
    rules = policy()
    case = copy(case)
    case._prefetched_objects_cache = dict(at_hand)
    prefetch_related_objects([case], *PARTS)
    events = list(Event.objects.filter(subject=case.subject).order_by("seq"))
    facts = scrutinised_facts(case, now)
    caught = caught_lines(case)
    done_by, recommenders = _people(events)
    committee = conclusion_of(case, facts)
    return CaseStanding(
        state=case.state,
        now=now,
        risk=facts.risk,
        extended=_extended(events),
        kind=case.kind,
        change=case.change,
        exporter_id=case.exporter_id,
        exporter_verified=case.exporter.status == case.exporter.Status.VERIFIED,
        on_paper=case.on_paper,
        missing=tuple(gap.message for gap in missing_from(case)),
        screened=case.screened_at is not None,
        items=tuple(_item(item, caught) for item in case.items.all()),
        matches=tuple(_matches(case)),
        denials=tuple(_denials(case, now)),
        notices=tuple(_notices(case, now)),
        flags=tuple(_flags(case)),
        hearing=_hearing(case, now),
        referrals=tuple(_referrals(case, now, committee)),
        committee=committee.standing,
        appeal=_appeal(case, now, events),
        referrals_due=tuple(due.agency for due in referrals_due(facts, rules)),
        conditions=tuple(
            ConditionStanding(title=c.title, agency=c.agency, dropped=c.dropped_at is not None)
            for c in case.conditions.all()
        ),
        overdue_obligations=sentences(overdue_of(case.exporter, local_day(now))),
        open_requests=sum(one.answered_at is None for one in case.requests.all()),
        embargoes=tuple(_embargoes(case)),
        grounds=grounds,
        countersignature_needed=rules.needs_countersignature(facts),
        done_by=done_by,
        recommenders=recommenders,
        overrides=tuple(OverrideStanding(steps=frozenset(o.steps), expires=o.expires) for o in case.overrides.all()),
    )


def _extended(events: Sequence[Event]) -> int:
    """By how many working days the time was extended since the clock last began."""
    marks = [(CLOCK[event.kind], event) for event in events if event.kind in CLOCK]
    begun = max((position for position, (mark, _) in enumerate(marks) if mark == "start"), default=0)
    return sum(event.data["days"] for mark, event in marks[begun:] if mark == "extend")


def _item(item: CaseItem, caught: Mapping[int, str]) -> ItemStanding:
    decided = current_classification(item)
    notice = caught.get(item.line, "")
    if decided is None:
        return ItemStanding(line=item.line, listed=None, caught=notice)
    return ItemStanding(line=item.line, listed=bool(decided.entry), entry=decided.entry, caught=notice)


def caught_lines(case: Case) -> dict[int, str]:
    """The lines that an officer found licensable by a notice, with its number."""
    applying = [row for row in _rows(case.meetings, "notice") if row.status == "applies"]
    return {line: row.notice.number for row in applying for line in row.lines}


def _notices(case: Case, now: datetime):
    """The notices in force that the case meets."""
    today = local_day(now)
    for row in case.meetings.all():
        if counts_on(row.notice, today):
            yield NoticeStanding(row.notice.number, settled=row.status != "open")


def _flags(case: Case):
    """The red flags that somebody raised."""
    for one in case.flag_answers.all():
        if one.raised:
            known = policy().red_flags.get(one.flag)
            yield FlagStanding(known.text if known else one.flag, weighed=bool(one.weighed))


def _matches(case: Case):
    for party in case.parties.all():
        for match in party.matches.all():
            yield MatchStanding(
                party=party.name,
                list_id=match.list_id,
                listed_id=match.listed_id,
                status=match.status,
                effect=policy().watchlist(match.list_id).effect,
                exempted=any(True for _ in match.exemptions.all()),
            )


def _hearing(case: Case, now: datetime) -> HearingStanding | None:
    """The newest intended refusal; it is over with the applicant's answer, or when the day has passed."""
    newest = max(case.intended_refusals.all(), key=lambda one: (one.at, one.pk), default=None)
    if newest is None:
        return None
    return HearingStanding(due=newest.due, over=newest.answered_at is not None or local_day(now) > newest.due)


def _denials(case: Case, now: datetime):
    """The denials in force that the case resembles."""
    today = local_day(now)
    for row in case.resemblances.all():
        denial = row.denial
        if counts_on(denial, today):
            yield DenialStanding(
                reference=str(denial),
                authority=denial.authority,
                own=denial.own,
                identical=row.identical,
                answered=row.answered,
            )


def _referrals(case: Case, now: datetime, committee: Concluded):
    today = local_day(now)
    for referral in case.referrals.all():
        position = current_position(referral)
        yield ReferralStanding(
            agency=referral.agency,
            position=PositionKind(position.kind) if position else None,
            silence=referral.silence,
            overdue=today > referral.due,
            silence_applied=referral.silence_applied_at is not None,
            lifted=position is not None and committee.lifts(position.at),
            reminded=referral.reminded_at is not None and local_day(referral.reminded_at) == today,
        )


DECIDING = ("open_proceeding", "recommend", "countersign", "decide")


def _appeal(case: Case, now: datetime, events: Sequence[Event]) -> AppealStanding | None:
    """The decision in force, whether its review was asked for, and who took part in it in any round."""
    decision = case.decision
    if decision is None:
        return None
    until = policy().appeals.until(local_day(decision.at))
    review = next((one for one in case.reviews.all() if one.decision_id == decision.pk), None)
    outcome = review.outcome if review else ""
    status = "" if review is None else {"": "open", "withdrawn": "withdrawn"}.get(outcome, "decided")
    deciders: set[int] = set()
    for event in events:
        if step_of(event.kind.removeprefix("case.")) in DECIDING:
            deciders |= {event.actor_id, *event.for_users} - {None}
    in_time = local_day(now) <= until
    on_review = decision.supersedes_id is not None
    return AppealStanding(decision.outcome, until, in_time, status, frozenset(deciders), on_review)


def _embargoes(case: Case):
    """Embargoes that stand without an exemption, as sentences."""
    exempted = {exemption.embargo for exemption in case.exemptions.all()}
    application = application_of(case)
    for block in grant_blocks(application.destination, application.countries, (), policy()):
        if block.kind == "embargo" and block.subject not in exempted:
            yield f"{block.subject} is under embargo ({block.legal_basis}): record an exemption first"


def _people(events: Sequence[Event]) -> tuple[dict[str, frozenset[int]], frozenset[int]]:
    """Who took each step of this round, and who ever proposed or recommended; principals of deputies count too."""
    done: dict[str, set[int]] = defaultdict(set)
    recommenders: set[int] = set()
    for event in events:
        step = step_of(event.kind.removeprefix("case."))
        if step in ("reopen", "annul"):
            done.clear()
        people = {event.actor_id, *event.for_users} - {None}
        done[step] |= people
        if step in ("open_proceeding", "recommend"):
            recommenders |= people
    return {step: frozenset(people) for step, people in done.items()}, frozenset(recommenders)
