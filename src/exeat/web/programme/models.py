"""The programme office's side: what states published for us, their keys, and our offers planned against it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

USER = settings.AUTH_USER_MODEL


class StateKey(models.Model):
    """The public key of another state's authority, as that state gave it; `jwks` is a JWK set without private parts."""

    state = models.CharField(max_length=2, primary_key=True)
    jwks = models.JSONField()
    taken_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    AUDITED = ("jwks", "taken_by_id", "taken_at")

    class Meta:
        ordering = ("state",)

    @property
    def subject(self) -> str:
        """How the ledger names the state."""
        return f"state:{self.state}"


class StateWindows(models.Model):
    """Free windows that a state published, verified with its key; of a state, those issued last count."""

    state = models.ForeignKey(StateKey, on_delete=models.PROTECT, related_name="windows")
    name = models.CharField(max_length=200)
    first = models.DateField()
    last = models.DateField()
    issued = models.DateTimeField()
    statement = models.JSONField()
    token = models.TextField(help_text="as it came, a compact JWS")
    brought_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    AUDITED = ("state_id", "first", "last", "issued", "brought_by_id", "brought_at")

    class Meta:
        ordering = ("state_id", "-issued")
        verbose_name_plural = "state windows"
        constraints = (models.UniqueConstraint(fields=("state", "issued"), name="one_statement_a_moment"),)


class ProgrammePlan(models.Model):
    """Our offers planned against the windows of states; `result` is as `adapters.partner_files` writes it."""

    offers = models.JSONField(help_text="our file of offers, as docs/partner.md tells its form")
    others = models.JSONField(default=list, help_text="other partners' files of the same form")
    windows = models.ManyToManyField(StateWindows, related_name="plans")
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    refusal = models.TextField(blank=True)

    AUDITED = ("asked_by_id", "asked_at", "finished_at")

    class Meta:
        ordering = ("-asked_at", "-pk")

    @property
    def subject(self) -> str:
        """How the ledger names the plan."""
        return f"programme:{self.pk}"
