"""What is looked at beyond the lists: catch-all notices and the cases that meet them, and red flags of end use."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from exeat.web.cases.models import Case, Document
from exeat.web.registers.models import Exporter

USER = settings.AUTH_USER_MODEL


class Notice(models.Model):
    """Goods that no list names, made licensable for an end use or end users; told to an exporter in writing."""

    number = models.CharField(max_length=30, unique=True)
    exporter = models.ForeignKey(Exporter, on_delete=models.PROTECT, related_name="notices")
    goods = models.TextField()
    end_use = models.TextField(blank=True)
    end_users = models.JSONField(default=list, help_text="names")
    destination = models.CharField(max_length=2, blank=True)
    basis = models.CharField(max_length=40)
    reasons = models.TextField()
    issued_on = models.DateField()
    valid_until = models.DateField(help_text="the last day on which it counts")
    issued_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="notice_of")
    revoked_on = models.DateField(null=True)
    revoked_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_reason = models.TextField(blank=True)
    revoked_letter = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="revoked_notice_of")

    AUDITED = (
        "number",
        "exporter_id",
        "destination",
        "basis",
        "issued_on",
        "valid_until",
        "issued_by_id",
        "letter_id",
        "revoked_on",
        "revoked_by_id",
        "revoked_letter_id",
    )
    AUDITED_PRIVATE = ("goods", "end_use", "end_users", "reasons", "revoked_reason")

    class Meta:
        ordering = ("-issued_on", "-pk")

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """How the ledger names the notice."""
        return f"notice:{self.number}"


class Meeting(models.Model):
    """A case that meets a notice: what both have in common, and to which lines an officer found that it applies."""

    class Status(models.TextChoices):
        OPEN = "open", "to be settled"
        APPLIES = "applies", "applies"
        NOT = "not", "does not apply"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="meetings")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="meetings")
    found = models.JSONField(help_text="sentences: what both have in common")
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    lines = ArrayField(models.PositiveIntegerField(), default=list)
    reason = models.TextField(blank=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    AUDITED = ("case_id", "notice_id", "found", "status", "lines", "settled_by_id", "settled_at")
    AUDITED_PRIVATE = ("reason",)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("case", "notice"), name="one_meeting_a_pair")]


class FlagAnswer(models.Model):
    """A question on end use, answered by a side; a yes raises the flag, which an officer weighs."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="flag_answers")
    flag = models.CharField(max_length=40)
    side = models.CharField(max_length=10)
    raised = models.BooleanField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    weighed = models.TextField(blank=True, help_text="what an officer says it comes to")
    weighed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    weighed_at = models.DateTimeField(null=True)

    AUDITED = ("case_id", "flag", "side", "raised", "by_id", "at", "weighed_by_id", "weighed_at")
    AUDITED_PRIVATE = ("weighed",)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("case", "flag", "side"), name="one_answer_a_side")]
