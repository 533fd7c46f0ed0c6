"""What a case is found by, kept beside it, and the views that people keep of the search and of the desk."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from exeat.web.cases.models import Case


class CaseWords(models.Model):
    """The words of a case as its events left them: those that its applicant may find it by, and those inside."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="words")
    seq = models.BigIntegerField(help_text="the ledger's event up to which the words were read")
    open_text = models.TextField()
    inside_text = models.TextField(help_text="what only the authority and the agencies read")
    open_words = SearchVectorField(null=True)
    all_words = SearchVectorField(null=True)

    PERSONAL = ("open_text", "inside_text", "open_words", "all_words")

    class Meta:
        indexes = [
            GinIndex(fields=["open_words"], name="case_open_words"),
            GinIndex(fields=["all_words"], name="case_all_words"),
        ]


class SavedView(models.Model):
    """A view of a page that somebody keeps: its name and its address's query."""

    class Page(models.TextChoices):
        """The name of the page's address."""

        SEARCH = "search", "search"
        DESK = "desk", "desk"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=10, choices=Page, default=Page.SEARCH)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=600)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=("user", "page", "name"), name="one_saved_view_a_name")]

    def __str__(self) -> str:
        return self.name
