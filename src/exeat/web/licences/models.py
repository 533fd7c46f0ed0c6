"""Licences and their ledger. Quantities are decimals; what was drawn is the sum of entries, never a counter."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exeat.domain.review import LicenceState
from exeat.web.cases.models import Case, Document
from exeat.web.registers.models import Exporter

USER = settings.AUTH_USER_MODEL


class Licence(models.Model):
    """A licence as issued. `content` is the signed document's data; only `state` moves."""

    number = models.CharField(max_length=30, unique=True)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="licence")
    exporter = models.ForeignKey(Exporter, on_delete=models.PROTECT, related_name="licences")
    state = models.CharField(max_length=12, choices=[(s.value, s.label) for s in LicenceState], default=LicenceState.ACTIVE)
    state_since = models.DateTimeField()
    state_reason = models.TextField(blank=True)
    issued = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    content = models.JSONField(help_text="the licence document, as signed and printed")
    token = models.TextField(blank=True, help_text="empty for a licence loaded from paper records")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    AUDITED = ("number", "case_id", "exporter_id", "state", "issued", "valid_from", "valid_until", "content", "token", "document_id")
    AUDITED_PRIVATE = ("state_reason",)

    class Meta:
        ordering = ("-issued", "-pk")
        indexes = [models.Index(fields=("state", "valid_until"))]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """How the ledger names the licence."""
        return f"licence:{self.number}"


class LicenceLine(models.Model):
    """What may leave: a line with its quantity and value."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    description = models.TextField()
    entry = models.CharField(max_length=40, blank=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=20, decimal_places=2)
    currency = models.CharField(max_length=3)
    tolerance = models.DecimalField(max_digits=6, decimal_places=4, default=0, help_text="share of the quantity, by policy")

    AUDITED = ("licence_id", "number", "entry", "quantity", "unit", "value", "currency", "tolerance")

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("licence", "number"), name="one_licence_line_a_number"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="licensed_quantity_positive"),
        ]


class Draw(models.Model):
    """An entry of a line's ledger: never changed, undone only by a counter-entry that names it."""

    class Kind(models.TextChoices):
        SHIPMENT = "shipment", "shipment"
        REVERSAL = "reversal", "reversal"

    line = models.ForeignKey(LicenceLine, on_delete=models.PROTECT, related_name="draws")
    kind = models.CharField(max_length=10, choices=Kind)
    quantity = models.DecimalField(max_digits=20, decimal_places=6, help_text="signed: a reversal is negative")
    value = models.DecimalField(max_digits=20, decimal_places=2, help_text="signed")
    declaration = models.CharField(max_length=60)
    declared_on = models.DateField()
    post = models.CharField(max_length=120)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    overdraw = models.BooleanField(default=False, help_text="recorded though it exceeds the licence: goods already left")
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("line_id", "kind", "quantity", "value", "declaration", "declared_on", "post", "reverses_id", "overdraw", "by_id")

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="shipment", quantity__gt=0, reverses=None)
                | models.Q(kind="reversal", quantity__lt=0, reverses__isnull=False),
                name="draw_sign_follows_kind",
            ),
            models.UniqueConstraint(
                fields=("line", "declaration"), condition=models.Q(kind="shipment"), name="one_shipment_a_line_and_declaration"
            ),
        ]


class ProvisionalDraw(models.Model):
    """A shipment that a post without a line wrote down; kept whatever the reconciliation finds."""

    class Status(models.TextChoices):
        PENDING = "pending", "to be reconciled"
        RECONCILED = "reconciled", "reconciled"
        OVERDRAWN = "overdrawn", "overdrawn"
        UNKNOWN = "unknown", "no such licence line"

    licence_number = models.CharField(max_length=30)
    line_number = models.PositiveIntegerField()
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=20, decimal_places=2, default=0)
    declaration = models.CharField(max_length=60)
    declared_on = models.DateField()
    post = models.CharField(max_length=120)
    status = models.CharField(max_length=12, choices=Status, default=Status.PENDING)
    finding = models.CharField(max_length=300, blank=True)
    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, null=True, related_name="provisional")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reconciled_at = models.DateTimeField(null=True)

    AUDITED = ("licence_number", "line_number", "quantity", "unit", "declaration", "declared_on", "post", "status", "draw_id", "by_id")

    class Meta:
        ordering = ("-at", "-pk")
