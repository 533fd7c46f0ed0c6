"""The page of a case as one reader may see it. The number of queries does not grow with the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch

from exeat.domain.review import (
    OWN_MOTION,
    Actor,
    Application,
    ClockReading,
    Difference,
    Missing,
    ReferralDue,
    Risk,
    Role,
)
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.appeals.selectors import ReviewView, reviewable_until, reviews_of
from exeat.web.audit.models import Event
from exeat.web.cases.models import AgencyNote, Case, Classification, Condition, Document, Match, Position, Referral
from exeat.web.cases.selectors.changes import differences_of
from exeat.web.cases.selectors.goods import Goods, goods_of
from exeat.web.cases.selectors.obstacles import Obstacle, obstacles_of
from exeat.web.cases.selectors.opinions import opinions_for
from exeat.web.cases.selectors.related import Related, related_cases
from exeat.web.cases.selectors.screening import PartyView, parties_of
from exeat.web.cases.selectors.steps import Signing, Step, decisions_of, signing_of, steps_of
from exeat.web.cases.selectors.timeline import Happening, timeline_of
from exeat.web.cases.services.applying import may_add_document
from exeat.web.cases.services.noting import house_of
from exeat.web.cases.services.referring import may_drop
from exeat.web.cases.standing import (
    application_of,
    clock_of,
    current_position,
    missing_from,
    referrals_for,
    risk_standing,
    standing_as_read,
)
from exeat.web.committee.selectors import BeforeCommittee, before_committee
from exeat.web.denials.selectors import ResemblanceView, resemblances_of
from exeat.web.inspection.selectors import Standing, standing_against
from exeat.web.licences.models import Licence
from exeat.web.obligations.models import Obligation
from exeat.web.obligations.selectors import overdue_of
from exeat.web.permissions import AUTHORITY, visible_cases, visible_documents, visible_notes
from exeat.web.policy import local_day
from exeat.web.scrutiny.selectors import FlagView, MeetingView, flags_of, meetings_of

ONWARD = ("submit", "acknowledge_surrender", "register", "begin_review", "refer", "recommend", "countersign")
"""Steps that move a case on; what they still need is said in full."""
BESIDE = (
    "countersign",
    "return",
    "request_information",
    "refer",
    "reopen",
    "extend_clock",
    "record_override",
    "withdraw",
)
"""Other steps on the whole case. The rest stand beside the part of the case that they are taken on."""


@dataclass(frozen=True)
class ReferralView:
    """An agency that was asked, its position in force and those that it superseded."""

    referral: Referral
    position: Position | None
    earlier: tuple[Position, ...]
    late: bool
    may_let_speak: bool


@dataclass(frozen=True)
class ConditionView:
    """A condition, and whether it is the reader's to drop."""

    condition: Condition
    may_drop: bool


@dataclass(frozen=True)
class CasePage:
    """Everything that the page shows. `inside` is whether the reader sees the assessment, or only the application."""

    case: Case
    application: Application
    inside: bool
    actor: Actor
    clock: ClockReading
    hearing_open: bool
    totals: tuple[tuple[str, Decimal], ...]
    steps: dict[str, Step]
    decisions: list[Step]
    signing: Signing
    gaps: list[Missing]
    goods: list[Goods]
    parties: list[PartyView]
    resemblances: list[ResemblanceView]
    obstacles: list[Obstacle]
    risk: Risk
    meetings: list[MeetingView]
    flags: list[FlagView]
    inspection: Standing | None
    committee: list[BeforeCommittee]
    reviews: list[ReviewView]
    reviewable_until: date | None
    referrals: list[ReferralView]
    to_refer: tuple[ReferralDue, ...]
    notes: list[AgencyNote]
    note_house: str | None
    documents: list[Document]
    may_add_documents: bool
    conditions: list[ConditionView]
    related: list[Related]
    timeline: list[Happening]
    owed: list[Obligation]
    opinions: list[Licence]
    differences: tuple[Difference, ...]

    @property
    def review_open(self) -> bool:
        """Whether a review of the decision waits."""
        return any(not view.row.outcome for view in self.reviews)

    @property
    def open_matches(self) -> int:
        """How many matches nobody has settled yet."""
        return sum(party.to_settle for party in self.parties)

    @property
    def open_denials(self) -> int:
        """How many essentially identical denials stand in the way of a grant."""
        return sum(one.stands for one in self.resemblances)

    @property
    def onward(self) -> list[Step]:
        """The steps that move the case on: referring only while an agency is left to ask, a second signature only
        where it is needed and costs the reader no decision.
        """
        moving = {"refer": bool(self.to_refer), "countersign": self.signing.due and not self.signing.forfeits}
        return [self.steps[name] for name in ONWARD if name in self.steps and moving.get(name, True)]

    @property
    def beside(self) -> list[Step]:
        """The other steps on the whole case; agencies are asked about a measure only where the criteria name them."""
        shown = [step.name for step in self.onward]
        if self.case.change in OWN_MOTION and not self.to_refer:
            shown.append("refer")
        return [self.steps[name] for name in BESIDE if name in self.steps and name not in shown]

    @property
    def may_edit(self) -> bool:
        """Whether the application is the reader's to change: whoever may hand it in."""
        return "submit" in self.steps

    @property
    def may_decide(self) -> bool:
        """Whether any decision is possible now."""
        return any(step.possible for step in self.decisions)

    @property
    def may_propose(self) -> bool:
        """Whether the reader may add a condition of the authority's own; an agency's comes with its position."""
        return "propose_condition" in self.steps and self.at_the_desk

    @property
    def at_the_desk(self) -> bool:
        """Whether the reader is a licensing officer."""
        return self.actor.in_any((Role.OFFICER,))

    @property
    def of_the_authority(self) -> bool:
        """Whether the reader may open every case and every alert."""
        return self.actor.in_any(AUTHORITY)

    @property
    def standing_obstacles(self) -> list[Obstacle]:
        """Blocks that no exemption has lifted."""
        return [obstacle for obstacle in self.obstacles if obstacle.exemption is None]

    @property
    def unclassified(self) -> int:
        """How many lines no officer has classified yet."""
        return sum(1 for goods in self.goods if goods.decided is None)


