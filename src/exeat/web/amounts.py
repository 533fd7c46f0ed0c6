"""The field into which quantities and values are typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A comma parts thousands in one country and decimals in the next: it is asked for, not guessed.
UNREADABLE = _("Enter a number: digits without spaces or commas, and a point before decimals, as in 36000.50.")


def amount(label: str | Promise, *, digits: int, places: int, **options: Any) -> forms.DecimalField:
    """A decimal that is not negative, typed as digits; `digits` counts those after the point, too."""
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_digits=digits,
        decimal_places=places,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": UNREADABLE},
        **options,
    )
