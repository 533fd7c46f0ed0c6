"""What a plan was put to: other weights, an illness of each, other prices. A worker works it out, once."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exeat.web.cooperation.models import PlanRun


class Study(models.Model):
    """One test of one plan, kept as it came. `result` is as `exeat.web.studies.services` writes it."""

    class Kind(models.TextChoices):
        DOUBT = "doubt", "other weights and gains"
        ILLNESS = "illness", "an illness of each"
        FRONTIER = "frontier", "what is built against what it delays"

    run = models.ForeignKey(PlanRun, on_delete=models.PROTECT, related_name="studies")
    kind = models.CharField(max_length=12, choices=Kind)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)

    AUDITED = ("run_id", "kind", "asked_at")

    class Meta:
        ordering = ("run", "kind")
        verbose_name_plural = "studies"
        constraints = (models.UniqueConstraint(fields=("run", "kind"), name="one_study_of_a_kind_a_plan"),)
