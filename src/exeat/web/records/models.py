"""What leaves the records: what customs systems were told, what is kept longer, what was disposed of."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exeat.web.cases.models import Case
from exeat.web.licences.models import Licence

USER = settings.AUTH_USER_MODEL


class Handover(models.Model):
    """What customs systems are to know of a licence after an event. A newer one supersedes an undelivered one."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="handovers")
    seq = models.BigIntegerField(help_text="the ledger's event up to which the statement tells")
    made_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, help_text="why the last attempt failed")

    class Meta:
        ordering = ("-seq",)
        constraints = [models.UniqueConstraint(fields=("licence", "seq"), name="one_handover_an_event")]


class Hold(models.Model):
    """A case that is kept beyond its time, for a reason that somebody gave and until a day."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=300)
    until = models.DateField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("case_id", "until", "by_id")
    AUDITED_PRIVATE = ("reason",)

    class Meta:
        ordering = ("-at", "-pk")


class Disposal(models.Model):
    """A case whose texts and documents were disposed of when its time had come. Its course stays in the ledger."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="disposal")
    legal_basis = models.CharField(max_length=300)
    documents = models.PositiveIntegerField(help_text="how many files were deleted")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("case_id", "legal_basis", "documents", "by_id")

    class Meta:
        ordering = ("-at", "-pk")
