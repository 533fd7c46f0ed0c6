"""What the review adds: classifications, matches, referrals, positions, conditions, questions."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exeat.domain.review import PositionKind
from exeat.web.cases.models.case import Case, CaseItem, CaseParty, Document

USER = settings.AUTH_USER_MODEL


class Classification(models.Model):
    """An officer's word on a line: the entries that list it, or none. A newer one supersedes; the newest counts."""

    item = models.ForeignKey(CaseItem, on_delete=models.CASCADE, related_name="classifications")
    entry = models.CharField(max_length=40, blank=True, help_text="empty: in no entry of the lists consulted")
    regimes = models.JSONField(default=list)
    reason = models.TextField()
    list_versions = models.JSONField(default=list)
    engine_version = models.CharField(max_length=40)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("item_id", "entry", "regimes", "list_versions", "engine_version", "by_id")
    AUDITED_PRIVATE = ("reason",)

    class Meta:
        ordering = ("at", "pk")


class MatchesInForce(models.Manager["Match"]):
    """Without the matches that a newer screening replaced."""

    def get_queryset(self) -> models.QuerySet[Match]:
        return super().get_queryset().filter(superseded_by=None)


class Match(models.Model):
    """A party of the case beside a listed party. A match that an officer confirmed is a hit.

    When the list or the engine changes what is found, a newer match supersedes; the older one keeps what was found
    and how it was settled.
    """

    class Status(models.TextChoices):
        OPEN = "open", "to be settled"
        ASKED = "asked", "applicant asked"
        CONFIRMED = "confirmed", "confirmed hit"
        DISMISSED = "dismissed", "dismissed"
        CLEARED = "cleared", "no longer matched"

    party = models.ForeignKey(CaseParty, on_delete=models.CASCADE, related_name="matches")
    list_id = models.CharField(max_length=60)
    list_version = models.CharField(max_length=80)
    engine_version = models.CharField(max_length=40)
    listed_id = models.CharField(max_length=120)
    listed = models.JSONField(help_text="the listed party as the list had it")
    matched_name = models.CharField(max_length=1000)
    score = models.DecimalField(max_digits=5, decimal_places=4)
    why = models.JSONField()
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    reason = models.TextField(blank=True)
    settled_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    carried = models.CharField(
        max_length=60, blank=True, help_text="where the dismissal that stands here was made: a case, or an alert"
    )
    superseded_by = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")

    objects = MatchesInForce()
    every = models.Manager()

    AUDITED = (
        "party_id",
        "list_id",
        "list_version",
        "engine_version",
        "listed_id",
        "score",
        "status",
        "settled_by_id",
        "carried",
        "superseded_by_id",
    )
    AUDITED_PRIVATE = ("reason",)
    PERSONAL = ("why",)

    class Meta:
        ordering = ("-score", "pk")


class Exemption(models.Model):
    """An exemption from a block (a binding listing or an embargo), with the document that proves it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exemptions")
    match = models.ForeignKey(Match, on_delete=models.CASCADE, null=True, related_name="exemptions")
    embargo = models.CharField(max_length=2, blank=True, help_text="the embargoed country")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    legal_basis = models.CharField(max_length=300)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("case_id", "match_id", "embargo", "document_id", "legal_basis", "by_id")


class Referral(models.Model):
    """A case laid before an agency: by which criteria, by when, and what its silence means."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    agency = models.CharField(max_length=40)
    criteria = models.JSONField(help_text="id and text of each criterion that named the agency")
    sent_at = models.DateTimeField()
    due = models.DateField()
    silence = models.CharField(max_length=20)
    silence_applied_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    AUDITED = ("case_id", "agency", "criteria", "due", "silence", "silence_applied_at")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("case", "agency"), name="one_referral_an_agency")]


class Position(models.Model):
    """What an agency says. A newer position supersedes an older one; neither is changed."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="positions")
    kind = models.CharField(max_length=30, choices=[(p.value, p.label) for p in PositionKind])
    text = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("referral_id", "kind", "by_id")
    AUDITED_PRIVATE = ("text",)

    class Meta:
        ordering = ("at", "pk")


class AgencyNote(models.Model):
    """A note inside an agency, or inside the authority. Others see it once it is released, or when it mentions them."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    agency = models.CharField(max_length=40, blank=True, help_text="empty: the authority")
    text = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    AUDITED = ("case_id", "agency", "by_id", "released_at")
    AUDITED_PRIVATE = ("text",)

    class Meta:
        ordering = ("at", "pk")


class Mention(models.Model):
    """Somebody whom a note mentions. It stands on their desk until they have seen it."""

    note = models.ForeignKey(AgencyNote, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="mentions")
    seen_at = models.DateTimeField(null=True)

    AUDITED = ("note_id", "user_id", "seen_at")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("note", "user"), name="one_mention_a_person")]


class Condition(models.Model):
    """A condition on the licence. It remembers the agency that asked for it, and goes only with its consent."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conditions")
    template = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict, help_text="the template's parameters as filled in")
    title = models.CharField(max_length=200)
    text = models.TextField()
    agency = models.CharField(max_length=40, blank=True, help_text="who asked for it; empty: the authority")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    dropped_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_reason = models.TextField(blank=True)

    AUDITED = ("case_id", "template", "values", "agency", "by_id", "dropped_by_id", "dropped_at")
    AUDITED_PRIVATE = ("title", "text", "dropped_reason")

    class Meta:
        ordering = ("pk",)


class InformationRequest(models.Model):
    """A question to the applicant. It stops the clock until it is answered."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="requests")
    question = models.TextField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due = models.DateField()
    match = models.ForeignKey(Match, on_delete=models.SET_NULL, null=True, related_name="requests")
    letter = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    AUDITED = ("case_id", "asked_by_id", "due", "answered_by_id", "answered_at")
    AUDITED_PRIVATE = ("question", "answer")

    class Meta:
        ordering = ("asked_at", "pk")
