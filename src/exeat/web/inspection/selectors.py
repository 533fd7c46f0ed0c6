"""Sites, visits and findings as far as a reader may see them; the programme of an agency's visits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from exeat.domain import inspection as domain
from exeat.domain.inspection import ActionState, state_of
from exeat.domain.review import Actor, Role
from exeat.domain.review.policy.inspection import Measure as MeasureRule
from exeat.domain.review.policy.inspection import Question
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.inspection.acting import agencies_of
from exeat.web.inspection.models import Action, Answer, Disclosure, Finding, Measure, Site, Visit
from exeat.web.inspection.services.findings import may_take
from exeat.web.people.models import Leave, Official
from exeat.web.permissions import visible_sites
from exeat.web.policy import local_day, policy
from exeat.web.registers.models import Exporter

A_PAGE = 50
SHOWN = ("inspected", "exporters", "facilities", "findings", "closed")
"""Ways to narrow the register of sites."""
TOLD = Q(state=Visit.State.DONE) | Q(announced=True, state=Visit.State.PLANNED)
"""Visits that a site's own people know of."""


@dataclass(frozen=True)
class ActionView:
    """A corrective action and where it stands; what the reader may do about it."""

    row: Action
    state: ActionState
    may_report: bool
    may_verify: bool


@dataclass(frozen=True)
class FindingView:
    """A finding with its actions, and the measures that the reader may take; open until every action is verified."""

    row: Finding
    question: str
    actions: list[ActionView]
    measures: list[MeasureRule]
    secret: bool

    @property
    def open(self) -> bool:
        """Whether an action is not verified yet."""
        return any(action.state != "verified" for action in self.actions)


@dataclass(frozen=True)
class AgencyProgramme:
    """What an agency's inspectors visit until a day, and whose time it is: (official, their days for visits)."""

    agency: str
    until: date
    inspectors: list[tuple[Official, int]]
    planned: list[Visit]
    programme: domain.Programme


@dataclass(frozen=True)
class Standing:
    """How many findings are open at an exporter's sites, and how many measures stand."""

    findings: int
    measures: int


@dataclass(frozen=True)
class Asked:
    """A question of a visit with its answer, and the findings on it."""

    question: Question
    answer: Answer | None
    findings: list[Finding]


@dataclass(frozen=True)
class AskedList:
    """A checklist of a visit."""

    title: str
    secret: bool
    questions: list[Asked]


def unverified(path: str = "pk") -> Exists:
    """Whether a finding (by the `path` to its key) waits for a corrective action."""
    return Exists(Action.objects.filter(finding=OuterRef(path), verified_at=None))


def sites(viewer: User, *, shown: str, page: str | None) -> Page[Site]:
    """A page of the register; KeyError for a way to narrow that does not exist."""
    return Paginator(in_register(viewer, shown=shown), A_PAGE).get_page(page)


def in_register(viewer: User, *, shown: str) -> QuerySet[Site]:
    """The sites that the viewer may see, narrowed in one of the ways of `SHOWN`, with last visit and open findings."""
    still = Q(closed_on=None)
    waits = Exists(Finding.objects.filter(unverified(), site=OuterRef("pk")))
    narrow = {
        "inspected": still,
        "exporters": still & Q(kind=Site.Kind.EXPORTER),
        "facilities": still & Q(kind=Site.Kind.FACILITY),
        "findings": Q(waits),
        "closed": ~still,
    }
    last = Max("visits__last", filter=Q(visits__state=Visit.State.DONE))
    open_findings = Count(
        "findings", filter=Q(findings__actions__verified_at=None, findings__isnull=False), distinct=True
    )
    found = visible_sites(viewer).filter(narrow[shown]).select_related("exporter")
    return found.annotate(seen=last, open_findings=open_findings).order_by("name", "pk")


def is_inside(actor: Actor, site: Site) -> bool:
    """Whether the reader sees how a site is inspected, and not only what was found at their own."""
    if site.agency in agencies_of(actor) or actor.in_any((Role.HEAD, Role.AUDITOR)):
        return True
    return site.kind == Site.Kind.EXPORTER and actor.in_any((Role.OFFICER,))


