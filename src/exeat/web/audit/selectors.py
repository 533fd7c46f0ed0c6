"""Reading the ledger and what stands beside it, for an auditor: events, proofs, exceptions, and who read what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from exeat.domain.review import Role
from exeat.web.accounts.models import Delegation, User
from exeat.web.acting import actor_for
from exeat.web.audit.models import Checkpoint, Event, ReadRecord, Verification
from exeat.web.audit.verify import Report, verify
from exeat.web.cases.models import Override
from exeat.web.errors import NotPermitted
from exeat.web.policy import zone


@dataclass(frozen=True)
class Sought:
    """What to look for in the ledger; what is empty does not narrow."""

    subject: str = ""
    kind: str = ""
    person: int | None = None
    first: date | None = None
    last: date | None = None
    deputies: bool = False


def events(sought: Sought) -> QuerySet[Event]:
    """The events, the newest first. Texts beside them are not read: the pages of cases show those by permission."""
    found = Event.objects.select_related("actor").order_by("-seq")
    if sought.subject:
        found = found.filter(subject__icontains=sought.subject)
    if sought.kind:
        found = found.filter(kind=sought.kind)
    if sought.person is not None:
        found = found.filter(actor=sought.person)
    if sought.first is not None:
        found = found.filter(at__gte=_midnight(sought.first))
    if sought.last is not None:
        found = found.filter(at__lt=_midnight(sought.last + timedelta(days=1)))
    if sought.deputies:
        found = found.exclude(for_users=[])
    return found


def kinds() -> list[str]:
    """Every kind of event that ever happened."""
    return list(Event.objects.order_by("kind").values_list("kind", flat=True).distinct())


def principals(rows: list[Event]) -> dict[int, str]:
    """The names of the people for whom deputies acted in these events."""
    wanted = {principal for event in rows for principal in event.for_users}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)}


def checkpoints() -> QuerySet[Checkpoint]:
    """The newest first."""
    return Checkpoint.objects.order_by("-seq")


def last_verification() -> Verification | None:
    """The newest proof that somebody asked for, finished or not."""
    return Verification.objects.select_related("asked_by").first()


def verified_by(user: User, now: datetime) -> Report:
    """The report of a verification that the user asks for; raises NotPermitted for anybody but an auditor."""
    if not actor_for(user, now).in_any((Role.AUDITOR,)):
        raise NotPermitted.because("role", f"only the {Role.AUDITOR.label} may do this")
    return verify()


def overrides() -> QuerySet[Override]:
    """Every override of a separation of duties, the newest first."""
    return Override.objects.select_related("case", "by").order_by("-at", "-pk")


def delegations() -> QuerySet[Delegation]:
    """Every delegation, the latest start first."""
    return Delegation.objects.select_related("principal", "deputy", "made_by")


def reads(*, subject: str = "", person: int | None = None) -> QuerySet[ReadRecord]:
    """Who opened what, the newest first."""
    found = ReadRecord.objects.select_related("user").order_by("-at", "-pk")
    if subject:
        found = found.filter(subject__icontains=subject)
    return found if person is None else found.filter(user=person)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, zone())
