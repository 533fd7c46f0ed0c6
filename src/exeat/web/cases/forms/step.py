"""The form behind every step that the page of a case offers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User
from exeat.web.cases.models import Case

TARGET = "target"


class StepForm(forms.Form):
    """One step of one case. A subclass names it, has its fields, and calls its service in `take`.

    A step that is taken on a part of the case (a line, a match) carries the part's key in the hidden field `target`;
    the part is looked up in this case alone. Ids of fields are unique on a page that shows the form for several parts.
    """

    step: ClassVar[str]
    button: ClassVar[str | Promise]
    section: ClassVar[str] = "now"
    """Where on the page the reader is led afterwards."""
    primary: ClassVar[bool] = False
    danger: ClassVar[bool] = False
    previews: ClassVar[bool] = False
    """Whether the letter that the step sends can be looked at before."""

    def __init__(self, case: Case, data: Any = None, files: Any = None, *, target: int | None = None) -> None:
        key = target if target is not None else (data or {}).get(TARGET, "")
        super().__init__(data, files, auto_id=f"{self.step}{f'-{key}' if key else ''}-%s", initial={TARGET: target})
        self.case = case
        self.key = (self.step, str(key))
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices that depend on the case."""

    def take(self, *, by: User, now: datetime) -> object:
        """Call the service with what was filled in."""
        raise NotImplementedError

    def preview(self, *, by: User, now: datetime) -> bytes:
        """The PDF of the letter that the step would send, where the form `previews`."""
        raise NotImplementedError


class PartForm(StepForm):
    """A step on a part of the case."""

    target = forms.IntegerField(widget=forms.HiddenInput)
    parts: ClassVar[type]
    path: ClassVar[str] = "case"
    """How a part leads to its case."""

    def clean_target(self) -> Any:
        """The part itself, of this case."""
        part = self.parts.objects.filter(**{self.path: self.case}, pk=self.cleaned_data[TARGET]).first()
        if part is None:
            raise forms.ValidationError(_("This is no longer part of the case: open the page anew."))
        return part


def text_area(
    label: str | Promise, help_text: str | Promise = "", *, rows: int = 3, required: bool = True
) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=20_000,
        required=required,
    )
