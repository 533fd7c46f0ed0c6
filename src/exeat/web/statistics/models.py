"""What statistics keep: the reading of each case, made anew whenever it has new events, and reports, never changed."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from exeat.web.cases.models import Case


class CaseReading(models.Model):
    """A case as `exeat.domain.statistics` sees it, read from its events up to `upto`.

    Nothing rests on it: it spares reading every event of every case for each figure, and may be deleted at any time.
    `basis` says which policy and which way of reading made it.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="+")
    upto = models.BigIntegerField(db_index=True, help_text="the ledger's last event when it was read")
    basis = models.CharField(max_length=80)
    record = models.JSONField()


class Report(models.Model):
    """The statistics of a period as published: triggers refuse every change.

    `content` holds each table with the cases behind each figure; `public` the tables for everybody, small figures
    withheld. `upto` is the ledger's last event that they rest on.
    """

    title = models.CharField(max_length=200)
    first = models.DateField()
    last = models.DateField()
    upto = models.BigIntegerField()
    policy_version = models.CharField(max_length=80)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    public = models.JSONField(encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64, help_text="of content and public tables in canonical form")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("title", "first", "last", "upto", "policy_version", "sha256", "by_id")

    class Meta:
        ordering = ("-last", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the ledger names the report."""
        return f"report:{self.pk}"