def visits_of(site: Site, *, inside: bool) -> QuerySet[Visit]:
    """The visits to a site: for its own people those that were announced to them, and those that took place."""
    found = site.visits.prefetch_related("inspectors").select_related("report", "follows")
    return found if inside else found.filter(TOLD)


def findings_of(sites_shown: QuerySet[Site], viewer: User, now: datetime) -> list[FindingView]:
    """The findings at sites: those that are open first, then the newest."""
    rows = Finding.objects.filter(site__in=sites_shown.values("pk")).select_related(
        "site__exporter", "visit", "disclosure", "by"
    )
    rows = rows.prefetch_related(
        Prefetch("actions", Action.objects.select_related("document", "reported_by", "verified_by")), "measures__by"
    )
    actor = actor_for(viewer, now)
    views = [finding_view(row, actor, now) for row in rows]
    return sorted(views, key=lambda one: not one.open)


def finding_view(row: Finding, actor: Actor, now: datetime) -> FindingView:
    """A finding as the reader sees it."""
    rules = policy().inspection
    inspects = row.site.agency in agencies_of(actor)
    own = row.site.exporter_id in actor.exporters
    asked = rules.question(row.item)
    checklist = rules.checklists.get(row.item.partition(".")[0])
    standing = {one.kind for one in row.measures.all() if one.ended_at is None}
    measures = [
        one
        for one in rules.open_measures(row.severity, disclosed=row.disclosed)
        if one.id not in standing and may_take(actor, row.site, one.by)
    ]
    actions = [_action_view(one, actor, now, inspects=inspects, own=own) for one in row.actions.all()]
    return FindingView(
        row, asked.text if asked else row.item, actions, measures, bool(checklist and checklist.details_elsewhere)
    )


def open_actions(viewer: User, now: datetime) -> list[ActionView]:
    """The corrective actions that are not verified, at the sites that the reader may see: overdue first."""
    rows = Action.objects.filter(verified_at=None, finding__site__in=visible_sites(viewer).values("pk"))
    rows = rows.select_related("finding__site__exporter", "document", "reported_by").order_by("due", "pk")
    actor = actor_for(viewer, now)
    inspected = agencies_of(actor)
    views = [
        _action_view(
            row,
            actor,
            now,
            inspects=row.finding.site.agency in inspected,
            own=row.finding.site.exporter_id in actor.exporters,
        )
        for row in rows
    ]
    return sorted(views, key=lambda one: (one.state != "overdue", one.row.due))


def overdue_count(viewer: User, today: date) -> int:
    """How many corrective actions are overdue at the sites that the reader may see."""
    late = Action.objects.filter(reported_at=None, verified_at=None, due__lt=today)
    return late.filter(finding__site__in=visible_sites(viewer).values("pk")).count()


def disclosures(viewer: User) -> QuerySet[Disclosure]:
    """Disclosures that nobody has settled yet, the oldest first."""
    found = Disclosure.objects.filter(settled_at=None, site__in=visible_sites(viewer).values("pk"))
    return found.select_related("site", "by").order_by("disclosed_on", "pk")


def standing_against(exporter: Exporter, viewer: User) -> Standing:
    """What stands against an exporter at the sites that the reader may see."""
    shown = visible_sites(viewer).filter(exporter=exporter).values("pk")
    return Standing(
        findings=Finding.objects.filter(unverified(), site__in=shown).count(),
        measures=Measure.objects.filter(finding__site__in=shown, ended_at=None).count(),
    )


def asked_on(visit: Visit) -> list[AskedList]:
    """The checklists of a visit, each question with its answer; what the policy has dropped since is shown too."""
    answers = {one.item: one for one in visit.answers.select_related("by")}
    found: dict[str, list[Finding]] = {}
    for finding in visit.findings.all():
        found.setdefault(finding.item, []).append(finding)
    rules = policy().inspection
    lists = []
    for name in visit.checklists:
        known = rules.checklists.get(name)
        asked = {one.id: one for one in known.questions} if known else {}
        answered = {key: one for key, one in answers.items() if key.partition(".")[0] == name}
        dropped = {key: Question(key, one.question, one.provision) for key, one in answered.items() if key not in asked}
        questions = [Asked(one, answered.get(key), found.get(key, [])) for key, one in (asked | dropped).items()]
        lists.append(AskedList(known.title if known else name, bool(known and known.details_elsewhere), questions))
    return lists


