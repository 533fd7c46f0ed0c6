"""Whether everything is in place for a case to go its way from draft to customs: people, lists, policy, server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from exeat.domain.review import Role, case_action
from exeat.web.accounts.models import User
from exeat.web.committee.models import Seat
from exeat.web.demonstration import is_demo
from exeat.web.mail.models import Message
from exeat.web.policy import policy
from exeat.web.registers.lists import versions_in_force
from exeat.web.registers.models import ControlListVersion, WatchlistVersion

_ALIVE = timedelta(minutes=1)  # a worker tells every ten seconds that it lives
_DELIVERED = timedelta(minutes=15)  # a letter that has waited longer meets a fault
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Point:
    """One thing that is asked for: whether it is there, in a sentence; `url` is where to mend it."""

    title: str
    state: Literal["in_place", "missing", "to_look_at"]
    said: str
    url: str = ""


def points(*, now: datetime) -> list[Point]:
    """Everything that is asked of an installation, in the order in which one sets it up."""
    return [*_of_the_policy(), *_of_people(), *_of_lists(), *_of_the_server(now)]


def _of_the_policy() -> Iterator[Point]:
    rules = policy()
    said = _("%(state)s, version %(version)s, in force from %(day)s.") % {
        "state": rules.state.name,
        "version": rules.version,
        "day": rules.in_force_from.isoformat(),
    }
    if settings.EXEAT_POLICY:
        yield Point(_("Policy"), "in_place", said)
    else:
        own = _("It is that of the model state: write your own, and name its folder as EXEAT_POLICY.")
        yield Point(_("Policy"), "to_look_at", f"{said} {own}")
    if is_demo():
        said = _("There are invented people and cases in this database. Begin your own office with a new one.")
        yield Point(_("Data"), "to_look_at", said)


def _of_people() -> Iterator[Point]:
    officials = [user for user in User.objects.filter(is_active=True).order_by("pk") if user.is_official]
    users = reverse("users")
    for role in _needed():
        holders = [user.name for user in officials if user.has_role(role)]
        said = ", ".join(holders) if holders else _("Nobody has this role.")
        yield Point(role.label.capitalize(), "in_place" if holders else "missing", said, users)
    deciding = {user.pk for user in officials if user.has_role(Role.OFFICER, Role.HEAD)}
    if len(deciding) == 1:
        said = _("One person is officer and head. Whoever recommends does not decide: a second one is needed.")
        yield Point(_("Two pairs of eyes"), "missing", said, users)
    elif deciding and not _second_signature_possible(officials):
        said = _("In some cases the policy asks for a signature beside those who recommend and decide: add an officer.")
        yield Point(_("Second signature"), "missing", said, users)
    yield _reviewers(officials)
    rules = policy()
    seated = set(Seat.objects.values_list("agency", flat=True))
    if empty := [rules.agencies[key].name for key in rules.committee.agencies if key not in seated]:
        said = _("No member is named for: %(agencies)s. Its secretary names them.") % {"agencies": ", ".join(empty)}
        yield Point(_("Committee"), "missing", said)


def _second_signature_possible(officials: list[User]) -> bool:
    """Whether there are people enough to recommend, countersign and decide, as far as the policy wants them parted."""
    separation = policy().separation
    if separation.countersignature.rule == "never":
        return True
    officers = {user.pk for user in officials if user.has_role(Role.OFFICER)}
    signing = {user.pk for user in officials if user.has_role(*map(Role, policy().signatories))}
    either = {user.pk for user in officials if user.has_role(*case_action("countersign").roles)}
    steps = ("recommend", "countersign", "decide")
    parted = [pair for pair in [*separation.different, ("recommend", "decide")] if set(pair) <= set(steps)]
    chosen = (dict(zip(steps, people, strict=True)) for people in product(officers, either, signing))
    return any(all(who[first] != who[second] for first, second in parted) for who in chosen)


def _needed() -> list[Role]:
    """The roles without which some case could not go on by the policy."""
    rules = policy()
    secretary = [Role.SECRETARY] if rules.committee.agencies else []
    appeal = rules.appeals.decided_by if rules.appeals.of else ()
    return list(dict.fromkeys([Role.OFFICER, Role.HEAD, *secretary, *appeal, Role.CUSTOMS, Role.AUDITOR]))


def _reviewers(officials: list[User]) -> Point:
    """Whether each agency that a criterion asks has somebody who answers."""
    rules = policy()
    asked = {agency for criterion in rules.criteria for agency in criterion.agencies}
    answered = {user.agency for user in officials if user.has_role(Role.REVIEWER)}
    lacking = [agency.name for key, agency in rules.agencies.items() if key in asked - answered]
    title, url = _("Agency reviewers"), reverse("users")
    if not lacking:
        return Point(title, "in_place", _("Every agency that is asked for a position has a reviewer."), url)
    said = _("Nobody answers for: %(agencies)s.") % {"agencies": ", ".join(lacking)}
    return Point(title, "missing", said, url)


def _of_lists() -> Iterator[Point]:
    title, url = _("Control lists"), reverse("control_lists")
    if lists := versions_in_force(ControlListVersion):
        yield Point(title, "in_place", ", ".join(one.title for one in lists), url)
    else:
        yield Point(title, "missing", _("None is in force: exeat controls import FORMAT FILE."), url)
    title, held = _("Watchlists"), versions_in_force(WatchlistVersion)
    if not held:
        yield Point(title, "missing", _("None is in force: exeat watchlists import FORMAT FILE."))
        return
    yield Point(title, "in_place", ", ".join(one.title for one in held))
    unheld = sorted(policy().watchlists.keys() - {one.list_id for one in held})
    if unheld:
        said = _("The policy names lists that are not in force: %(lists)s.") % {"lists": ", ".join(unheld)}
        said += " " + _("Import them, or take them out of its watchlists.toml.")
        yield Point(title, "to_look_at", said)


def _of_the_server(now: datetime) -> Iterator[Point]:
    yield _address()
    yield _mail(now)
    if ProcrastinateWorker.objects.filter(last_heartbeat__gte=now - _ALIVE).exists():
        yield Point(_("Worker"), "in_place", _("A worker is running."))
    else:
        said = _("No worker is running: mail, documents and screening wait. Start one with: exeat worker.")
        yield Point(_("Worker"), "missing", said)
    failed = ProcrastinateJob.objects.filter(status="failed").values_list("task_name", flat=True)
    if count := len(failed):
        said = ngettext("%(count)d job was given up: %(tasks)s.", "%(count)d jobs were given up: %(tasks)s.", count)
        yield Point(_("Jobs"), "to_look_at", said % {"count": count, "tasks": ", ".join(sorted(set(failed)))})


def _address() -> Point:
    """Whether links in mail and on licences lead here from elsewhere, over a protected connection."""
    url = urlsplit(settings.EXEAT_URL)
    title = _("Address")
    if url.hostname in _HERE:
        said = _("Links in mail and on licences begin with %(url)s, which opens on this machine alone: set EXEAT_URL.")
        return Point(title, "to_look_at", said % {"url": settings.EXEAT_URL})
    if url.scheme != "https":
        said = _("%(url)s is not protected: put a proxy with a certificate before it, and set EXEAT_URL.")
        return Point(title, "to_look_at", said % {"url": settings.EXEAT_URL})
    return Point(title, "in_place", settings.EXEAT_URL)


def _mail(now: datetime) -> Point:
    title = _("Mail")
    if not settings.EMAIL_HOST:
        return Point(title, "to_look_at", _("Letters are printed by the worker and reach nobody: set EXEAT_MAIL_URL."))
    waiting = Message.objects.filter(sent_at=None, created_at__lt=now - _DELIVERED)
    if count := waiting.count():
        said = ngettext("%(count)d letter waits: %(why)s", "%(count)d letters wait: %(why)s", count)
        error = waiting.order_by("-pk").values_list("error", flat=True)[0] or _("no worker took them")
        return Point(title, "missing", said % {"count": count, "why": error})
    return Point(title, "in_place", _("Letters go out through %(host)s.") % {"host": settings.EMAIL_HOST})
