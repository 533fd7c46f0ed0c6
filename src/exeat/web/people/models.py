"""The officials whose time there is: what each can do, when they are away, and what lies with them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Official(models.Model):
    """Someone who could go abroad or be missed at a desk. Signing in is not needed for that.

    Skills, languages and rank are tags: an offer's seat asks for one of them, and may ask for more.
    """

    name = models.CharField(max_length=120)
    agency = models.CharField(max_length=40, help_text="an agency of the policy")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="official"
    )
    rank = models.CharField(max_length=40, blank=True)
    skills = ArrayField(models.CharField(max_length=40), default=list)
    languages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    max_days_away = models.PositiveSmallIntegerField(null=True, blank=True, help_text="working days in four weeks")
    active = models.BooleanField(default=True)

    AUDITED = ("agency", "user_id", "rank", "skills", "languages", "max_days_away", "active")
    AUDITED_PRIVATE = ("name",)

    class Meta:
        ordering = ("agency", "name")

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the ledger names the official."""
        return f"official:{self.pk}"

    @property
    def tags(self) -> list[str]:
        """All that a seat may ask for: skills, languages, rank."""
        return sorted({*self.skills, *self.languages, *([self.rank] if self.rank else [])})


class Leave(models.Model):
    """Dates, both included, on which an official is not there. Why is nobody's business here."""

    official = models.ForeignKey(Official, on_delete=models.CASCADE, related_name="leave")
    first = models.DateField()
    last = models.DateField()

    AUDITED = ("official_id", "first", "last")

    class Meta:
        ordering = ("first", "pk")
        constraints = (models.CheckConstraint(condition=Q(last__gte=F("first")), name="leave_ends_after_it_begins"),)


class Duty(models.Model):
    """A file or a standing task, who holds it, and who can take over; without a deputy it stops with its holder."""

    title = models.CharField(max_length=160)
    holder = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="duties")
    deputy = models.ForeignKey(Official, on_delete=models.PROTECT, null=True, blank=True, related_name="deputises_in")

    AUDITED = ("title", "holder_id", "deputy_id")

    class Meta:
        ordering = ("title", "pk")
        verbose_name_plural = "duties"
        constraints = (
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("holder")), name="duty_deputy_is_another"
            ),
        )

    def __str__(self) -> str:
        return self.title
