"""Notes on a case: inside an agency or inside the authority, released to all who review, told to those mentioned."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from exeat.domain.review import Actor, Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.cases.mentions import mentioned_in
from exeat.web.cases.models import AgencyNote, Case, Mention
from exeat.web.cases.services._step import locked
from exeat.web.cases.services.telling import tell_people
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.permissions import readers_of

WRITERS = (Role.OFFICER, Role.HEAD)
"""Who writes notes for the authority; an auditor reads them."""


def house_of(case: Case, actor: Actor) -> str | None:
    """Within which walls the actor's notes stay: an agency that was asked, "" for the authority, None for nobody's."""
    asked = {referral.agency for referral in case.referrals.all()}
    if Role.REVIEWER in actor.roles and actor.agency in asked:
        return actor.agency
    return "" if actor.in_any(WRITERS) else None


@transaction.atomic
def add_note(*, case: Case, text: str, by: User, now: datetime, mention: Collection[User] = ()) -> AgencyNote:
    """A note that the writer's agency reads, or the authority, and whoever is mentioned; others after its release.

    Mentioned is who is written as `@` and the full name, or given in `mention`, whose names are put at the end. All of
    them must be people who may read the case's assessment.
    """
    case = locked(case)
    agency, roles = _house(case, by, now)
    if not text.strip():
        raise Invalid({"text": "write the note"})
    readers = list(readers_of(case, now))
    if strangers := [one.name for one in mention if one not in readers]:
        raise Invalid({"mention": f"{', '.join(strangers)} may not read this case"})
    written = {one.pk for one in mentioned_in(text, readers, mention)}
    if missing := [f"@{one.name}" for one in mention if one.pk not in written]:
        text = f"{text.rstrip()}\n{' '.join(missing)}"
    told = [one for one in mentioned_in(text, readers, mention) if one != by]
    note = AgencyNote.objects.create(case=case, agency=agency, text=text, by=by, at=now)
    mentions = [Mention.objects.create(note=note, user=one) for one in told]
    data = {"agency": agency, "mentioned": [one.pk for one in told]}
    rows = [note, *mentions]
    record(kind="case.add_note", subject=case.subject, by=by, now=now, roles=roles, data=data, rows=rows)
    tell_people(told, case, "mentioned", now=now, by=by)
    return note


@transaction.atomic
def release_note(*, note: AgencyNote, by: User, now: datetime) -> AgencyNote:
    """Let the other reviewers and the authority read the note."""
    locked(note.case)
    agency, roles = _house(note.case, by, now)
    if note.agency != agency:
        raise NotPermitted.because("own_agency_asked", "this note belongs to another agency")
    note = AgencyNote.objects.select_for_update().get(pk=note.pk)
    if note.released_at is None:
        note.released_at = now
        note.save()
        record(kind="case.release_note", subject=note.case.subject, by=by, now=now, roles=roles, rows=[note])
    return note


@transaction.atomic
def see_mention(*, mention: Mention, by: User, now: datetime) -> Mention:
    """Whoever is mentioned has seen it: it leaves the desk."""
    if mention.user_id != by.pk:
        raise NotPermitted.because("role", "somebody else is mentioned")
    case = locked(mention.note.case)
    mention = Mention.objects.select_for_update().get(pk=mention.pk)
    if mention.seen_at is None:
        mention.seen_at = now
        mention.save()
        data = {"agency": mention.note.agency, "mentioned": [by.pk]}
        record(kind="case.see_mention", subject=case.subject, by=by, now=now, data=data, rows=[mention])
    return mention


def _house(case: Case, by: User, now: datetime) -> tuple[str, tuple[Role, ...]]:
    """The walls, and the roles that let the person in."""
    house = house_of(case, actor_for(by, now))
    if house is None:
        raise NotPermitted.because("own_agency_asked", "your agency was not asked about this case")
    if case.state == "draft" and not case.on_paper:
        raise NotPermitted.because("state", "the case is its applicant's draft")
    return house, (Role.REVIEWER,) if house else WRITERS
