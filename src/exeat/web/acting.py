"""Turns a signed-in user into the actor that the rules look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from exeat.domain.review import Actor, Role
from exeat.web.accounts.models import Delegation, User
from exeat.web.policy import local_day
from exeat.web.registers.models import Mandate

_known: ContextVar[dict[tuple[int, date], Actor] | None] = ContextVar("_known", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within this, `actor_for` asks the database once for each user and day: for readings, which change no roles."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def actor_for(user: User, now: datetime) -> Actor:
    """The user with the roles held in person, those held as a deputy on this day, and the exporters they act for."""
    if not user.is_active:
        return Actor(user_id=user.pk, roles=frozenset())
    today, known = local_day(now), _known.get()
    if known is None:
        return _read(user, today)
    if (user.pk, today) not in known:
        known[user.pk, today] = _read(user, today)
    return known[user.pk, today]


def _read(user: User, today: date) -> Actor:
    deputising: dict[Role, frozenset[int]] = defaultdict(frozenset)
    for delegation in user.delegations_held.select_related("principal").filter(
        ended_at=None, start__lte=today, end__gte=today
    ):
        if _still_held(delegation):
            role = Role(delegation.role)
            deputising[role] |= {delegation.principal_id}
    verified = user.mandates.filter(status=Mandate.Status.VERIFIED)
    return Actor(
        user_id=user.pk,
        roles=frozenset(Role(role) for role in user.roles),
        agency=user.agency,
        exporters=frozenset(verified.values_list("exporter_id", flat=True)),
        deputising=dict(deputising),
    )


def _still_held(delegation: Delegation) -> bool:
    """A role can be lent only while its holder has it."""
    return delegation.principal.is_active and delegation.role in delegation.principal.roles