def inspectors(agency: str) -> QuerySet[Official]:
    """The officials of an agency who hold the skill of a checklist that it inspects by."""
    skills = [one.skill for one in policy().inspection.checklists.values() if agency in one.agencies]
    return Official.objects.filter(agency=agency, active=True, skills__overlap=skills)


def programmes(viewer: User, now: datetime) -> list[AgencyProgramme]:
    """The programme of each agency whose sites the reader may see from inside."""
    actor = actor_for(viewer, now)
    everything = actor.in_any((Role.HEAD, Role.AUDITOR))
    shown = list(policy().agencies) if everything else agencies_of(actor)
    lists = policy().inspection.checklists.values()
    return [programme_of(agency, now) for agency in shown if any(agency in one.agencies for one in lists)]


def programme_of(agency: str, now: datetime) -> AgencyProgramme:
    """What an agency's inspectors visit in the weeks that the policy looks ahead.

    Their days are a share of those on which they are at work, less the days of visits that are planned already; a site
    with a planned visit is not put on the programme again.
    """
    today = local_day(now)
    until = today + timedelta(weeks=policy().inspection.weeks)
    people = _days_of_inspectors(agency, today, until)
    planned = list(
        Visit.objects.filter(site__agency=agency, state=Visit.State.PLANNED)
        .select_related("site")
        .prefetch_related("inspectors")
        .order_by("first", "pk")
    )
    spent = sum(_length(visit) * len(visit.inspectors.all()) for visit in planned if visit.first <= until)
    days = max(0, sum(days for _, days in people) - spent)
    waiting = _sites_of(agency, today).exclude(visits__in=planned)
    made = domain.programme([_as_site(site) for site in waiting], days, today, until=until)
    return AgencyProgramme(agency, until, people, planned, made)


def _sites_of(agency: str, today: date) -> QuerySet[Site]:
    late = Q(findings__actions__due__lt=today, findings__actions__reported_at=None, findings__actions__verified_at=None)
    return Site.objects.filter(agency=agency, closed_on=None).annotate(
        seen=Max("visits__last", filter=Q(visits__state=Visit.State.DONE)),
        late=Count("findings__actions", filter=late, distinct=True),
    )


def _as_site(site: Site) -> domain.Site:
    risks = policy().inspection.risks
    risk = risks.get(site.risk) or next(iter(risks.values()))  # a class that the policy dropped counts as the gravest
    since = local_day(site.entered_at)
    return domain.Site(site.pk, site.name, risk.title, risk.months, risk.days, since, site.seen, site.late)


def _days_of_inspectors(agency: str, first: date, last: date) -> list[tuple[Official, int]]:
    """Each inspector's days for visits: the policy's share of working days on which they are not on leave."""
    leave = Prefetch("leave", Leave.objects.filter(first__lte=last, last__gte=first))
    calendar, share = policy().calendar, policy().inspection.share
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    working = [day for day in span if calendar.is_working(day)]
    found = []
    for official in inspectors(agency).prefetch_related(leave):
        away = [(one.first, one.last) for one in official.leave.all()]
        there = sum(not any(start <= day <= end for start, end in away) for day in working)
        found.append((official, int(there * share)))
    return found


def _length(visit: Visit) -> int:
    """The working days of a visit, at least one."""
    return max(1, policy().calendar.count(visit.first - timedelta(days=1), visit.last))


def _action_view(row: Action, actor: Actor, now: datetime, *, inspects: bool, own: bool) -> ActionView:
    reported = row.reported_at is not None
    verified = row.verified_at is not None
    state = state_of(due=row.due, reported=reported, verified=verified, today=local_day(now))
    may_verify = inspects and state == "reported" and row.reported_by_id != actor.user_id
    return ActionView(row, state, (inspects or own) and state in ("open", "overdue"), may_verify)


def by_agency() -> Mapping[str, list[str]]:
    """The checklists by which each agency inspects."""
    lists = policy().inspection.checklists.values()
    return {agency: [one.id for one in lists if agency in one.agencies] for agency in policy().agencies}
