"""A programme office: states' keys are taken, their windows brought in, and our offers planned against them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from exeat.adapters.partner_files import PartnerFileError, Rows, check_offers, open_windows, plan_invitations
from exeat.domain.licences import KeyFileError, PublicKeys
from exeat.domain.offers import MarkedAboveCeiling, check_ceiling
from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.people.services import PLANNERS, require_planner
from exeat.web.policy import highest_marking, local_day
from exeat.web.programme.models import ProgrammePlan, StateKey, StateWindows
from exeat.web.programme.selectors import latest_windows

TASK = "programme.plan"
SECONDS = 10.0  # of search, for one plan
_CODE = re.compile(r"[A-Z]{2}")


@transaction.atomic
def take_key(*, state: str, jwk: Any, by: User, now: datetime) -> StateKey:
    """Trust the public key that a state gave, a JWK or a JWK set, in place of the one before. The head's alone.

    Of a key that holds its private half, only the public one is kept.
    """
    if not actor_for(by, now).in_any((Role.HEAD,)):
        raise NotPermitted.because("role", "Only the head takes the key of another state.")
    if not _CODE.fullmatch(state):
        raise Invalid({"state": "Expected a country code of two letters, such as XA."})
    try:
        keys = PublicKeys.from_json(jwk)
    except KeyFileError as fault:
        raise Invalid({"jwk": str(fault)}) from None
    if not keys:
        raise Invalid({"jwk": "There is no key in it."})
    given = {"jwks": keys.to_json(), "taken_by": by, "taken_at": now}
    taken, _new = StateKey.objects.update_or_create(state=state, defaults=given)
    record(kind="programme.key", subject=taken.subject, by=by, now=now, roles=(Role.HEAD,), rows=[taken])
    return taken


@transaction.atomic
def bring_windows(*, text: str, source: str, by: User, now: datetime) -> StateWindows:
    """Keep windows that a state published, a compact JWS. `source` is what messages call it.

    Refused are windows that no known key signed, and those issued no later than what is here of that state.
    """
    require_planner(by, now)
    try:
        keys = {one.state: PublicKeys.from_json(one.jwks) for one in StateKey.objects.all()}
        statement = open_windows(text.strip(), keys, source)
        issued = datetime.fromisoformat(statement["issued"]).astimezone(UTC)
    except PartnerFileError as refusal:
        raise Invalid({"windows": str(refusal)}) from None
    except (KeyError, TypeError, ValueError):
        raise Invalid({"windows": f"{source}: issued: expected a moment"}) from None
    state = StateKey.objects.select_for_update().get(state=statement["state"]["id"])
    newest = state.windows.first()
    if newest is not None and issued <= newest.issued:
        raise Invalid({"windows": f"{source}: windows of {newest.name} issued then or later are here already."})
    made = StateWindows.objects.create(
        state=state, name=statement["state"]["name"], first=statement["start"], last=statement["end"], issued=issued,
        statement=statement, token=text.strip(), brought_by=by, brought_at=now,
    )  # fmt: skip
    made.refresh_from_db()
    record(kind="programme.windows", subject=state.subject, by=by, now=now, roles=PLANNERS, rows=[made])
    return made


@transaction.atomic
def ask_for_invitations(*, offers: Rows, others: Sequence[Rows] = (), by: User, now: datetime) -> ProgrammePlan:
    """Have our offers planned against the windows that are here; a worker does it.

    `offers`, and `others` of other partners, are as docs/partner.md tells the form of their files.
    """
    require_planner(by, now)
    windows = latest_windows(local_day(now))
    if not windows:
        raise NotPermitted.because("state", "No state's windows are here that reach beyond today.")
    try:
        _refuse_marked([offers, *others])
        check_offers([one.statement for one in windows], offers, others)
    except (PartnerFileError, MarkedAboveCeiling) as refusal:
        raise Invalid({"offers": str(refusal)}) from None
    made = ProgrammePlan.objects.create(offers=offers, others=list(others), asked_by=by, asked_at=now)
    made.windows.set(windows)
    record(kind="programme.ask", subject=made.subject, by=by, now=now, roles=PLANNERS, rows=[made])
    app.configure_task(TASK, lock=TASK, allow_unknown=True).defer()
    return made


@transaction.atomic
def make_invitations(*, plan: ProgrammePlan, now: datetime) -> ProgrammePlan:
    """Make the plan that was asked for, once."""
    plan = ProgrammePlan.objects.select_for_update().get(pk=plan.pk)
    if plan.finished_at is None:
        statements = [one.statement for one in plan.windows.all()]
        try:
            plan.result = plan_invitations(statements, plan.offers, plan.others, SECONDS)
        except PartnerFileError as refusal:
            plan.refusal = str(refusal)
        plan.finished_at = now
        plan.save(update_fields=["result", "refusal", "finished_at"])
        record(kind="programme.make", subject=plan.subject, by=None, now=now, rows=[plan])
    return plan


def make_waiting(*, now: datetime) -> None:
    """Make every plan that was asked for, the oldest first."""
    for plan in ProgrammePlan.objects.filter(finished_at=None).order_by("asked_at", "pk"):
        make_invitations(plan=plan, now=now)


def _refuse_marked(value: Any) -> None:
    """Raise MarkedAboveCeiling for any text that is marked higher than this installation may hold."""
    ceiling = highest_marking()
    for text in _texts(value):
        check_ceiling(text, ceiling)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
