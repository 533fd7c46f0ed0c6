"""The application as it stands: the case, its goods, its parties, its documents."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from exeat.domain.offers import Level
from exeat.domain.review import CaseState
from exeat.web.registers.models import Exporter


class Case(models.Model):
    """The life of an application with the authority.

    `application` is the application as last saved or submitted, in the form of the contract; the rows of goods and
    parties are made from it at each submission. `state` is kept for queries: the ledger explains it.
    """

    reference = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=30, default="export")
    state = models.CharField(max_length=30, choices=[(s.value, s.label) for s in CaseState], default=CaseState.DRAFT)
    exporter = models.ForeignKey(Exporter, on_delete=models.PROTECT, related_name="cases")
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    change = models.CharField(max_length=12, blank=True, help_text="how it changes a licence; empty: of its own")
    changes = models.ForeignKey("licences.Licence", on_delete=models.PROTECT, null=True, related_name="changing")
    on_paper = models.BooleanField(default=False, help_text="entered by an officer from a letter")
    application = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    application_number = models.PositiveIntegerField(default=0, help_text="how often it was submitted")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_user_kinds = ArrayField(
        models.CharField(max_length=40), default=list, help_text="by the officer, from the policy"
    )
    policy_version = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    screened_at = models.DateTimeField(null=True)
    risk = models.PositiveIntegerField(default=0, help_text="points on the day `weighed_on`, to order the desk by")
    weighed_on = models.DateField(null=True, help_text="the day whose points of risk stand beside the case")
    due = models.DateField(null=True, help_text="the clock's last reading, to order the desk by; the events explain it")

    AUDITED = (
        "reference",
        "kind",
        "change",
        "changes_id",
        "state",
        "exporter_id",
        "officer_id",
        "on_paper",
        "application_number",
        "end_user_kinds",
        "policy_version",
    )
    AUDITED_PRIVATE = ("application",)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=("state", "due"))]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        """How the ledger names the case."""
        return f"case:{self.reference}"

    @property
    def decision(self) -> Any:
        """The decision in force: the newest; None before the first."""
        return max(self.decisions.all(), key=lambda one: one.pk, default=None)

    @property
    def licence(self) -> Any:
        """What was issued last; None when nothing was."""
        return max(self.licences.all(), key=lambda one: one.pk, default=None)

    @property
    def ended(self) -> bool:
        """Whether the case is decided or withdrawn."""
        return CaseState(self.state).ended


class CaseItem(models.Model):
    """A line of goods, software or technology. `suggestions` are the classifier's candidates at submission."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="items")
    line = models.PositiveIntegerField()
    description = models.TextField()
    facts = models.TextField(blank=True)
    hs = models.CharField(max_length=12, blank=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=20)
    nature = models.CharField(max_length=12)
    value = models.DecimalField(max_digits=20, decimal_places=2)
    currency = models.CharField(max_length=3)
    claimed_entry = models.CharField(max_length=40, blank=True)
    suggestions = models.JSONField(default=list)
    suggested_from = models.JSONField(default=list, help_text="list and engine versions behind the suggestions")

    AUDITED = ("case_id", "line", "hs", "quantity", "unit", "nature", "value", "currency", "claimed_entry")
    AUDITED_PRIVATE = ("description", "facts")
    PERSONAL = ("suggestions",)

    class Meta:
        ordering = ("line",)
        constraints = [models.UniqueConstraint(fields=("case", "line"), name="one_item_a_line")]
        indexes = [GinIndex(SearchVector("description", config="english"), name="item_words")]

    def __str__(self) -> str:
        return f"{self.line}. {self.description[:60]}"


class CaseParty(models.Model):
    """A party to the transaction, the exporter among them, as screened."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=30)
    name = models.CharField(max_length=300)
    type = models.CharField(max_length=20)
    address = models.CharField(max_length=500, blank=True)
    country = models.CharField(max_length=2, blank=True)

    AUDITED = ("case_id", "role", "type", "country")
    AUDITED_PRIVATE = ("name", "address")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """A file, kept under the digest of its content. A newer version supersedes an older one, which stays."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="documents")
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="supersedes")
    internal = models.BooleanField(default=False, help_text="not for the applicant")
    marking = models.PositiveSmallIntegerField(
        choices=[(level.value, level.label) for level in Level], default=Level.UNMARKED.value
    )

    AUDITED = ("case_id", "kind", "size", "sha256", "superseded_by_id", "internal", "marking")
    PERSONAL = ("name",)

    class Meta:
        ordering = ("kind", "added_at")

    def __str__(self) -> str:
        return self.name

    def as_data(self) -> dict[str, Any]:
        """The document as case files and the API show it."""
        return {
            "id": self.pk,
            "kind": self.kind,
            "file": self.name,
            "sha256": self.sha256,
            "added_at": self.added_at,
            "marking": Level(self.marking).label,
        }
