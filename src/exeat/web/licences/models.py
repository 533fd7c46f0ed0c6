"""Licences and their ledger. Quantities are decimals; what was drawn is the sum of entries, never a counter."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exeat.domain.licences import EntryKind
from exeat.domain.review import LicenceState
from exeat.web.cases.models import Case, Document
from exeat.web.registers.models import Exporter

USER = settings.AUTH_USER_MODEL


class Licence(models.Model):
    """A licence as issued. `content` is the signed document's data; only `state` moves."""

    number = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="licences")
    exporter = models.ForeignKey(Exporter, on_delete=models.PROTECT, related_name="licences")
    state = models.CharField(
        max_length=12, choices=[(s.value, s.label) for s in LicenceState], default=LicenceState.ACTIVE
    )
    state_since = models.DateTimeField()
    state_reason = models.TextField(blank=True)
    issued = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    content = models.JSONField(help_text="the licence document, as signed and printed")
    token = models.TextField(blank=True, help_text="empty for a licence loaded from paper records")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by", help_text="the licence it replaces"
    )

    AUDITED = (
        "number",
        "case_id",
        "exporter_id",
        "state",
        "issued",
        "valid_from",
        "valid_until",
        "content",
        "token",
        "document_id",
        "supersedes_id",
    )
    AUDITED_PRIVATE = ("state_reason",)

    class Meta:
        ordering = ("-issued", "-pk")
        indexes = [models.Index(fields=("state", "valid_until"))]

    def __str__(self) -> str:
        return self.number

    @property
    def form(self) -> str:
        """What it is: a licence, a certificate or a letter."""
        return str(self.content.get("form", "licence"))

    @property
    def supply(self) -> str:
        """How goods leave on it: individual, global, open or general."""
        return str(self.content.get("supply", "individual"))

    @property
    def kind(self) -> str:
        """The kind of application that it came of."""
        return str(self.content.get("kind", "export"))

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
    unit = models.CharField(max_length=20, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=2)
    currency = models.CharField(max_length=3, blank=True)
    tolerance = models.DecimalField(max_digits=6, decimal_places=3, default=0, help_text="percent, by policy")
    ceiling = models.BooleanField(default=True, help_text="whether quantity and value limit what may leave")

    AUDITED = ("licence_id", "number", "entry", "quantity", "unit", "value", "currency", "tolerance", "ceiling")

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("licence", "number"), name="one_licence_line_a_number"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0) | models.Q(ceiling=False), name="licensed_quantity_positive"
            ),
        ]


class Draw(models.Model):
    """An entry of a line's ledger: never changed. The arithmetic is `exeat.domain.licences.ledger`'s.

    A provisional entry is a shipment that left while the post had no line to us; a reconciliation settles it.
    """

    line = models.ForeignKey(LicenceLine, on_delete=models.PROTECT, related_name="draws")
    kind = models.CharField(max_length=15, choices=[(kind.value, kind.value) for kind in EntryKind])
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    value = models.DecimalField(max_digits=20, decimal_places=2)
    declaration = models.CharField(max_length=60)
    declared_on = models.DateField()
    post = models.CharField(max_length=120)
    recipient = models.CharField(max_length=300, blank=True, help_text="the consignee, where several share a licence")
    destination = models.CharField(max_length=2, blank=True, help_text="the country, where a licence has several")
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="answered_by")
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = (
        "line_id",
        "kind",
        "quantity",
        "value",
        "declaration",
        "declared_on",
        "post",
        "recipient",
        "destination",
        "answers_id",
        "by_id",
    )

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0, value__gte=0), name="draw_is_of_something"),
            models.CheckConstraint(
                condition=models.Q(kind__in=("shipment", "provisional", "carried", "return"), answers=None)
                | models.Q(kind__in=("reversal", "reconciliation"), answers__isnull=False),
                name="draw_answers_as_its_kind_asks",
            ),
        ]


class UnplacedShipment(models.Model):
    """A provisional record that fits no line of ours: kept, with what is wrong, until customs resolves it."""

    licence_number = models.CharField(max_length=40)
    line_number = models.PositiveIntegerField()
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=20, decimal_places=2, default=0)
    declaration = models.CharField(max_length=60)
    declared_on = models.DateField()
    post = models.CharField(max_length=120)
    finding = models.CharField(max_length=300)
    resolution = models.CharField(max_length=300, blank=True)
    resolved_at = models.DateTimeField(null=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = (
        "licence_number",
        "line_number",
        "quantity",
        "unit",
        "declaration",
        "declared_on",
        "post",
        "finding",
        "resolved_at",
        "by_id",
    )

    class Meta:
        ordering = ("-pk",)
