"""Sites under inspection, visits there, what was found, and what followed.

Details of a facility's security are in none of these rows: `held_at` and `reference` say where they are.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from exeat.web.cases.models import Document
from exeat.web.people.models import Official
from exeat.web.policy import policy
from exeat.web.registers.models import Exporter

USER = settings.AUTH_USER_MODEL


class Site(models.Model):
    """A place that an agency inspects: an exporter's premises, or a facility under the regulator."""

    class Kind(models.TextChoices):
        EXPORTER = "exporter", "exporter"
        FACILITY = "facility", "facility"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    exporter = models.ForeignKey(Exporter, on_delete=models.PROTECT, null=True, related_name="sites")
    operator = models.CharField(max_length=200, blank=True, help_text="who runs it, where that is no exporter")
    address = models.CharField(max_length=300, blank=True)
    agency = models.CharField(max_length=40, help_text="an agency of the policy: it inspects")
    risk = models.CharField(max_length=40, help_text="a class of the policy")
    risk_why = models.TextField(blank=True)
    held_at = models.CharField(max_length=200, blank=True, help_text="where security details are held")
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    closed_on = models.DateField(null=True, help_text="no longer inspected from that day")

    AUDITED = ("kind", "exporter_id", "agency", "risk", "entered_by_id", "closed_on")
    AUDITED_PRIVATE = ("name", "operator", "address", "risk_why", "held_at")

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="facility") | Q(exporter__isnull=False), name="exporters_site_has_an_exporter"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the ledger names the site."""
        return f"site:{self.pk}"

    @property
    def risk_title(self) -> str:
        """The class of risk as people read it."""
        known = policy().inspection.risks.get(self.risk)
        return known.title if known else self.risk


class Visit(models.Model):
    """A visit to a site by one or several checklists."""

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        DONE = "done", "done"
        CANCELLED = "cancelled", "cancelled"

    class Purpose(models.TextChoices):
        ROUTINE = "routine", "routine"
        FOLLOW_UP = "follow_up", "follow-up"
        CAUSE = "cause", "for cause"

    number = models.CharField(max_length=30, unique=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="visits")
    first = models.DateField()
    last = models.DateField()
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.ROUTINE)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    announced = models.BooleanField(default=True, help_text="the site knows of it beforehand")
    checklists = ArrayField(models.CharField(max_length=40))
    inspectors = models.ManyToManyField(Official, related_name="visits")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    reason = models.TextField(blank=True, help_text="why it was cancelled")
    summary = models.TextField(blank=True)
    report = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="report_of")
    reported_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True)

    AUDITED = (
        "number", "site_id", "first", "last", "purpose", "follows_id", "announced", "checklists", "state", "report_id",
        "reported_by_id",
    )  # fmt: skip
    AUDITED_PRIVATE = ("reason", "summary")

    class Meta:
        ordering = ("-first", "-pk")
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="visit_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.number


class Answer(models.Model):
    """What was seen of one question of a visit; the question stays as it was asked."""

    class Says(models.TextChoices):
        MET = "met", "met"
        NOT_MET = "not_met", "not met"
        NOT_APPLICABLE = "not_applicable", "not applicable"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=90, help_text="checklist and question: nuclear-safety.doses")
    question = models.TextField()
    provision = models.CharField(max_length=200)
    says = models.CharField(max_length=20, choices=Says)
    note = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("visit_id", "item", "provision", "says", "by_id")
    AUDITED_PRIVATE = ("note",)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("visit", "item"), name="one_answer_a_question")]


class Disclosure(models.Model):
    """A breach that a site's operator told of itself."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="disclosures")
    text = models.TextField()
    discovered_on = models.DateField()
    disclosed_on = models.DateField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.TextField(blank=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    AUDITED = ("site_id", "discovered_on", "disclosed_on", "by_id", "settled_by_id")
    AUDITED_PRIVATE = ("text", "outcome")

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [GinIndex(SearchVector("text", "outcome", config="english"), name="disclosure_words")]

    @property
    def in_time(self) -> bool:
        """Whether it came soon enough to count."""
        return policy().inspection.disclosed_in_time(self.discovered_on, self.disclosed_on)


class Finding(models.Model):
    """A provision that is not met, found on a visit or disclosed."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="findings")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="findings")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, null=True, related_name="findings")
    item = models.CharField(max_length=90)
    provision = models.CharField(max_length=200)
    severity = models.CharField(max_length=40)
    text = models.TextField()
    reference = models.CharField(max_length=60, blank=True, help_text="the file in which details are held")
    found_on = models.DateField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = (
        "site_id", "visit_id", "disclosure_id", "item", "provision", "severity", "reference", "found_on", "by_id",
    )  # fmt: skip
    AUDITED_PRIVATE = ("text",)

    class Meta:
        ordering = ("-found_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=False) | Q(disclosure__isnull=False), name="finding_has_an_origin"
            )
        ]
        indexes = [GinIndex(SearchVector("text", "provision", "reference", config="english"), name="finding_words")]

    def __str__(self) -> str:
        return f"F-{self.pk}"

    @property
    def severity_title(self) -> str:
        """How grave it is, as people read it."""
        known = policy().inspection.severities.get(self.severity)
        return known.title if known else self.severity

    @property
    def disclosed(self) -> bool:
        """Whether the operator told of it in time."""
        return self.disclosure is not None and self.disclosure.in_time


class Action(models.Model):
    """What corrects a finding, and by when; done when somebody else than who reported it has verified it."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="actions")
    text = models.TextField()
    due = models.DateField()
    done = models.TextField(blank=True, help_text="what was done, as reported")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="corrects")
    reported_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, help_text="of whoever verified it or sent it back")
    verified_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    AUDITED = ("finding_id", "due", "document_id", "reported_by_id", "verified_by_id")
    AUDITED_PRIVATE = ("text", "done", "note")

    class Meta:
        ordering = ("due", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("reported_by")), name="action_verified_by_another"
            )
        ]
        indexes = [GinIndex(SearchVector("text", "done", "note", config="english"), name="action_words")]


class Measure(models.Model):
    """An enforcement measure that was taken on a finding, until it is ended."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=40, help_text="a measure of the policy")
    title = models.CharField(max_length=200)
    provision = models.CharField(max_length=200)
    reasons = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.TextField(blank=True)

    AUDITED = ("finding_id", "kind", "provision", "by_id", "ended_by_id")
    AUDITED_PRIVATE = ("reasons", "end_reason")

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [GinIndex(SearchVector("title", "reasons", config="english"), name="measure_words")]
