"""What a new version of a watchlist, or of the engine, says of the parties that Exeat holds."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from exeat.web.cases.models import Case
from exeat.web.licences.models import Licence
from exeat.web.registers.models import Exporter, ForeignRecord

USER = settings.AUTH_USER_MODEL


class Rescreening(models.Model):
    """All stored parties screened against what changed in one list; unfinished until `finished_at`.

    Either the list has another version than before (none before its first), or the engine has.
    """

    list_id = models.CharField(max_length=60)
    old_version = models.CharField(max_length=80, blank=True, help_text="empty: the list is new")
    new_version = models.CharField(max_length=80)
    old_engine = models.CharField(max_length=40, blank=True, help_text="empty: not known")
    new_engine = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    parties = models.PositiveIntegerField(default=0, help_text="how many different ones were screened")

    AUDITED = ("list_id", "old_version", "new_version", "old_engine", "new_engine", "finished_at", "parties")

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.list_id} {self.new_version[:12]}"

    @property
    def of_engine(self) -> bool:
        """Whether the engine changed, and not the list."""
        return self.old_version == self.new_version


class Alert(models.Model):
    """A stored party whose match with a listed party came, changed or went, and what was found about it.

    The party is kept as it was screened; `cases`, `licences`, `exporters` and `foreign_records` are where it stands.
    `listed`, `matched_name`, `score` and `why` are of the match as it is now or, when it has cleared, as it was;
    `before` holds the same four, of the match that changed.
    """

    class Change(models.TextChoices):
        NEW = "new", "new match"
        CHANGED = "changed", "changed match"
        CLEARED = "cleared", "cleared"

    class Status(models.TextChoices):
        OPEN = "open", "to be settled"
        CONFIRMED = "confirmed", "confirmed hit"
        DISMISSED = "dismissed", "dismissed"
        CLOSED = "closed", "closed by itself"

    rescreening = models.ForeignKey(Rescreening, on_delete=models.PROTECT, related_name="alerts")
    change = models.CharField(max_length=10, choices=Change)
    name = models.CharField(max_length=300)
    type = models.CharField(max_length=20)
    country = models.CharField(max_length=2, blank=True)
    listed_id = models.CharField(max_length=120)
    listed = models.JSONField(help_text="the listed party as the list has or had it")
    matched_name = models.CharField(max_length=1000)
    score = models.DecimalField(max_digits=5, decimal_places=4)
    why = models.JSONField()
    before = models.JSONField(null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    reason = models.TextField(blank=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    carried = models.CharField(max_length=60, blank=True, help_text="where the dismissal that stands here was made")
    cases = models.ManyToManyField(Case, related_name="alerts")
    licences = models.ManyToManyField(Licence, related_name="alerts")
    exporters = models.ManyToManyField(Exporter, related_name="alerts")
    foreign_records = models.ManyToManyField(ForeignRecord, related_name="alerts")

    AUDITED = (
        "rescreening_id",
        "change",
        "type",
        "country",
        "listed_id",
        "score",
        "status",
        "settled_by_id",
        "carried",
    )
    AUDITED_PRIVATE = ("name", "reason")

    class Meta:
        ordering = ("-rescreening__asked_at", "-score", "pk")
        indexes = [models.Index(fields=("status", "change")), models.Index(fields=("listed_id",))]
        constraints = [
            models.UniqueConstraint(
                fields=("rescreening", "name", "type", "country", "listed_id"), name="one_alert_a_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} beside {self.matched_name}"

    @property
    def subject(self) -> str:
        """How the ledger names the alert."""
        return f"alert:{self.pk}"

    @property
    def party(self) -> dict[str, Any]:
        """The party as it was screened."""
        return {"name": self.name, "type": self.type, "country": self.country}


class SuspensionProposal(models.Model):
    """An officer's advice to the head to suspend a live licence, because of an alert."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="proposals")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("alert_id", "licence_id", "by_id")
    AUDITED_PRIVATE = ("reason",)

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=("alert", "licence"), name="one_proposal_a_licence")]
