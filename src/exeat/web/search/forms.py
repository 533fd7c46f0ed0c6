"""What is done with a search: it is kept, or the cases found are given to an officer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.cases.services import assigning
from exeat.web.permissions import visible_cases
from exeat.web.search.selectors import officers


class KeepForm(forms.Form):
    """A name for the search on the page."""

    name = forms.CharField(label=_("Keep this search as"), max_length=80)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=600)


class AssignForm(forms.Form):
    """The cases that are ticked, and the officer who is to have them."""

    cases = forms.ModelMultipleChoiceField(
        queryset=Case.objects.none(), error_messages={"required": _("Tick the cases that you give away.")}
    )
    officer = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Give those ticked to"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].queryset = visible_cases(by)
        self.fields["officer"].queryset = officers()

    def take(self, *, by: User, now: datetime) -> list[Case]:
        """Give them."""
        given = self.cleaned_data
        return assigning.assign(cases=given["cases"], officer=given["officer"], by=by, now=now)
