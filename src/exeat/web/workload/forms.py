"""Who might be away, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User

LONGEST_DAYS = 366


class AbsenceForm(forms.Form):
    """An absence to reckon with; nothing is stored."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Who would be away"), widget=forms.CheckboxSelectMultiple
    )
    first = forms.DateField(label=_("First day away"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Last day away"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, people: list[User], today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["people"].queryset = User.objects.filter(pk__in=[person.pk for person in people]).order_by("name")
        self.fields["people"].label_from_instance = lambda person: person.name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and first < self.today:
            self.add_error("first", _("This day has passed."))
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        if first and last and (last - self.today).days > LONGEST_DAYS:
            self.add_error("last", _("No more than a year ahead can be reckoned with."))
        return data
