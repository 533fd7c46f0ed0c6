"""Obligations come into being with a grant and with each shipment, inside the transaction of what they arise from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from exeat.domain.review import Owed, obligations_arising
from exeat.domain.review.policy.general import GeneralAuthorisation
from exeat.web.accounts.models import User
from exeat.web.audit.record import record
from exeat.web.cases.models import Case
from exeat.web.cases.standing import referral_facts
from exeat.web.licences.models import Draw, Licence
from exeat.web.obligations.models import RETURN, Obligation
from exeat.web.policy import local_day, policy


def arise_with_licence(licence: Licence, *, by: User, now: datetime) -> list[Obligation]:
    """What is owed from the grant on, and after the licence's last day.

    A licence that replaces another takes over what is owed under that one, each with its own day; what is counted from
    the last day is counted anew.
    """
    taken = _taken_over(licence)
    known = {one.rule for one in taken if one.licence_id == licence.pk}
    made = [
        _make(licence, owed, since)
        for start, since in (("grant", licence.issued), ("expiry", licence.valid_until))
        for owed in _owed(licence, start)
        if owed.rule.id not in known
    ]
    return _recorded([*taken, *made], licence, by, now)


def _taken_over(licence: Licence) -> list[Obligation]:
    if licence.supersedes is None:
        return []
    taken = list(licence.supersedes.obligations.exclude(state__in=("met", "released")))
    for one in taken:
        rule = policy().obligations.rules.get(one.rule)
        if rule is not None and rule.start == "expiry":
            one.state, one.settled_on = "released", licence.issued
            one.settled_reason = f"counted anew under {licence.number}"
        else:
            one.licence = licence
        one.save()
    return taken


def arise_with_shipment(draw: Draw, *, by: User, now: datetime) -> list[Obligation]:
    """What is owed for one shipment."""
    licence = draw.line.licence
    made = [_make(licence, owed, draw.declared_on, draw) for owed in _owed(licence, "shipment")]
    return _recorded(made, licence, by, now)


def owe_returns(licence: Licence, general: GeneralAuthorisation, *, by: User, now: datetime) -> list[Obligation]:
    """A return for each period of a registration under a general authorisation."""
    made = [
        Obligation.objects.create(
            licence=licence,
            rule=RETURN,
            title=f"Return of {period.first:%d %B %Y} to {period.last:%d %B %Y}",
            text="Say what left in these months, by entry, quantity, value and destination; or that nothing did.",
            document_kind=RETURN,
            arose=period.last,
            due=period.due,
        )
        for period in general.periods(licence.issued)
    ]
    return _recorded(made, licence, by, now)


def drop_with_shipment(draw: Draw, *, by: User, now: datetime) -> list[Obligation]:
    """What was owed for a shipment that is undone is owed no more."""
    dropped = list(draw.obligations.exclude(state__in=("met", "released")))
    for one in dropped:
        one.state, one.settled_on, one.settled_reason = "released", local_day(now), "the shipment was undone"
        one.save()
    return _recorded(dropped, draw.line.licence, by, now)


def _owed(licence: Licence, start: str) -> Iterator[Owed]:
    case = licence.case
    if case is not None and licence.form == "licence":
        yield from obligations_arising(referral_facts(case), _conditions(case), start, policy())


def _conditions(case: Case) -> Mapping[str, Mapping[str, str]]:
    """The conditions of the library that stand, each with its values; of two alike the one set last."""
    return {one.template: one.values for one in case.conditions.filter(dropped_at=None) if one.template}


def _make(licence: Licence, owed: Owed, since: date, draw: Draw | None = None) -> Obligation:
    rule = owed.rule
    return Obligation.objects.create(
        licence=licence,
        draw=draw,
        rule=rule.id,
        title=rule.title,
        text=rule.text,
        document_kind=rule.document,
        arose=since,
        due=owed.due(since),
    )


def _recorded(rows: list[Obligation], licence: Licence, by: User, now: datetime) -> list[Obligation]:
    if rows:
        rules = [row.rule for row in rows]
        record(kind="obligation.arise", subject=licence.subject, by=by, now=now, data={"rules": rules}, rows=rows)
    return rows
