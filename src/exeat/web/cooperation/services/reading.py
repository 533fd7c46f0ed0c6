"""What a partner sent, as proposals that a person confirms. What is marked too high is refused before anything else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from exeat.adapters.calendar_files import read_invitations
from exeat.adapters.mail_files import read_mail
from exeat.domain.offers import Level as Marking
from exeat.domain.offers import (
    OfferError,
    Proposal,
    check_ceiling,
    find_events,
    find_in_letter,
    is_message,
    read_message,
)
from exeat.web.accounts.models import User
from exeat.web.cooperation.loading import TABLES, load_offers, read_offer_table
from exeat.web.cooperation.models import Offer
from exeat.web.cooperation.services.offers import propose
from exeat.web.people.loading import Loaded
from exeat.web.people.services import require_planner
from exeat.web.policy import highest_marking, local_day

_PROPERTY = re.compile(r"^[A-Z-]+(?:;[^:]*)?:", re.MULTILINE)  # "SUMMARY;LANGUAGE=en:" before a calendar's text


@dataclass(frozen=True)
class _Read:
    source: str
    text: str
    marking: Marking
    proposals: Sequence[Proposal]


def bring_in(*, content: bytes, name: str, by: User, now: datetime, dry_run: bool = False) -> list[Loaded]:
    """Bring in a file of any kind: the offers of a table, or the events proposed of anything else.

    Raises `MarkedAboveCeiling` before anything is kept, `SheetError` with every fault of a table, `OfferError`.
    """
    if name.lower().endswith(TABLES):
        return load_offers(rows=read_offer_table(content, name), by=by, now=now, dry_run=dry_run)
    with transaction.atomic():
        found = read_offers(content=content, name=name, by=by, now=now)
        transaction.set_rollback(dry_run)
    return [Loaded(n, f"{one.reference} {one.title}", _("is to be confirmed")) for n, one in enumerate(found, start=1)]


@transaction.atomic
def read_offers(*, content: bytes, name: str, by: User, now: datetime) -> list[Offer]:
    """Propose the events of a calendar (.ics), an e-mail (.eml), an official message or a letter as text.

    Raises `MarkedAboveCeiling` before anything is kept, and `OfferError` where there is no event.
    """
    require_planner(by, now)
    found = _read(content, name, now)
    if not found.proposals:
        raise OfferError(f"{name}: no event in it: expected dates beside a word such as “workshop”")
    said = {"source": found.source, "text": found.text, "marking": found.marking}
    return [propose(proposal=proposal, **said, by=by, now=now) for proposal in found.proposals]


def _read(content: bytes, name: str, now: datetime) -> _Read:
    ceiling = highest_marking()
    raw = content.decode("utf-8-sig", errors="replace").replace("\x00", "")
    marking = check_ceiling(raw, ceiling)
    if name.lower().endswith(".ics"):
        return _Read(name, "", max(marking, _of_calendar(raw, ceiling)), read_invitations(content, name))
    if not name.lower().endswith(".eml"):
        return _Read(name, raw, marking, _in_text(raw, now))
    mail = read_mail(content, name)
    text = f"{mail.subject}\n{mail.text}".replace("\x00", "")
    marking = max(marking, check_ceiling(text, ceiling))
    for offer in mail.offers:
        marking = max(marking, check_ceiling(offer.title, ceiling))
    return _Read(name, text, marking, mail.offers or _in_text(mail.text, now, subject=mail.subject, sender=mail.sender))


def _of_calendar(raw: str, ceiling: Marking) -> Marking:
    """The marking of a calendar's texts: lines unfolded, "\\n" in them broken, names of properties left out."""
    unfolded = re.sub(r"\r?\n[ \t]", "", raw)
    return check_ceiling(_PROPERTY.sub("", unfolded).replace("\\n", "\n").replace("\\N", "\n"), ceiling)


def _in_text(text: str, now: datetime, *, subject: str = "", sender: str = "") -> Sequence[Proposal]:
    """The events of an official message or, where it is none or announces nothing as one, of a letter."""
    on = local_day(now)
    announced = find_events(read_message(text), on) if is_message(text) else []
    return announced or find_in_letter(text, on, subject=subject, sender=sender)
