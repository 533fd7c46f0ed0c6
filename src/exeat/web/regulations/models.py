"""Laws and regulations with the days on which each text was in force. A text is never changed: a newer one follows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

USER = settings.AUTH_USER_MODEL


class Instrument(models.Model):
    """An act, a regulation, an order, a resolution. Provisions are cited by its title."""

    class Kind(models.TextChoices):
        LAW = "law", "law"
        REGULATION = "regulation", "regulation"
        ORDER = "order", "order"
        INTERNATIONAL = "international", "international instrument"
        GUIDANCE = "guidance", "guidance"

    slug = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    source = models.CharField(max_length=300, blank=True, help_text="where it was published")
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True, help_text="the last day")
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    AUDITED = ("title", "kind", "source", "in_force_from", "in_force_until", "entered_by_id")

    class Meta:
        ordering = ("kind", "title")
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_from")),
                name="instrument_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Provision(models.Model):
    """The text of one place of an instrument, from a day until the day before the next text's."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="provisions")
    place = models.CharField(max_length=80, help_text="as it is cited: section 12")
    order = models.PositiveIntegerField()
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True, help_text="empty: repealed from that day")
    from_day = models.DateField()
    until_day = models.DateField(null=True, help_text="the last day; empty: still in force")
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    AUDITED = ("instrument_id", "place", "order", "heading", "text", "from_day", "until_day", "entered_by_id")

    class Meta:
        ordering = ("order", "from_day")
        constraints = [
            models.UniqueConstraint(fields=("instrument", "place", "from_day"), name="one_text_a_place_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.instrument.title}, {self.place}"
