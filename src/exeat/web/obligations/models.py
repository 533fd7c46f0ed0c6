"""What holders owe after the grant, and what they handed in to meet it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exeat.domain.review import ObligationState
from exeat.web.cases.models import Document
from exeat.web.licences.models import Draw, Licence

USER = settings.AUTH_USER_MODEL


class Obligation(models.Model):
    """Something owed under a licence by a day. `rule` is the policy's; `draw` the shipment that it arose with."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="obligations")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, related_name="obligations")
    rule = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    text = models.TextField()
    document_kind = models.CharField(max_length=60)
    arose = models.DateField()
    due = models.DateField()
    state = models.CharField(
        max_length=12, choices=[(s.value, s.label) for s in ObligationState], default=ObligationState.OPEN
    )
    settled_on = models.DateField(null=True)
    settled_reason = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True)
    chased_at = models.DateTimeField(null=True)

    AUDITED = ("licence_id", "draw_id", "rule", "document_kind", "arose", "due", "state", "settled_on")
    AUDITED_PRIVATE = ("settled_reason",)

    class Meta:
        ordering = ("due", "pk")
        indexes = [models.Index(fields=("state", "due"))]

    def __str__(self) -> str:
        return f"{self.title}, {self.licence.number}"

    @property
    def settled(self) -> bool:
        """Whether nothing is owed any more."""
        return self.state in (ObligationState.MET, ObligationState.RELEASED)


class Fulfilment(models.Model):
    """What a holder handed in to meet an obligation; sent back, it stays on record."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="fulfilments")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sent_back_reason = models.TextField(blank=True)
    sent_back_at = models.DateTimeField(null=True)

    AUDITED = ("obligation_id", "document_id", "by_id", "sent_back_at")
    AUDITED_PRIVATE = ("note", "sent_back_reason")

    class Meta:
        ordering = ("at", "pk")
