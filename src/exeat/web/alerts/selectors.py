"""Reading alerts: the list, one alert with all that it touches, and how many wait on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from exeat.domain.review import Role, case_action
from exeat.domain.screening.carrying import Change, Screened, changes
from exeat.domain.screening.model import listed_party
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.alerts.models import Alert, Rescreening, SuspensionProposal
from exeat.web.alerts.services.settling import matches_of
from exeat.web.cases.asked import asked_party
from exeat.web.cases.models import Case, Match
from exeat.web.cases.selectors.earlier import Where, settled_before
from exeat.web.cases.selectors.screening import EarlierView, earlier_views, named
from exeat.web.cases.selectors.why import Why, why_of
from exeat.web.licences.models import Licence
from exeat.web.permissions import AUTHORITY, visible_alerts, visible_cases, visible_licences
from exeat.web.policy import policy
from exeat.web.registers.foreign import visible_foreign_records
from exeat.web.registers.models import Exporter, ForeignRecord
from exeat.web.registers.visible import visible_exporters

A_PAGE = 25
_ACTIVE = Alert.licences.through.objects.filter(alert=OuterRef("pk"), licence__state="active")
_PROPOSED = SuspensionProposal.objects.filter(alert=OuterRef("pk"))
SHOWN = {
    "open": Q(status=Alert.Status.OPEN),
    "new": Q(status=Alert.Status.OPEN, change=Alert.Change.NEW),
    "changed": Q(status=Alert.Status.OPEN, change=Alert.Change.CHANGED),
    "cleared": Q(change=Alert.Change.CLEARED),
    "hits": Q(Exists(_ACTIVE), ~Exists(_PROPOSED), status=Alert.Status.CONFIRMED),
    "settled": Q(status__in=(Alert.Status.CONFIRMED, Alert.Status.DISMISSED)),
    "all": Q(),
}
"""The ways to narrow the list. `hits` are those on licences that are still active, with no suspension proposed."""


@dataclass(frozen=True)
class Choice:
    """A way to narrow the list, and how many alerts it leaves."""

    name: str
    label: str
    count: int


@dataclass(frozen=True)
class CaseTouched:
    """An open or ended case of the party, with the match as it is in it now, and whether its applicant may be asked."""

    case: Case
    match: Match | None
    may_ask: bool


@dataclass(frozen=True)
class LicenceTouched:
    """A licence of the party, what was proposed about it, and whether the reader may propose its suspension."""

    licence: Licence
    proposal: SuspensionProposal | None
    may_propose: bool


@dataclass(frozen=True)
class AlertPage:
    """One alert with why it is one, what changed in the listing, and everything of it that the reader may see."""

    alert: Alert
    effect: str
    legal_basis: str
    why: Why
    changed: tuple[Change, ...]
    earlier: tuple[EarlierView, ...]
    cases: list[CaseTouched]
    licences: list[LicenceTouched]
    exporters: list[Exporter]
    foreign_records: list[ForeignRecord]
    may_settle: bool
    of_the_authority: bool

    @property
    def stands(self) -> Where:
        """Where the dismissal was made that stands here."""
        return Where(self.alert.carried)

    @property
    def to_ask(self) -> list[Case]:
        """The cases whose applicants may be asked now."""
        return [one.case for one in self.cases if one.may_ask]

    @property
    def to_propose(self) -> list[Licence]:
        """The licences whose suspension may be proposed now."""
        return [one.licence for one in self.licences if one.may_propose]


def found_alerts(viewer: User, *, shown: str = "all", rescreening: int | None = None) -> QuerySet[Alert]:
    """The alerts that the viewer may see, the newest first; KeyError for a way to narrow that does not exist."""
    found = visible_alerts(viewer).filter(SHOWN[shown])
    if rescreening is not None:
        found = found.filter(rescreening=rescreening)
    return found.select_related("rescreening", "settled_by").prefetch_related(
        Prefetch("cases", visible_cases(viewer)), Prefetch("licences", visible_licences(viewer))
    )


def alert_rows(viewer: User, *, shown: str, rescreening: int | None, page: str | None) -> Page:
    """A page of the list."""
    return Paginator(found_alerts(viewer, shown=shown, rescreening=rescreening), A_PAGE).get_page(page)


def choices(viewer: User) -> list[Choice]:
    """The ways to narrow the list with their counts, from one query."""
    totals = {name: Count("pk", filter=condition or None) for name, condition in SHOWN.items()}
    labels = {
        "open": _("To be settled"),
        "new": _("New"),
        "changed": _("Changed"),
        "cleared": _("Cleared"),
        "hits": _("Hits on active licences"),
        "settled": _("Settled"),
        "all": _("All"),
    }
    counted = visible_alerts(viewer).aggregate(**totals)
    return [Choice(name, labels[name], count) for name, count in counted.items()]


def rescreenings(viewer: User) -> QuerySet[Rescreening]:
    """The re-screenings that led to alerts which the viewer may see, the latest first."""
    return Rescreening.objects.filter(alerts__in=visible_alerts(viewer)).annotate(found=Count("alerts"))[:100]


def waiting_alerts(viewer: User) -> tuple[int, int]:
    """How many alerts are to be settled, and how many hits stand on active licences."""
    counted = {choice.name: choice.count for choice in choices(viewer)}
    return counted["open"], counted["hits"]


def find_alert(pk: int, viewer: User) -> Alert | None:
    """The alert, or None where the viewer may not see it."""
    return visible_alerts(viewer).select_related("rescreening", "settled_by").filter(pk=pk).first()


def alert_page(alert: Alert, *, viewer: User, now: datetime) -> AlertPage:
    """The page of an alert, as far as the viewer may see what it touches."""
    rule = policy().watchlist(alert.rescreening.list_id)
    screened = _screened(alert)
    pair = (alert.rescreening.list_id, alert.listed_id, alert.name)
    earlier = [one for one in settled_before([pair])[pair] if one.where != alert.subject and one.at != alert.settled_at]
    actor = actor_for(viewer, now)
    officer = actor.in_any((Role.OFFICER,))
    return AlertPage(
        alert=alert,
        effect=rule.effect,
        legal_basis=rule.legal_basis,
        why=why_of(alert.why, listed=alert.listed, country=alert.country),
        changed=_changed(alert, screened),
        earlier=earlier_views(earlier, screened),
        cases=_cases(alert, viewer, officer),
        licences=_licences(alert, viewer, officer),
        exporters=list(visible_exporters(viewer, now).filter(alerts=alert)),
        foreign_records=list(visible_foreign_records(viewer, now).filter(alerts=alert)),
        may_settle=officer and alert.status != Alert.Status.CLOSED,
        of_the_authority=actor.in_any(AUTHORITY),
    )


def _screened(alert: Alert) -> Screened:
    return Screened(asked_party(**alert.party), listed_party(alert.listed), alert.rescreening.new_engine, alert.why)


def _changed(alert: Alert, now: Screened) -> tuple[Change, ...]:
    """What differs from the match before, of a changed one."""
    if alert.before is None:
        return ()
    listed, engine = listed_party(alert.before["listed"]), alert.rescreening.old_engine
    before = Screened(now.party, listed, engine, alert.before["why"])
    score = Change(_("the score"), f"{float(alert.before['score']):.2f}", f"{alert.score:.2f}")
    return tuple(named(one) for one in (*changes(before, now), score) if one.before != one.after)


def _cases(alert: Alert, viewer: User, officer: bool) -> list[CaseTouched]:
    matches = {match.party.case_id: match for match in matches_of(alert)}
    unsettled = (Match.Status.OPEN, Match.Status.ASKED)
    asking = case_action("request_information").sources
    found = []
    for case in visible_cases(viewer).filter(alerts=alert).select_related("exporter").order_by("reference").distinct():
        match = matches.get(case.pk)
        may_ask = officer and match is not None and match.status in unsettled and case.state in asking
        found.append(CaseTouched(case, match, may_ask))
    return found


def _licences(alert: Alert, viewer: User, officer: bool) -> list[LicenceTouched]:
    proposals = {made.licence_id: made for made in alert.proposals.select_related("by")}
    licences = visible_licences(viewer).filter(alerts=alert).select_related("exporter").order_by("number")
    return [
        LicenceTouched(
            licence,
            proposals.get(licence.pk),
            officer and licence.state == "active" and licence.pk not in proposals,
        )
        for licence in licences
    ]
