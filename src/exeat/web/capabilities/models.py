"""What the state set out to be able to do, how far it has come, and what shows it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from exeat.domain import capabilities as domain
from exeat.domain.capabilities import Level
from exeat.web.people.models import Official

LEVELS = [(level.value, level.label) for level in Level]


class Capability(models.Model):
    """Something that the state set out to be able to do: how far it meant to come, and how far it has.

    `paragraphs` are the operative paragraphs of Security Council resolution 1540 (2004) that it serves: "2", "3 (d)".
    """

    id = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField(default=1)
    planned = models.PositiveSmallIntegerField(choices=LEVELS, default=Level.OPERATING.value)
    implemented = models.PositiveSmallIntegerField(choices=LEVELS, default=Level.NONE.value)
    equipped = models.PositiveSmallIntegerField(default=0, help_text="percent of the equipment planned that is there")
    people_needed = models.PositiveSmallIntegerField(default=0)
    people_trained = models.PositiveSmallIntegerField(default=0)
    agency = models.CharField(max_length=40, help_text="the agency of the policy that answers for it")
    responsible = models.ForeignKey(
        Official, on_delete=models.PROTECT, null=True, blank=True, related_name="capabilities"
    )
    paragraphs = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    depends_on = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="carries")

    AUDITED = (
        "title",
        "description",
        "weight",
        "planned",
        "implemented",
        "equipped",
        "people_needed",
        "people_trained",
        "agency",
        "responsible_id",
        "paragraphs",
    )

    class Meta:
        ordering = ("title",)
        verbose_name_plural = "capabilities"
        constraints = (models.CheckConstraint(condition=Q(equipped__lte=100), name="equipped_is_a_percentage"),)

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the ledger names the capability."""
        return f"capability:{self.pk}"

    @property
    def value(self) -> domain.Capability:
        """The capability as the domain reckons with it (`depends_on` prefetched where many are read)."""
        return domain.Capability(
            id=self.pk,
            title=self.title,
            planned=Level(self.planned),
            implemented=Level(self.implemented),
            weight=self.weight,
            equipped=self.equipped,
            people_needed=self.people_needed,
            people_trained=self.people_trained,
            depends_on=tuple(other.pk for other in self.depends_on.all()),
        )


class Work(models.Model):
    """Work still to be done for a capability: person-days of people with a skill."""

    capability = models.ForeignKey(Capability, on_delete=models.CASCADE, related_name="work")
    skill = models.CharField(max_length=40)
    days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("skill",)
        constraints = (models.UniqueConstraint(fields=("capability", "skill"), name="one_work_a_skill"),)


class Evidence(models.Model):
    """What shows that a capability stood at a level on a day. Evidence is added, and never changed."""

    capability = models.ForeignKey(Capability, on_delete=models.CASCADE, related_name="evidence")
    level = models.PositiveSmallIntegerField(choices=LEVELS)
    text = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("capability_id", "level", "on")
    AUDITED_PRIVATE = ("text",)

    class Meta:
        ordering = ("-on", "-pk")
        verbose_name_plural = "evidence"
