"""What came of an event: the report of those who went, the handover, and what it built against what was expected."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exeat.domain.offers import Level as Marking
from exeat.web.capabilities.models import LEVELS, Capability, Evidence
from exeat.web.cooperation.models import MARKINGS, Offer

USER = settings.AUTH_USER_MODEL


class Return(models.Model):
    """The report on an event that was accepted and took place. It is filed once, and never changed."""

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="report")
    start = models.DateField()
    end = models.DateField()
    report = models.TextField()
    handover = models.TextField(help_text="to whom papers, contacts and what was learned were passed on")
    marking = models.PositiveSmallIntegerField(choices=MARKINGS, default=Marking.UNMARKED.value)
    filed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    AUDITED = ("offer_id", "start", "end", "marking")
    AUDITED_PRIVATE = ("report", "handover")

    class Meta:
        ordering = ("-end", "-pk")

    def __str__(self) -> str:
        return f"Report on {self.offer}"


class Achieved(models.Model):
    """What an event built of a capability. With a `level` it proposes evidence, which somebody may then record."""

    report = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="achieved")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="achieved")
    expected = models.PositiveSmallIntegerField()
    units = models.PositiveSmallIntegerField()
    shows = models.TextField(blank=True, help_text="what shows it")
    level = models.PositiveSmallIntegerField(choices=LEVELS, null=True, blank=True)
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, null=True, related_name="+")

    AUDITED = ("report_id", "capability_id", "expected", "units", "level", "evidence_id")
    AUDITED_PRIVATE = ("shows",)

    class Meta:
        ordering = ("capability",)
        constraints = (models.UniqueConstraint(fields=("report", "capability"), name="one_outcome_a_capability"),)
