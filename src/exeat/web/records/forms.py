"""What the head decides about records: keep one longer, dispose of some."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.records.models import Disposal, Hold
from exeat.web.records.selectors import due_for_disposal
from exeat.web.records.services import retention


class HoldForm(forms.Form):
    """Keep a case beyond its time."""

    reference = forms.CharField(label=_("Case"), max_length=30)
    until = forms.DateField(label=_("Keep until"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Why"), max_length=300)

    def clean_reference(self) -> Case:
        """The case of that reference."""
        found = Case.objects.filter(reference=self.cleaned_data["reference"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("There is no case of that reference."))
        return found

    def take(self, *, by: User, now: datetime) -> Hold:
        """Record it."""
        given = self.cleaned_data
        return retention.hold(case=given["reference"], reason=given["reason"], until=given["until"], by=by, now=now)


class DisposeForm(forms.Form):
    """Dispose of the cases that are ticked: all of them, or none."""

    cases = forms.ModelMultipleChoiceField(
        queryset=Case.objects.none(), error_messages={"required": _("Tick the cases to dispose of.")}
    )
    sure = forms.BooleanField(
        label=_("Their texts and documents are erased, and nobody can bring them back."),
        error_messages={"required": _("Say that you mean it.")},
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].queryset = due_for_disposal(now)

    def take(self, *, by: User, now: datetime) -> list[Disposal]:
        """Dispose of them."""
        with transaction.atomic():
            return [retention.dispose(case=case, by=by, now=now) for case in self.cleaned_data["cases"]]
