"""Screening all stored parties anew: alerts for what came, changed or went, and new matches in open cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from exeat.domain.review import Role
from exeat.domain.screening import ENGINE_VERSION, Party
from exeat.domain.screening.carrying import Screened
from exeat.domain.screening.model import listed_party
from exeat.web.alerts.models import Alert, Rescreening
from exeat.web.alerts.services.asking import ask_for_rescreening
from exeat.web.alerts.services.finding import Changed, changed_by
from exeat.web.alerts.stored import Places, stored_parties
from exeat.web.audit.record import record
from exeat.web.cases.models import Case
from exeat.web.cases.selectors.earlier import Earlier, Pair, settled_before, standing
from exeat.web.cases.services.rescreening import ListChange, PartyChange, take_over
from exeat.web.cases.services.telling import with_role
from exeat.web.mail.services import notify
from exeat.web.registers.lists import versions_in_force
from exeat.web.registers.models import WatchlistVersion


def run_waiting(*, now: datetime) -> int:
    """Do every re-screening that was asked for, the oldest first; how many alerts came of it. Again: none."""
    waiting = Rescreening.objects.filter(finished_at=None).order_by("asked_at", "pk")
    return sum(len(run(rescreening=one, now=now)) for one in waiting)


@transaction.atomic
def ask_for_new_engine(*, now: datetime) -> int:
    """Ask for the lists in force that another engine than ours screened last; how many."""
    last = {one.list_id: one for one in Rescreening.objects.order_by("asked_at", "pk")}
    asked = 0
    for version in versions_in_force(WatchlistVersion):
        known = last.get(version.list_id)
        if known is None or known.new_engine != ENGINE_VERSION:
            ask_for_rescreening(
                list_id=version.list_id,
                old_version=version.version,
                new_version=version.version,
                old_engine=known.new_engine if known else "",
                now=now,
            )
            asked += 1
    return asked


@transaction.atomic
def run(*, rescreening: Rescreening, now: datetime) -> list[Alert]:
    """The alerts of one re-screening, all or none; none when it was done before."""
    rescreening = Rescreening.objects.select_for_update().get(pk=rescreening.pk)
    if rescreening.finished_at is not None:
        return []
    stored = stored_parties(rescreening.asked_at)
    changed = changed_by(rescreening, list(stored))
    cases = _held(changed, stored)
    alerts = _alerts(rescreening, changed, now)
    closed = _give_way(alerts, now)
    _place(alerts, [stored[one.party] for one in changed])
    rescreening.parties, rescreening.finished_at = len(stored), now
    rescreening.save()
    counts = {str(change): sum(1 for one in alerts if one.change == change) for change in Alert.Change}
    record(
        kind="alert.rescreen",
        subject=f"list:{rescreening.list_id}",
        by=None,
        now=now,
        data={"version": rescreening.new_version, "parties": len(stored), **counts},
        rows=[rescreening, *alerts, *closed],
    )
    _lay_before_officers(rescreening, alerts, changed, stored, cases, now)
    _tell(rescreening, alerts, now)
    return alerts


def _held(changed: Sequence[Changed], stored: Mapping[Party, Places]) -> list[Case]:
    """The open cases that are touched, locked before the ledger is, as every step on a case does."""
    touched = {case for one in changed for case in stored[one.party].cases}
    return list(Case.objects.select_for_update(of=("self",)).filter(pk__in=touched).order_by("pk"))


def _alerts(rescreening: Rescreening, changed: Sequence[Changed], now: datetime) -> list[Alert]:
    """A saved alert for each change, with the answer that stands by itself where there is one."""
    before = settled_before({_pair(one) for one in changed})
    alerts = [_alert(rescreening, one, before[_pair(one)], now) for one in changed]
    return Alert.objects.bulk_create(alerts)


def _pair(changed: Changed) -> Pair:
    return changed.finding.list_id, changed.finding.listed_id, changed.party.name


def _alert(rescreening: Rescreening, changed: Changed, earlier: list[Earlier], now: datetime) -> Alert:
    finding, party = changed.finding, changed.party
    alert = Alert(
        rescreening=rescreening,
        change=changed.change,
        name=party.name,
        type=party.type,
        country="".join(party.countries).upper(),
        listed_id=finding.listed_id,
        listed=finding.listed,
        matched_name=finding.matched_name,
        score=finding.score,
        why=finding.why,
        before=changed.before,
    )
    if alert.change == Alert.Change.CLEARED:
        if not (earlier and earlier[0].status == "confirmed"):  # a hit is lifted by people
            alert.status, alert.reason, alert.settled_at = Alert.Status.CLOSED, gone(rescreening), now
    elif stands := standing(
        earlier, Screened(party, listed_party(finding.listed), rescreening.new_engine, finding.why)
    ):
        alert.status, alert.carried = Alert.Status.DISMISSED, stands.where
        alert.reason, alert.settled_by, alert.settled_at = stands.reason, stands.by, stands.at
    return alert


def gone(rescreening: Rescreening) -> str:
    """Why there is no match any more."""
    words = {"list": rescreening.list_id, "version": rescreening.new_version[:12], "engine": rescreening.new_engine}
    if rescreening.of_engine:
        return _("The engine %(engine)s no longer finds the two names alike.") % words
    return _("In version %(version)s of %(list)s nobody is listed whom the party resembles in this way.") % words


def _give_way(alerts: Sequence[Alert], now: datetime) -> list[Alert]:
    """Close older alerts about the same pairs that nobody has settled: the newer ones say what is true now."""
    if not alerts:
        return []
    newer = {(one.name, one.type, one.country, one.listed_id): one for one in alerts}
    older = Alert.objects.filter(
        status=Alert.Status.OPEN,
        rescreening__list_id=alerts[0].rescreening.list_id,
        listed_id__in={one.listed_id for one in alerts},
    ).exclude(rescreening=alerts[0].rescreening)
    closed = []
    for one in older.select_for_update(of=("self",)):
        if successor := newer.get((one.name, one.type, one.country, one.listed_id)):
            one.status, one.settled_at = Alert.Status.CLOSED, now
            one.reason = _("Alert %(number)s took its place.") % {"number": successor.pk}
            closed.append(one)
    Alert.objects.bulk_update(closed, ["status", "reason", "settled_at"])
    return closed


def _place(alerts: Sequence[Alert], places: Sequence[Places]) -> None:
    """Link each alert with where its party stands."""
    for name in ("cases", "licences", "exporters", "foreign_records"):
        through, other = getattr(Alert, name).through, Alert._meta.get_field(name).m2m_reverse_name()
        through.objects.bulk_create(
            through(alert_id=alert.pk, **{other: key})
            for alert, place in zip(alerts, places, strict=True)
            for key in sorted(getattr(place, name))
        )


def _lay_before_officers(
    rescreening: Rescreening,
    alerts: Sequence[Alert],
    changed: Sequence[Changed],
    stored: Mapping[Party, Places],
    cases: Sequence[Case],
    now: datetime,
) -> None:
    """Bring every open case that is touched up to the new list."""
    by_case: dict[int, list[PartyChange]] = defaultdict(list)
    for alert, one in zip(alerts, changed, strict=True):
        why = gone(rescreening) if alert.change == Alert.Change.CLEARED else ""
        for party in stored[one.party].parties:
            by_case[party.case_id].append(PartyChange(party, one.finding, why))
    of = ListChange(rescreening.list_id, rescreening.new_version, rescreening.new_engine)
    for case in cases:
        take_over(case=case, of=of, changes=by_case[case.pk], now=now)


def _tell(rescreening: Rescreening, alerts: Sequence[Alert], now: datetime) -> None:
    """A letter to the officers when something waits for them."""
    if waiting := sum(1 for one in alerts if one.status == Alert.Status.OPEN):
        context = {"count": waiting, "list": rescreening.list_id, "link": settings.EXEAT_URL + reverse("alerts")}
        notify(with_role(Role.OFFICER), template="alerts", context=context, now=now)
