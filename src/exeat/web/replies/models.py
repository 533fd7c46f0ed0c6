"""What goes back to a partner: drafted in the policy's words, edited, released by the head, kept as it went."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from exeat.domain.offers import Level as Marking
from exeat.web.cooperation.models import MARKINGS, Offer, PlanRun
from exeat.web.mail.models import Message

USER = settings.AUTH_USER_MODEL


class Reply(models.Model):
    """An answer to an offer. Until the head releases it, it is a draft that nobody outside has seen."""

    class Kind(models.TextChoices):
        ACCEPT = "accept", "accept"
        NOMINATE = "accept_with_nominees", "accept, and name who comes"
        DECLINE = "decline", "decline"
        ANOTHER_DATE = "another_date", "ask for another date"
        HOST_PAYS = "host_pays", "ask the host to pay"
        TRAINERS_HERE = "trainers_here", "ask the host to send the trainers to us"
        JOINT = "joint", "propose one event together with another host"
        DELEGATE = "delegate", "send somebody else"

    class Form(models.TextChoices):
        LETTER = "letter", "letter"
        NOTE = "note", "note verbale"
        CALENDAR = "calendar", "calendar reply by mail"

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="replies")
    run = models.ForeignKey(PlanRun, on_delete=models.PROTECT, null=True, related_name="replies")
    kind = models.CharField(max_length=24, choices=Kind)
    form = models.CharField(max_length=12, choices=Form)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    marking = models.PositiveSmallIntegerField(choices=MARKINGS, default=Marking.UNMARKED.value)
    start = models.DateField(null=True, help_text="the first day that is asked for instead")
    end = models.DateField(null=True)
    delegate = models.EmailField(blank=True, help_text="who comes instead of the one who was invited")
    drafted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    released_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    signatory_name = models.CharField(max_length=200, blank=True, help_text="as it stood when it was released")
    signatory_title = models.CharField(max_length=200, blank=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="+")

    AUDITED = ("offer_id", "kind", "form", "marking", "start", "end", "released_by_id", "released_at")
    AUDITED_PRIVATE = ("subject", "text", "delegate", "signatory_name", "signatory_title")

    class Meta:
        ordering = ("-drafted_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("offer",), condition=Q(released_at__isnull=True), name="one_draft_an_offer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.offer}"

    @property
    def subject_of_event(self) -> str:
        """How the ledger names the answer: by its offer."""
        return self.offer.subject
