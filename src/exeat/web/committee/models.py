"""The committee: who sits for which agency, its sittings, what came before them, and what was said and concluded."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exeat.domain.review import SittingState, Voice
from exeat.web.cases.models import Case, Document

USER = settings.AUTH_USER_MODEL


class Seat(models.Model):
    """An agency's seat: who sits in it, and who sits there instead."""

    agency = models.CharField(max_length=40, unique=True)
    member = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="seats")
    deputy = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="deputy_seats")

    AUDITED = ("agency", "member_id", "deputy_id")

    class Meta:
        ordering = ("pk",)


class Sitting(models.Model):
    """A sitting. One that adjourns names the sitting to which its open cases go."""

    number = models.CharField(max_length=30, unique=True)
    day = models.DateField()
    time = models.TimeField()
    place = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12, choices=[(s.value, s.label) for s in SittingState], default=SittingState.PLANNED
    )
    reason = models.TextField(blank=True, help_text="why it was adjourned or called off")
    adjourned_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="adjourned_from")
    minutes = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="minutes_of")
    reminded_at = models.DateTimeField(null=True)

    AUDITED = ("number", "day", "state", "adjourned_to_id", "minutes_id")
    AUDITED_PRIVATE = ("place", "reason")

    class Meta:
        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """How the ledger names the sitting."""
        return f"sitting:{self.number}"


class Attendance(models.Model):
    """An agency that is there: who sits in its seat, and whether that is the deputy."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="attendance")
    agency = models.CharField(max_length=40)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    deputy = models.BooleanField()

    AUDITED = ("sitting_id", "agency", "user_id", "deputy")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("sitting", "agency"), name="one_person_a_seat")]


class AgendaItem(models.Model):
    """A case before the committee: why, the officer's summary, and what was concluded. The newest of a case counts."""

    class How(models.TextChoices):
        CONSENSUS = "consensus", "by consensus"
        VOTE = "vote", "by vote"
        ESCALATED = "escalated", "escalated"
        MOVED = "moved", "moved to another sitting"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="agenda_items")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, null=True, related_name="items")
    why = models.JSONField(help_text="sentences: the criteria that name it, the agencies that object")
    summary = models.TextField()
    laid_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    laid_at = models.DateTimeField()
    how = models.CharField(max_length=12, choices=How, blank=True)
    advice = models.CharField(max_length=30, blank=True)
    count = models.CharField(max_length=200, blank=True, help_text="what the voices came to, in words")
    minute = models.TextField(blank=True, help_text="what the minutes say on the case")
    concluded_at = models.DateTimeField(null=True)

    AUDITED = ("case_id", "sitting_id", "why", "laid_by_id", "how", "advice", "count", "concluded_at")
    AUDITED_PRIVATE = ("summary", "minute")

    class Meta:
        ordering = ("laid_at", "pk")


class Spoken(models.Model):
    """What a member said on a case. A newer word of an agency supersedes; the newest counts."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="spoken")
    agency = models.CharField(max_length=40)
    voice = models.CharField(max_length=30, choices=[(v.value, v.label) for v in Voice])
    text = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("item_id", "agency", "voice", "by_id")
    AUDITED_PRIVATE = ("text",)

    class Meta:
        ordering = ("at", "pk")


class Escalation(models.Model):
    """A step of the escalation: who decides by when, and what was decided, or that it was handed on."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="escalations")
    step = models.CharField(max_length=40)
    since = models.DateField()
    due = models.DateField()
    advice = models.CharField(max_length=30, blank=True)
    reasons = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    handed_on = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True)

    AUDITED = ("item_id", "step", "since", "due", "advice", "by_id", "at", "handed_on")
    AUDITED_PRIVATE = ("reasons",)

    class Meta:
        ordering = ("pk",)
