"""Who may see what. One predicate a question; pages, API and command line ask the same ones.

Who may *do* what is the transition table's to say (`exeat.domain.review.actions`).
"""

from __future__ import annotations

from datetime import datetime

import rules
from django.db.models import Q, QuerySet
from django.utils import timezone

from exeat.domain.offers import Level
from exeat.domain.review import Actor, Role
from exeat.web.accounts.models import Delegation, User
from exeat.web.acting import actor_for
from exeat.web.alerts.models import Alert
from exeat.web.appeals.models import Review
from exeat.web.capabilities.models import Capability
from exeat.web.cases.models import AgencyNote, Case, Document
from exeat.web.committee.models import AgendaItem, Seat, Sitting
from exeat.web.cooperation.models import Offer, PlanRun
from exeat.web.denials.models import Denial
from exeat.web.inspection.acting import agencies_of
from exeat.web.inspection.models import Site
from exeat.web.licences.models import Licence
from exeat.web.obligations.models import Obligation
from exeat.web.partners.models import Publication
from exeat.web.people.models import Official
from exeat.web.policy import local_day, policy
from exeat.web.programme.models import ProgrammePlan, StateWindows
from exeat.web.replies.models import Reply
from exeat.web.returns.models import Return
from exeat.web.scrutiny.models import Notice

AUTHORITY = (Role.OFFICER, Role.HEAD, Role.AUDITOR)
AMENDMENT_READERS = (*AUTHORITY, Role.REVIEWER)
CALLED = ("called", "open", "closed", "adjourned")
"""Sittings to which the members were called."""


@rules.predicate
def of_the_authority(user: User) -> bool:
    """An officer, the head or an auditor (a deputy of one counts)."""
    return user.is_authenticated and actor_for(user, timezone.now()).in_any(AUTHORITY)


@rules.predicate
def reads_amendments(user: User) -> bool:
    """One of the authority, or a reviewer (a deputy of one counts)."""
    return user.is_authenticated and actor_for(user, timezone.now()).in_any(AMENDMENT_READERS)


@rules.predicate
def plans(user: User) -> bool:
    """An officer or the head, who plan with partners' offers (a deputy of one counts)."""
    return user.is_authenticated and actor_for(user, timezone.now()).in_any((Role.OFFICER, Role.HEAD))


@rules.predicate
def acts_for_exporter(user: User, case: Case) -> bool:
    """The applicant's side of the case."""
    return user.is_authenticated and case.exporter_id in actor_for(user, timezone.now()).exporters


@rules.predicate
def asked_agency(user: User, case: Case) -> bool:
    """A reviewer of an agency to which the case was referred."""
    return user.is_authenticated and user.has_role(Role.REVIEWER) and case.referrals.filter(agency=user.agency).exists()


@rules.predicate
def committee_secretary(user: User) -> bool:
    """Whoever keeps the committee's sittings (a deputy counts)."""
    return user.is_authenticated and actor_for(user, timezone.now()).in_any((Role.SECRETARY,))


@rules.predicate
def on_the_agenda(user: User, case: Case) -> bool:
    """A member or deputy member of the committee before which the case was called."""
    return user.is_authenticated and case.pk in called_cases(user).values_list("case", flat=True)


@rules.predicate
def appeal_body(user: User, case: Case) -> bool:
    """A member of the body that reviews decisions, for a case of which a review was asked."""
    asked = user.is_authenticated and actor_for(user, timezone.now()).in_any((Role.APPEAL,))
    return asked and case.reviews.exists()


@rules.predicate
def customs_officer(user: User) -> bool:
    """Someone at a customs post."""
    return user.is_authenticated and user.has_role(Role.CUSTOMS)


@rules.predicate
def drafted(user: User, case: Case) -> bool:
    """Drafts belong to the applicant alone, save those that an officer enters from a letter."""
    return case.state != "draft" or case.on_paper


OFFICIALS = of_the_authority | asked_agency | committee_secretary | on_the_agenda | appeal_body
rules.add_perm("cases.view_case", acts_for_exporter | (drafted & OFFICIALS))
rules.add_perm("cases.view_assessment", drafted & OFFICIALS)
rules.add_perm("licences.view_any", of_the_authority | customs_officer)


def visible_cases(user: User) -> QuerySet[Case]:
    """The cases that the user may open."""
    actor = actor_for(user, timezone.now())
    own = Case.objects.filter(exporter_id__in=actor.exporters)
    if actor.in_any((*AUTHORITY, Role.SECRETARY)):
        return Case.objects.exclude(state="draft", on_paper=False) | own
    shown = Q(pk__in=own.values("pk")) | Q(pk__in=called_cases(user).values("case"))
    if Role.REVIEWER in actor.roles:
        shown |= Q(pk__in=Case.objects.filter(referrals__agency=actor.agency).values("pk"))
    if actor.in_any((Role.APPEAL,)):
        shown |= Q(pk__in=Review.objects.values("case"))
    return Case.objects.filter(shown)


