"""What classifying adds to cases and lists: facts that officers state, and what a new version of a list changed."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from exeat.web.cases.models import CaseItem
from exeat.web.registers.models import ControlListVersion


class StatedFact(models.Model):
    """An officer's answer to what an entry asks about a line. The newest answer to a question is in force."""

    item = models.ForeignKey(CaseItem, on_delete=models.CASCADE, related_name="stated_facts")
    entry = models.CharField(max_length=40, help_text="whose text asks; empty: a fact that nobody asked for")
    question = models.TextField(help_text="as it was asked")
    statement = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    AUDITED = ("item_id", "entry", "by_id")
    AUDITED_PRIVATE = ("question", "statement")

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.statement


class Amendment(models.Model):
    """What a version of a control list changed against the one that it replaced, paragraph by paragraph.

    Written once by a job when the version comes into force. `changes` give of each paragraph its `path`, the kind of
    `change`, where it was `moved_from`, and its words in `pieces`, each with a `mark`; `touched` are the provisions
    that read differently (`domain.controls.touching`); `suggested` gives, by the id of a line of an open case, the
    touched entries that the classifier now puts before the officer.
    """

    old = models.ForeignKey(ControlListVersion, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(ControlListVersion, on_delete=models.PROTECT, related_name="+")
    changes = models.JSONField()
    touched = ArrayField(models.CharField(max_length=200), default=list)
    suggested = models.JSONField(default=dict)
    compared_at = models.DateTimeField()

    class Meta:
        ordering = ("-compared_at", "-pk")
        constraints = [models.UniqueConstraint(fields=("old", "new"), name="one_amendment_a_pair_of_versions")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new.version}"
