"""Denials, ours and other states', and which open cases resemble one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from exeat.web.cases.models import Case, Document

USER = settings.AUTH_USER_MODEL


class Denial(models.Model):
    """A refused transaction. `case` is ours, and empty for a denial that another state notified."""

    reference = models.CharField(max_length=60, help_text="the denying authority's")
    authority = models.CharField(max_length=200)
    state = models.CharField(max_length=2, help_text="the denying state's code")
    denied_on = models.DateField()
    valid_until = models.DateField(help_text="the last day on which it counts")
    entries = ArrayField(models.CharField(max_length=40))
    goods = models.TextField(blank=True)
    parties = models.JSONField(help_text="names of those who were to receive or use the goods")
    destination = models.CharField(max_length=2)
    end_use = models.TextField(blank=True)
    grounds = models.TextField(blank=True)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="denial")
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    revoked_on = models.DateField(null=True)
    notice = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="denial_notice_of")
    released_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True, help_text="when the head let the notice of ours go out")
    note = models.TextField(blank=True, help_text="why it was renewed or revoked")

    AUDITED = (
        "reference",
        "state",
        "denied_on",
        "valid_until",
        "entries",
        "destination",
        "case_id",
        "revoked_on",
        "entered_by_id",
        "notice_id",
        "released_by_id",
        "released_at",
    )
    AUDITED_PRIVATE = ("authority", "goods", "parties", "end_use", "grounds", "note")

    class Meta:
        ordering = ("-denied_on", "-pk")
        constraints = [models.UniqueConstraint(fields=("state", "reference"), name="one_denial_a_reference")]

    def __str__(self) -> str:
        return f"{self.state} {self.reference}"

    @property
    def own(self) -> bool:
        """Whether the refusal is ours."""
        return self.case_id is not None

    @property
    def subject(self) -> str:
        """How the ledger names the denial."""
        return f"denial:{self.pk}"


class Resemblance(models.Model):
    """A case beside a denial that it resembles: what they have in common, and what an officer made of it."""

    class Status(models.TextChoices):
        OPEN = "open", "to be settled"
        CONSULTING = "consulting", "state asked"
        CONSULTED = "consulted", "state answered"
        SETTLED = "settled", "does not stand against it"

    class Answer(models.TextChoices):
        AGREES = "agrees", "does not object to a grant"
        OBJECTS = "objects", "objects to a grant"
        DIFFERENT = "different", "does not hold the two essentially identical"
        SILENT = "silent", "gave no answer in time"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="resemblances")
    denial = models.ForeignKey(Denial, on_delete=models.PROTECT, related_name="resemblances")
    found = models.JSONField(help_text="what both have in common: parties, entries, same_destination, words")
    identical = models.BooleanField()
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    reason = models.TextField(blank=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    asked_on = models.DateField(null=True)
    due = models.DateField(null=True, help_text="until when the denying state is asked to answer")
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answer_text = models.TextField(blank=True)

    AUDITED = ("case_id", "denial_id", "identical", "status", "settled_by_id", "asked_on", "due", "answer")
    AUDITED_PRIVATE = ("found", "reason", "answer_text")

    class Meta:
        ordering = ("-identical", "pk")
        constraints = [models.UniqueConstraint(fields=("case", "denial"), name="one_resemblance_a_pair")]

    @property
    def answered(self) -> bool:
        """Whether the denial stands in the way of a grant no longer."""
        return self.status in (self.Status.CONSULTED, self.Status.SETTLED)
