"""Referral to the agencies, their positions and notes, and the conditions they ask for."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router
from pydantic import Field

from exeat.web.accounts.selectors import official
from exeat.web.api.answers import answers, case_of
from exeat.web.api.case_data import CaseLine, after
from exeat.web.api.fields import Body, Id, Line, Reference, Text, Word
from exeat.web.cases.services import noting, referring
from exeat.web.permissions import visible_notes

router = Router()


class Refer(Body):
    """What the officer finds the end user to be, from the policy's register; what was said stays when absent."""

    end_user_kinds: list[Word] | None = Field(None, max_length=50)


class GivePosition(Body):
    """What the agency says; with conditions: templates of the policy, or a text."""

    kind: Literal["no_objection", "no_objection_with_conditions", "objection", "no_view", "needs_information"]
    text: Text = ""
    conditions: list[Word] = Field(default_factory=list, max_length=50)
    condition_text: Text = ""
    values: dict[Word, dict[Word, Line]] = Field(default_factory=dict, description="of a template's parameters")


class Note(Body):
    """A text, which may mention people as `@` and their full name, or by their numbers beside it."""

    text: Text
    mention: list[Id] = Field(default_factory=list, max_length=50)


class Propose(Body):
    """A template of the policy's library, or a text."""

    template: Word = ""
    text: Text = ""
    values: dict[Word, Line] = Field(default_factory=dict, description="of the template's parameters")


class Drop(Body):
    reason: Text


@router.post("/{reference}/refer", response=answers(CaseLine))
def refer_case(request: HttpRequest, reference: Reference, body: Refer) -> dict[str, Any]:
    """Lay the case before every agency that the policy's criteria name and that was not asked yet."""
    case = case_of(request.user, reference)
    referring.refer(case=case, end_user_kinds=body.end_user_kinds, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/position", response=answers(CaseLine))
def give_position(request: HttpRequest, reference: Reference, body: GivePosition) -> dict[str, Any]:
    """Give one's agency's position; it supersedes the one before."""
    case = case_of(request.user, reference)
    referring.give_position(case=case, **body.model_dump(), by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/remind-agencies", response=answers(CaseLine))
def remind_agencies(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """Tell the agencies that are late with their positions that they are waited for, each at most once a day."""
    case = case_of(request.user, reference)
    referring.remind_agencies(case=case, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/referrals/{agency}/silence", response=answers(CaseLine))
def let_silence_speak(request: HttpRequest, reference: Reference, agency: Word) -> dict[str, Any]:
    """After the deadline, let an agency's silence count as the policy says."""
    case = case_of(request.user, reference)
    referral = get_object_or_404(case.referrals, agency=agency)
    referring.let_silence_speak(case=case, referral=referral, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/notes", response=answers(CaseLine))
def add_note(request: HttpRequest, reference: Reference, body: Note) -> dict[str, Any]:
    """Write a note inside one's agency, or inside the authority, and tell those whom it mentions."""
    case = case_of(request.user, reference)
    mention = [official("mention", pk) for pk in body.mention]
    noting.add_note(case=case, text=body.text, mention=mention, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/notes/{id}/release", response=answers(CaseLine))
def release_note(request: HttpRequest, reference: Reference, id: Id) -> dict[str, Any]:
    """Let the other reviewers and the authority read a note."""
    case = case_of(request.user, reference)
    note = get_object_or_404(visible_notes(request.user, case), pk=id)
    noting.release_note(note=note, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/conditions", response=answers(CaseLine))
def propose_condition(request: HttpRequest, reference: Reference, body: Propose) -> dict[str, Any]:
    """Propose a condition of the authority's own."""
    case = case_of(request.user, reference)
    referring.propose_condition(case=case, **body.model_dump(), by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/conditions/{id}/drop", response=answers(CaseLine))
def drop_condition(request: HttpRequest, reference: Reference, id: Id, body: Drop) -> dict[str, Any]:
    """Drop a condition; one that an agency asked for is dropped by that agency."""
    case = case_of(request.user, reference)
    condition = get_object_or_404(case.conditions, pk=id)
    referring.drop_condition(condition=condition, reason=body.reason, by=request.user, now=timezone.now())
    return after(case)
