"""Exporters and who may act for them; the lists in force, version by version."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Exporter(models.Model):
    """An organisation that applies for licences."""

    class Status(models.TextChoices):
        PENDING = "pending", "awaiting verification"
        VERIFIED = "verified", "verified"
        SUSPENDED = "suspended", "suspended"

    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    registration = models.CharField(max_length=60, help_text="number in the register of companies")
    address = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.PENDING)
    registered_at = models.DateTimeField()

    AUDITED = ("country", "registration", "status")

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=("country", "registration"), name="one_exporter_a_registration")]

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """A person's authority to act for an exporter, as an employee or as an agent, once an officer has verified it."""

    class Kind(models.TextChoices):
        EMPLOYEE = "employee", "employee"
        AGENT = "agent", "agent"

    class Status(models.TextChoices):
        PENDING = "pending", "awaiting verification"
        VERIFIED = "verified", "verified"
        REFUSED = "refused", "refused"
        REVOKED = "revoked", "revoked"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    exporter = models.ForeignKey(Exporter, on_delete=models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    document = models.ForeignKey("cases.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField(blank=True, help_text="why it was refused or revoked")

    AUDITED = ("user_id", "exporter_id", "kind", "status")

    class Meta:
        ordering = ("exporter__name", "pk")
        constraints = [models.UniqueConstraint(fields=("user", "exporter"), name="one_mandate_a_person_and_exporter")]


class Serial(models.Model):
    """The last number given in a register: locked and counted up, so that no number is given twice."""

    register = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    @classmethod
    def next(cls, register: str) -> int:
        """The next number of the register, inside the caller's transaction."""
        cls.objects.get_or_create(register=register)
        row = cls.objects.select_for_update().get(register=register)
        row.last += 1
        row.save(update_fields=["last"])
        return row.last


class ListVersion(models.Model):
    """One imported version of a list. Never changed: decisions cite it. The newest of an id is in force."""

    list_id = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    version = models.CharField(max_length=80, help_text="what decisions cite")
    list_date = models.DateField(null=True, help_text="the list's own date, where its source says one")
    source_sha256 = models.CharField(max_length=64)
    counts = models.JSONField(default=dict, help_text="what the import read, by kind")
    content = models.BinaryField(help_text="the list as Exeat reads it, gzip")
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ("list_id", "-imported_at")

    def __str__(self) -> str:
        return f"{self.list_id} {self.version}"


class WatchlistVersion(ListVersion):
    """A version of a watchlist; its legal effect is the policy's to say."""

    AUDITED = ("list_id", "version", "source_sha256")

    class Meta(ListVersion.Meta):
        constraints = [models.UniqueConstraint(fields=("list_id", "version"), name="one_watchlist_a_version")]


class ControlListVersion(ListVersion):
    """A version of a control list."""

    AUDITED = ("list_id", "version", "source_sha256")

    class Meta(ListVersion.Meta):
        constraints = [models.UniqueConstraint(fields=("list_id", "version"), name="one_control_list_a_version")]


class ForeignRecord(models.Model):
    """A case of another authority, as its export had it. Never changed, and no event of a case of ours."""

    authority = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    reference = models.CharField(max_length=60, help_text="the other authority's")
    sha256 = models.CharField(max_length=64, unique=True, help_text="of the content in canonical form")
    content = models.JSONField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    AUDITED = ("country", "sha256", "filed_by_id")

    class Meta:
        ordering = ("-filed_at", "-pk")

    def __str__(self) -> str:
        return f"{self.country} {self.reference}"
