"""How a case ends: recommendation, override of a separation, decision."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from exeat.web.cases.models.case import Case, Document

USER = settings.AUTH_USER_MODEL


class Recommendation(models.Model):
    """The officer's recommendation: one of the decisions, with reasons, and grounds where it is a refusal."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="recommendations")
    outcome = models.CharField(max_length=30)
    reasons = models.TextField()
    grounds = ArrayField(models.CharField(max_length=60), default=list)
    until = models.DateField(null=True, help_text="the last day of a suspension for a time")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("case_id", "outcome", "grounds", "until", "by_id")
    AUDITED_PRIVATE = ("reasons",)

    class Meta:
        ordering = ("at", "pk")


class IntendedRefusal(models.Model):
    """A refusal that the applicant was told of before it is decided, and what they said."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="intended_refusals")
    reasons = models.TextField()
    grounds = ArrayField(models.CharField(max_length=60), default=list)
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due = models.DateField(help_text="the last day for the answer")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    AUDITED = ("case_id", "grounds", "letter_id", "by_id", "due", "answered_by_id", "answered_at")
    AUDITED_PRIVATE = ("reasons", "answer")

    class Meta:
        ordering = ("at", "pk")


class Override(models.Model):
    """A recorded exception to a separation of duties; it expires, and is printed on the decision."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="overrides")
    steps = ArrayField(models.CharField(max_length=20), size=2)
    reason = models.TextField()
    expires = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("case_id", "steps", "expires", "by_id")
    AUDITED_PRIVATE = ("reason",)

    class Meta:
        ordering = ("at", "pk")


class Decision(models.Model):
    """What was decided, by whom and in which capacity, and the letter that says so; the newest is in force."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=30)
    reasons = models.TextField()
    grounds = ArrayField(models.CharField(max_length=60), default=list)
    until = models.DateField(null=True, help_text="the last day of a suspension for a time")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    for_users = ArrayField(models.IntegerField(), default=list, help_text="principals, when a deputy decided")
    at = models.DateTimeField()
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    AUDITED = ("case_id", "outcome", "grounds", "until", "by_id", "for_users", "letter_id", "supersedes_id")
    AUDITED_PRIVATE = ("reasons",)

    class Meta:
        ordering = ("pk",)