def find_case(reference: str, viewer: User) -> Case | None:
    """The case with all that its page needs, or None where the viewer may not see it."""
    return (
        visible_cases(viewer)
        .select_related("exporter", "officer", "applicant", "disposal", "changes__case")
        .prefetch_related(
            "decisions__by",
            "decisions__letter",
            "licences",
            Prefetch("items__classifications", Classification.objects.select_related("by").order_by("-at", "-pk")),
            Prefetch("parties__matches", Match.objects.select_related("settled_by").prefetch_related("exemptions")),
            Prefetch("referrals__positions", Position.objects.select_related("by").order_by("-at", "-pk")),
            Prefetch("documents", Document.objects.select_related("added_by", "superseded_by")),
            "conditions__by",
            "conditions__dropped_by",
            "requests__letter",
            "requests__asked_by",
            "exemptions__document",
            "flag_answers",
            "intended_refusals__letter",
            "intended_refusals__by",
            "overrides__by",
            "recommendations__by",
        )
        .filter(reference=reference)
        .distinct()
        .first()
    )


def case_page(case: Case, *, viewer: User, now: datetime) -> CasePage:
    """The page of a case that `find_case` read."""
    inside = viewer.has_perm("cases.view_assessment", case)
    actor = actor_for(viewer, now)
    events = list(Event.objects.filter(subject=case.subject).select_related("actor", "private").order_by("seq"))
    standing = standing_as_read(case, now)
    steps = steps_of(standing, actor)
    application = application_of(case)
    return CasePage(
        case=case,
        application=application,
        inside=inside,
        actor=actor,
        clock=clock_of(case, now, events),
        hearing_open=standing.hearing is not None and not standing.hearing.over,
        totals=_totals(application),
        steps=steps,
        decisions=decisions_of(steps),
        signing=signing_of(standing, actor),
        gaps=missing_from(case),
        goods=goods_of(case) if inside else [],
        parties=parties_of(case) if inside else [],
        resemblances=resemblances_of(case, now) if inside else [],
        obstacles=obstacles_of(case) if inside else [],
        risk=risk_standing(case, now),
        meetings=meetings_of(case, now) if inside else [],
        flags=flags_of(case, inside=inside),
        reviews=reviews_of(case, now),
        reviewable_until=reviewable_until(case, now),
        inspection=standing_against(case.exporter, viewer) if actor.in_any(AUTHORITY) else None,
        committee=before_committee(case, viewer) if inside else [],
        referrals=_referrals(case, local_day(now), steps) if inside else [],
        to_refer=_to_refer(case, steps),
        notes=_notes(case, viewer) if inside else [],
        note_house=house_of(case, actor) if inside else None,
        documents=visible_documents(viewer, case),
        may_add_documents=may_add_document(case=case, by=viewer, now=now),
        conditions=_conditions(case, actor, steps) if inside else [],
        related=related_cases(case, viewer) if inside else [],
        timeline=timeline_of(case, events, viewer=viewer, inside=inside),
        owed=list(overdue_of(case.exporter, local_day(now))) if inside and not case.ended else [],
        opinions=[] if case.ended else opinions_for(case, viewer, local_day(now)),
        differences=differences_of(case),
    )


def _notes(case: Case, viewer: User) -> list[AgencyNote]:
    return list(visible_notes(viewer, case).select_related("by").prefetch_related("mentions__user"))


def _totals(application: Application) -> tuple[tuple[str, Decimal], ...]:
    """The value of the goods, a sum for each currency."""
    sums: dict[str, Decimal] = {}
    for item in application.items:
        sums[item.currency] = sums.get(item.currency, Decimal(0)) + item.value
    return tuple(sorted(sums.items()))


def _to_refer(case: Case, steps: dict[str, Step]) -> tuple[ReferralDue, ...]:
    """The agencies that the criteria name and that were not asked, for somebody who may ask them."""
    if "refer" not in steps:
        return ()
    asked = {referral.agency for referral in case.referrals.all()}
    return tuple(due for due in referrals_for(case) if due.agency not in asked)


def _conditions(case: Case, actor: Actor, steps: dict[str, Step]) -> list[ConditionView]:
    """Those that stand first."""
    return [
        ConditionView(
            condition, condition.dropped_at is None and "drop_condition" in steps and may_drop(condition, actor)
        )
        for condition in sorted(case.conditions.all(), key=lambda condition: condition.dropped_at is not None)
    ]


def _referrals(case: Case, today: date, steps: dict[str, Step]) -> list[ReferralView]:
    return [_referral(referral, today, steps) for referral in case.referrals.all()]


def _referral(referral: Referral, today: date, steps: dict[str, Step]) -> ReferralView:
    position = current_position(referral)
    silent = referral.silence_applied_at is None and (position is None or position.kind == "needs_information")
    late = silent and today > referral.due
    return ReferralView(
        referral=referral,
        position=position,
        earlier=_others(referral.positions.all(), position),
        late=late,
        may_let_speak=late and referral.silence != "never_consent" and "let_silence_speak" in steps,
    )


def _others(positions: Sequence[Position], current: Position | None) -> tuple[Position, ...]:
    return tuple(position for position in positions if position != current)
