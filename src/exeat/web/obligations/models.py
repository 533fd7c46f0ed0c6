"""What holders owe after the grant, and what they handed in to meet it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exeat.domain.review import ObligationState
from exeat.web.cases.models import Document
from exeat.web.licences.models import Draw, Licence

USER = settings.AUTH_USER_MODEL
RETURN = "usage_return"
"""The rule, and the kind of document, of a return under a general authorisation."""


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
    figures = models.BooleanField(default=False, help_text="a return whose lines are kept as figures, if only as none")
    sent_back_reason = models.TextField(blank=True)
    sent_back_at = models.DateTimeField(null=True)

    AUDITED = ("obligation_id", "document_id", "by_id", "figures", "sent_back_at")
    AUDITED_PRIVATE = ("note", "sent_back_reason")

    class Meta:
        ordering = ("at", "pk")


class UsageLine(models.Model):
    """Goods that left under a general authorisation, as its holder's return says."""

    fulfilment = models.ForeignKey(Fulfilment, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    goods = models.TextField()
    entry = models.CharField(max_length=40, blank=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=20, decimal_places=2)
    currency = models.CharField(max_length=3)
    destination = models.CharField(max_length=2)
    consignee = models.CharField(max_length=300)

    AUDITED = ("fulfilment_id", "number", "entry", "quantity", "unit", "value", "currency", "destination")
    AUDITED_PRIVATE = ("goods", "consignee")

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("fulfilment", "number"), name="one_usage_line_a_number"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0, value__gte=0), name="usage_is_of_something"),
        ]
