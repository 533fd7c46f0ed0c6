"""What is published for partners to plan against: prepared by those who plan, released by the head."""

from __future__ import annotations

from django.conf import settings
from django.db import models

USER = settings.AUTH_USER_MODEL


class Publication(models.Model):
    """Free windows from one day to another, as `exeat.domain.planning.windows` writes them; signed once released."""

    first = models.DateField()
    last = models.DateField()
    statement = models.JSONField()
    prepared_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    token = models.TextField(blank=True, help_text="the signed statement, a compact JWS")
    released_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    AUDITED = ("first", "last", "prepared_at", "released_by_id", "released_at")

    class Meta:
        ordering = ("-prepared_at", "-pk")

    @property
    def subject(self) -> str:
        """How the ledger names the publication."""
        return f"windows:{self.pk}"
