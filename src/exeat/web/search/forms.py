"""What is done with a search: it is kept, or something is done with the cases found that are ticked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.cases.services import assigning, in_bulk
from exeat.web.cases.services.in_bulk import InBulk
from exeat.web.permissions import visible_cases
from exeat.web.policy import policy
from exeat.web.search.models import SavedView
from exeat.web.search.selectors import officers
from exeat.web.search.services import keeping


class KeepForm(forms.Form):
    """A name for the view on the page."""

    name = forms.CharField(label=_("Keep this view as"), max_length=80)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=600)

    def take(self, page: str, *, by: User) -> SavedView:
        """Keep it."""
        return keeping.keep_view(user=by, page=page, **self.cleaned_data)


class TickedForm(forms.Form):
    """The cases that are ticked."""

    cases = forms.ModelMultipleChoiceField(
        queryset=Case.objects.none(), error_messages={"required": _("Tick the cases that you mean.")}
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].queryset = visible_cases(by)


class AssignForm(TickedForm):
    """The officer who is to have them."""

    officer = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Give those ticked to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = officers()

    def take(self, *, by: User, now: datetime) -> InBulk:
        """Give them, all or none."""
        return InBulk(assigning.assign(**self.cleaned_data, by=by, now=now))


class ReferEachForm(TickedForm):
    """The agencies that are to be asked about each of them, and what the end users are."""

    agencies = forms.MultipleChoiceField(
        label=_("Ask about those ticked"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the agencies.")},
        help_text=_("A case for which the criteria name others is left as it is, and named."),
    )
    end_user_kinds = forms.MultipleChoiceField(
        label=_("What the end user of each is"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = [(one.id, one.name) for one in policy().agencies.values()]
        self.fields["end_user_kinds"].choices = list(policy().end_user_kinds.items())

    def take(self, *, by: User, now: datetime) -> InBulk:
        """Refer them, each by itself."""
        return in_bulk.refer_each(**self.cleaned_data, by=by, now=now)


class RemindEachForm(TickedForm):
    """Nothing besides."""

    def take(self, *, by: User, now: datetime) -> InBulk:
        """Remind their agencies, each by itself."""
        return in_bulk.remind_each(**self.cleaned_data, by=by, now=now)
