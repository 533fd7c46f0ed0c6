"""What is asked of a law and of its texts."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User
from exeat.web.regulations.models import Instrument, Provision
from exeat.web.regulations.services import registering
from exeat.web.regulations.services.registering import InstrumentGiven, TextGiven

DAY = forms.DateInput(attrs={"type": "date"})


class InstrumentForm(forms.Form):
    """A law or regulation."""

    title = forms.CharField(label=_("Title, as it is cited"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Instrument.Kind.choices)
    in_force_from = forms.DateField(label=_("In force from"), widget=DAY)
    source = forms.CharField(label=_("Where it was published"), max_length=300, required=False)

    def take(self, *, by: User, now: datetime) -> Instrument:
        """Enter it."""
        return registering.enter_instrument(given=InstrumentGiven(**self.cleaned_data), by=by, now=now)


class TextForm(forms.Form):
    """The text of a place from a day on."""

    place = forms.CharField(label=_("Place"), max_length=80, help_text=_("As it is cited: section 12."))
    heading = forms.CharField(label=_("Heading"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=50_000,
        required=False,
        help_text=_("Leave it empty to repeal the place."),
    )
    from_day = forms.DateField(label=_("In force from"), widget=DAY)

    def take(self, instrument: Instrument, *, by: User, now: datetime) -> Provision:
        """Enter it."""
        return registering.set_text(instrument=instrument, given=TextGiven(**self.cleaned_data), by=by, now=now)


class EndForm(forms.Form):
    """The last day of an instrument."""

    last_day = forms.DateField(label=_("Last day in force"), widget=DAY)

    def take(self, instrument: Instrument, *, by: User, now: datetime) -> Instrument:
        """Record it."""
        return registering.end_instrument(instrument=instrument, by=by, now=now, **self.cleaned_data)