def called_cases(user: User) -> QuerySet[AgendaItem]:
    """What came before the sittings to which a member or deputy member was called: the same dossier for each."""
    if not Seat.objects.filter(Q(member=user) | Q(deputy=user)).exists():
        return AgendaItem.objects.none()
    return AgendaItem.objects.filter(sitting__state__in=CALLED)


def visible_sittings(user: User) -> QuerySet[Sitting]:
    """All of them for the authority, the secretary and whoever sits; none besides."""
    sits = Seat.objects.filter(Q(member=user) | Q(deputy=user)).exists()
    inside = of_the_authority(user) or committee_secretary(user)
    return Sitting.objects.all() if inside or sits else Sitting.objects.none()


def has_inside_notice(user: User) -> bool:
    """Whether the user reads all of a catch-all notice, marked reasons among them: the authority alone."""
    return of_the_authority(user)


def visible_notices(user: User) -> QuerySet[Notice]:
    """All catch-all notices for the authority; for an exporter, those that it was told."""
    if of_the_authority(user):
        return Notice.objects.all()
    return Notice.objects.filter(exporter__in=actor_for(user, timezone.now()).exporters)


def visible_licences(user: User) -> QuerySet[Licence]:
    """The licences that the user may open: all of them for the authority and customs, else the exporter's own."""
    if user.has_perm("licences.view_any"):
        return Licence.objects.all()
    return Licence.objects.filter(exporter_id__in=actor_for(user, timezone.now()).exporters)


def visible_alerts(user: User) -> QuerySet[Alert]:
    """All of them for the authority; for a reviewer, those that touch a case referred to the agency; none besides."""
    actor = actor_for(user, timezone.now())
    if actor.in_any(AUTHORITY):
        return Alert.objects.all()
    if Role.REVIEWER in actor.roles:
        touched = Alert.cases.through.objects.filter(case__referrals__agency=actor.agency)
        return Alert.objects.filter(pk__in=touched.values("alert"))
    return Alert.objects.none()


def visible_obligations(user: User) -> QuerySet[Obligation]:
    """All of them for the authority; a holder's own, under licences that they may open."""
    actor = actor_for(user, timezone.now())
    if actor.in_any(AUTHORITY):
        return Obligation.objects.all()
    return Obligation.objects.filter(licence__exporter_id__in=actor.exporters)


def has_inside_view(user: User, case: Case) -> bool:
    """Whether the user reads the assessment of a case, and not the application alone."""
    return user.has_perm("cases.view_assessment", case)


def visible_denials(user: User) -> QuerySet[Denial]:
    """The register of denials, for the authority alone: other states told it in confidence."""
    return Denial.objects.all() if of_the_authority(user) else Denial.objects.none()


def inspected_sites(user: User) -> QuerySet[Site]:
    """Sites of which the user sees how they are inspected: all of them for the head and the auditor, exporters' for
    officers, else those of the agency for which the user inspects."""
    return Site.objects.filter(_inspected_by(actor_for(user, timezone.now())))


def visible_sites(user: User) -> QuerySet[Site]:
    """Sites under inspection that the user may open: those seen from inside, and the exporter's own."""
    actor = actor_for(user, timezone.now())
    return Site.objects.filter(_inspected_by(actor) | Q(exporter_id__in=actor.exporters))


def _inspected_by(actor: Actor) -> Q:
    if actor.in_any((Role.HEAD, Role.AUDITOR)):
        return ~Q(pk=None)
    shown = Q(agency__in=agencies_of(actor))
    return shown | Q(kind=Site.Kind.EXPORTER) if actor.in_any((Role.OFFICER,)) else shown


def visible_officials(user: User) -> QuerySet[Official]:
    """All of them for officers and the head, who plan with them; for anybody else, the user's own entry."""
    if plans(user):
        return Official.objects.all()
    return Official.objects.filter(user=user)


def visible_offers(user: User) -> QuerySet[Offer]:
    """What partners offer, for officers and the head, who plan with it; none for others."""
    return Offer.objects.all() if plans(user) else Offer.objects.none()


def visible_plans(user: User) -> QuerySet[PlanRun]:
    """Plans and what-ifs, for officers and the head; none for others."""
    return PlanRun.objects.all() if plans(user) else PlanRun.objects.none()


def visible_windows(user: User) -> QuerySet[Publication]:
    """Windows for partners, for officers and the head; none for others."""
    return Publication.objects.all() if plans(user) else Publication.objects.none()


def visible_state_windows(user: User) -> QuerySet[StateWindows]:
    """What other states published for our planning, for officers and the head; none for others."""
    return StateWindows.objects.select_related("state") if plans(user) else StateWindows.objects.none()


