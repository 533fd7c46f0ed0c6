"""How far published windows look."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.people.forms import DAY


class WindowsForm(forms.Form):
    """The last day of the windows."""

    last = forms.DateField(label=_("Windows until"), widget=forms.DateInput(attrs=DAY))
