"""Handing in documents: one form for each kind, which says beforehand what a file of that kind may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from exeat.domain.offers import Level
from exeat.domain.review.policy.model import DocumentKind
from exeat.web.accounts.models import User
from exeat.web.cases.documents import OF_OFFICIALS, endings_of
from exeat.web.cases.models import Case, Document
from exeat.web.cases.selectors.applications import documents_of
from exeat.web.cases.standing import missing_from
from exeat.web.policy import highest_marking, policy


class MarkingField(forms.TypedChoiceField):
    """How a document is marked, up to what the installation may hold."""

    def __init__(self) -> None:
        super().__init__(label=_lazy("Marking on the document"), coerce=lambda value: Level(int(value)), required=False)
        self.empty_value = Level.UNMARKED
        highest = highest_marking()
        self.choices = [(level.value, level.label.capitalize()) for level in Level if level <= highest]
        self.help_text = _("What is marked above %(level)s does not belong here: do not add it.") % {
            "level": highest.label
        }


class UploadForm(forms.Form):
    """One file of one kind."""

    kind = forms.CharField(widget=forms.HiddenInput)
    file = forms.FileField()
    marking = MarkingField()

    def __init__(self, kind: DocumentKind, *args: Any) -> None:
        super().__init__(*args, auto_id=f"{kind.id}-%s", initial={"kind": kind.id})
        endings = endings_of(kind.media_types)
        file = self.fields["file"]
        file.label = _("File: %(kind)s") % {"kind": kind.title}
        file.help_text = _("%(types)s, at most %(mb)s MB.") % {
            "types": get_text_list([ending[1:].upper() for ending in endings], _("or")),
            "mb": kind.max_mb,
        }
        file.widget.attrs["accept"] = ",".join(endings)

    def upload(self) -> dict[str, Any]:
        """The file as `add_document` takes it."""
        file = self.cleaned_data["file"]
        given = self.cleaned_data
        return {"kind": given["kind"], "name": file.name, "content": file.read(), "marking": given["marking"]}


@dataclass(frozen=True)
class KindOfDocument:
    """A kind with its form, the files at hand, and why one is missing: empty where none is."""

    title: str
    missing: str
    files: tuple[Document, ...]
    form: UploadForm


def upload_forms(case: Case, viewer: User, refused: UploadForm | None = None) -> list[KindOfDocument]:
    """The kinds that an applicant may hand in: the missing ones first, then those at hand, then the rest.

    The rest is what the kind of application names besides; one that names nothing offers every kind.
    """
    missing = {gap.path.removeprefix("documents."): gap.message for gap in missing_from(case) if gap.code == "document"}
    current = documents_of(case, viewer)
    named = policy().kinds[case.kind].documents
    at_hand = {document.kind for document in current}
    refused_kind = refused.data.get("kind") if refused else None
    kinds = [
        KindOfDocument(
            title=kind.title,
            missing=missing.get(kind.id, ""),
            files=tuple(document for document in current if document.kind == kind.id),
            form=refused if refused and refused_kind == kind.id else UploadForm(kind),
        )
        for kind in policy().documents.values()
        if kind.id not in OF_OFFICIALS and (not named or kind.id in (*named, *missing, *at_hand))
    ]
    return sorted(kinds, key=lambda kind: (not kind.missing, not kind.files))
