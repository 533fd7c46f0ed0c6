"""Reviews of decisions, asked for by applicants."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from exeat.web.cases.models import Case, Decision, Document

USER = settings.AUTH_USER_MODEL


class Review(models.Model):
    """A decision that an applicant asked to have reviewed, and what came of it. The decision itself is not changed."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "upheld"
        VARIED = "varied", "varied"
        ANNULLED = "annulled", "annulled"
        WITHDRAWN = "withdrawn", "request taken back"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="review")
    statement = models.TextField(help_text="what the applicant says against the decision")
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due = models.DateField(help_text="by when the review is to be decided")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    reasons = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    for_users = ArrayField(models.IntegerField(), default=list, help_text="principals, when a deputy decided")
    at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)

    AUDITED = ("case_id", "decision_id", "asked_by_id", "due", "outcome", "by_id", "for_users", "at", "letter_id")
    AUDITED_PRIVATE = ("statement", "reasons")

    class Meta:
        ordering = ("asked_at", "pk")
