"""Of which period, and under which title a report is published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.domain.statistics import Period, StatisticsError

DAY = {"type": "date"}


class PeriodForm(forms.Form):
    """A period, from one day to another."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=DAY))
    last = forms.DateField(label=_("To"), widget=forms.DateInput(attrs=DAY))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last"):
            try:
                data["period"] = Period(data["first"], data["last"])
            except StatisticsError as error:
                self.add_error("last", str(error))
        return data


class PublishForm(PeriodForm):
    """The period of a report, and its title."""

    title = forms.CharField(label=_("Title"), max_length=200)
    field_order = ("title", "first", "last")
