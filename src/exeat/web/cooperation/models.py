"""What partners offer: dates, places, what it builds, who pays; and the plans made of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from exeat.domain.offers import Deadline, open_deadlines
from exeat.domain.offers import Level as Marking
from exeat.web.capabilities.models import Capability

USER = settings.AUTH_USER_MODEL
MARKINGS = [(level.value, level.label) for level in Marking]


class Host(models.Model):
    """A partner who invites: what it can spend on us in a year, and how many sessions it runs in a fortnight."""

    name = models.CharField(max_length=120, unique=True)
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    max_sessions = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """A partner's proposed activity. It is planned with once a person has confirmed what it says."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "to be confirmed"
        OPEN = "open", "open"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Kind(models.TextChoices):
        MEETING = "meeting", "meeting"
        TRAINING = "training", "training"
        CONFERENCE = "conference", "conference"
        VISIT = "visit", "visit"
        EXERCISE = "exercise", "exercise"

    reference = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=300)
    programme = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.MEETING)
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="offers")
    lead_agency = models.CharField(max_length=40, help_text="an agency of the policy; it pays what is ours to pay")
    state = models.CharField(max_length=20, choices=State, default=State.PROPOSED)
    marking = models.PositiveSmallIntegerField(choices=MARKINGS, default=Marking.UNMARKED.value)
    reply_by = models.DateField(null=True, blank=True)
    nomination_by = models.DateField(null=True, blank=True)
    visa_by = models.DateField(null=True, blank=True)
    travel_by = models.DateField(null=True, blank=True, help_text="by which travel must be approved")
    met = ArrayField(models.CharField(max_length=12), default=list, help_text="of these dates, the kinds that are done")
    preparation_days = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    follow_up_days = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    must = models.BooleanField(default=False, help_text="is accepted, whatever it displaces")
    outcome_factor = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="stands for what experience says; none: it counts",
    )
    source = models.CharField(max_length=200, blank=True, help_text="the file or message that it came in")
    source_text = models.TextField(blank=True)
    questions = models.JSONField(default=list, help_text="what the source leaves open")
    reply_to = models.JSONField(null=True, help_text="where an answer by calendar goes; none where it came otherwise")
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    AUDITED = (
        "state",
        "kind",
        "lead_agency",
        "marking",
        "reply_by",
        "nomination_by",
        "visa_by",
        "travel_by",
        "met",
        "preparation_days",
        "follow_up_days",
        "must",
        "outcome_factor",
    )
    AUDITED_PRIVATE = ("title",)

    class Meta:
        ordering = ("reference",)

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def subject(self) -> str:
        """How the ledger names the offer."""
        return f"offer:{self.reference}"

    @property
    def deadlines(self) -> list[Deadline]:
        """The dates that still bite, the next first."""
        days = {
            "reply": self.reply_by,
            "nomination": self.nomination_by,
            "visa": self.visa_by,
            "travel": self.travel_by,
        }
        return open_deadlines(days, frozenset(self.met))


class Session(models.Model):
    """Dates, both included, on which an offer could take place; one of its sessions is chosen."""

    class Mode(models.TextChoices):
        ABROAD = "abroad", "abroad"
        IN_COUNTRY = "in_country", "in the country"
        ONLINE = "online", "online"

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="sessions")
    start = models.DateField()
    end = models.DateField()
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.ABROAD)
    place = models.CharField(max_length=200, blank=True)
    travel_days = models.PositiveSmallIntegerField(default=0, help_text="calendar days each way")
    rest_days = models.PositiveSmallIntegerField(default=0)
    ask_to_move = models.BooleanField(default=False, help_text="the host would have to be asked for these dates")

    class Meta:
        ordering = ("start", "pk")
        constraints = (models.CheckConstraint(condition=Q(end__gte=F("start")), name="session_ends_after_it_begins"),)


class Seat(models.Model):
    """Places for officials who have the tag `skill` and every one of `also`."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="seats")
    skill = models.CharField(max_length=40)
    also = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("pk",)


class Gain(models.Model):
    """What an offer builds: units of a capability, of which a level of the ladder has twenty."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="gains")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="gains")
    units = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("capability",)
        constraints = (models.UniqueConstraint(fields=("offer", "capability"), name="one_gain_a_capability"),)


class Funding(models.Model):
    """One way to pay. `ask`: the host has not offered to pay so, and would be asked."""

    class Payer(models.TextChoices):
        HOST = "host", "the host"
        OWN = "own", "we"
        SHARED = "shared", "both"

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="funding")
    payer = models.CharField(max_length=8, choices=Payer, default=Payer.HOST)
    own_cost = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    host_cost = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    ask = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)


class PlanRun(models.Model):
    """A plan as it was asked for and as it came: the whole scenario and the whole answer, never changed once made.

    `scenario` is text, byte for byte what the plan's digest is of: prices of desk days come into it as it is made.
    A what-if names its `base` and the `changes` to it, as `exeat.domain.planning.whatif` writes them.
    """

    base = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="what_ifs")
    changes = models.JSONField(default=list)
    workload = models.JSONField(default=dict, help_text="how prices settled, and the cases that the plan makes late")
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    scenario = models.TextField()
    unpriced = models.TextField(blank=True, help_text="why desk days have no price in it")
    late_case = models.DecimalField(
        max_digits=8, decimal_places=2, default=0, help_text="what a case past its date was weighed at in it"
    )
    finished_at = models.DateTimeField(null=True)
    plan = models.JSONField(null=True)
    refusal = models.TextField(blank=True, help_text="why there is no plan")
    released_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    AUDITED = ("asked_at", "refusal", "released_by_id", "released_at", "base_id")

    class Meta:
        ordering = ("-asked_at", "-pk")

    @property
    def subject(self) -> str:
        """How the ledger names the plan."""
        return f"plan:{self.pk}"