def visible_programme_plans(user: User) -> QuerySet[ProgrammePlan]:
    """Our offers planned against states' windows, for officers and the head; none for others."""
    return ProgrammePlan.objects.all() if plans(user) else ProgrammePlan.objects.none()


def plans_to_read(user: User) -> QuerySet[PlanRun]:
    """Plans that hold answers, for those who plan; none for others."""
    made = visible_plans(user).filter(plan__decisions__0__isnull=False)
    return made.select_related("asked_by", "released_by")


def visible_replies(user: User) -> QuerySet[Reply]:
    """Answers to partners, for those who plan; none for others."""
    return Reply.objects.all() if plans(user) else Reply.objects.none()


def visible_returns(user: User) -> QuerySet[Return]:
    """Reports after events with what they achieved, for those who plan; none for others."""
    whole = Return.objects.select_related("offer__host", "filed_by").prefetch_related("achieved")
    return whole if plans(user) else whole.none()


def visible_capabilities(user: User) -> QuerySet[Capability]:
    """The register of capabilities, for the authority alone."""
    return Capability.objects.all() if of_the_authority(user) else Capability.objects.none()


def readers_of(case: Case, now: datetime) -> QuerySet[User]:
    """The officials who may read the case's assessment, by name: those for whom `cases.view_assessment` holds."""
    if not drafted(None, case):
        return User.objects.none()
    reads = _holds((*AUTHORITY, Role.SECRETARY), now)
    reads |= Q(roles__contains=[Role.REVIEWER], agency__in=case.referrals.values("agency"))
    if AgendaItem.objects.filter(case=case, sitting__state__in=CALLED).exists():
        reads |= Q(pk__in=Seat.objects.values("member")) | Q(pk__in=Seat.objects.values("deputy"))
    if case.reviews.exists():
        reads |= _holds((Role.APPEAL,), now)
    return User.objects.filter(reads, is_active=True).order_by("name", "pk")


def _holds(roles: tuple[Role, ...], now: datetime) -> Q:
    """Who holds one of the roles, in person or as the deputy today of somebody who does."""
    today, held = local_day(now), Q()
    for role in roles:
        lent = Delegation.objects.filter(role=role, ended_at=None, start__lte=today, end__gte=today)
        lent = lent.filter(principal__is_active=True, principal__roles__contains=[role])
        held |= Q(roles__contains=[role]) | Q(pk__in=lent.values("deputy"))
    return held


def notes_read_by(user: User) -> Q:
    """Of notes that were not released: those of the user's own agency or authority, and those that mention the user."""
    read = Q(pk__in=user.mentions.values("note"))
    if user.has_role(Role.REVIEWER) and user.agency:
        read |= Q(agency=user.agency)
    if of_the_authority(user):
        read |= Q(agency="")
    return read


def visible_notes(user: User, case: Case) -> QuerySet[AgencyNote]:
    """Released notes, those of the user's own agency or authority, and those that mention the user."""
    if not user.has_perm("cases.view_assessment", case):
        return case.notes.none()
    return case.notes.filter(Q(released_at__isnull=False) | notes_read_by(user))


def reads_up_to(user: User | None, *, inside: bool) -> Level:
    """The highest marking of a document that a reader of its case sees: `inside` its assessment, or the applicant."""
    if inside and user is not None and of_the_authority(user):
        return max(Level)
    return Level.named(policy().reading.agencies if inside else policy().reading.applicant)


def visible_documents(user: User | None, case: Case) -> list[Document]:
    """The documents of a case that the user may open; without a user, those that all of its applicant's people may."""
    inside = user is not None and user.has_perm("cases.view_assessment", case)
    up_to = reads_up_to(user, inside=inside)
    return [
        one
        for one in case.documents.all()
        if (inside or not one.internal) and (one.marking <= up_to or (user is not None and one.added_by_id == user.pk))
    ]


def may_read_document(user: User, document: Document) -> bool:
    """Whether the user may open a document: through its case, internal ones not for the applicant, marked
    ones as the policy says."""
    case = document.case
    if document.kind == "minutes":
        return visible_sittings(user).filter(minutes=document).exists()
    if document.kind == "denial_notice":
        return visible_denials(user).filter(notice=document).exists()
    if document.kind in ("catch_all_notice", "catch_all_revoked"):
        told = Q(letter=document) | Q(revoked_letter=document)
        return visible_notices(user).filter(told).exists()
    if document.kind in ("visit_report", "correction"):
        about = Q(visits__report=document) | Q(findings__actions__document=document)
        return visible_sites(user).filter(about).exists()
    if case is None:
        return user.has_perm("licences.view_any") or document.added_by_id == user.pk
    inside = user.has_perm("cases.view_assessment", case)
    if document.marking > reads_up_to(user, inside=inside) and document.added_by_id != user.pk:
        return False
    if inside:
        return True
    if document.kind == "licence" and user.has_perm("licences.view_any"):
        return True
    return user.has_perm("cases.view_case", case) and not document.internal
