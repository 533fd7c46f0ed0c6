"""What is asked of an offer, of its rows, and of what a partner sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.capabilities.models import Capability
from exeat.web.cooperation.models import Funding, Gain, Offer, Session
from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven
from exeat.web.people.forms import DAY, MOST_BYTES, Tags
from exeat.web.policy import policy


class OfferForm(forms.Form):
    """What an offer is; its dates, seats, gains and funding are rows beside it."""

    title = forms.CharField(label=_("Title"), max_length=300)
    host = forms.CharField(label=_("Host"), max_length=120, help_text=_("Who invites."))
    programme = forms.CharField(label=_("Programme"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Offer.Kind.choices)
    lead_agency = forms.ChoiceField(label=_("Agency in the lead"), help_text=_("It pays what is ours to pay."))
    reply_by = forms.DateField(label=_("Reply by"), required=False, widget=forms.DateInput(attrs=DAY))
    nomination_by = forms.DateField(label=_("Name people by"), required=False, widget=forms.DateInput(attrs=DAY))
    visa_by = forms.DateField(label=_("Ask for visas by"), required=False, widget=forms.DateInput(attrs=DAY))
    travel_by = forms.DateField(label=_("Travel approved by"), required=False, widget=forms.DateInput(attrs=DAY))
    preparation_days = forms.DecimalField(
        label=_("Days of preparation for each who goes"), min_value=0, max_value=60, decimal_places=1, initial=0
    )
    follow_up_days = forms.DecimalField(
        label=_("Days of follow-up for each who goes"), min_value=0, max_value=60, decimal_places=1, initial=0
    )
    outcome_factor = forms.DecimalField(
        label=_("Factor on what it builds"),
        min_value=0,
        max_value=2,
        decimal_places=2,
        required=False,
        help_text=_("Leave it empty, and what earlier events of this host and kind achieved counts."),
    )
    must = forms.BooleanField(label=_("It is accepted, whatever it displaces"), required=False)

    def __init__(self, offer: Offer | None, *args: Any, **kwargs: Any) -> None:
        if offer is not None:
            kwargs["initial"] = {name: getattr(offer, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["lead_agency"].choices = [(agency.id, agency.name) for agency in policy().agencies.values()]


class SessionForm(forms.Form):
    """Dates on which it could take place."""

    start = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=DAY))
    end = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=DAY))
    mode = forms.ChoiceField(label=_("Where"), choices=Session.Mode.choices, initial=Session.Mode.ABROAD)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    travel_days = forms.IntegerField(label=_("Days of travel each way"), min_value=0, max_value=14, initial=0)
    rest_days = forms.IntegerField(label=_("Days of rest after it"), min_value=0, max_value=14, initial=0)
    ask_to_move = forms.BooleanField(label=_("The host would have to be asked for these dates"), required=False)


class SeatForm(forms.Form):
    """For whom there are places."""

    skill = forms.CharField(label=_("Skill"), max_length=40)
    also = Tags(label=_("Also"), required=False, initial=[], help_text=_("Languages, rank or skills, between commas."))
    count = forms.IntegerField(label=_("Places"), min_value=1, max_value=50, initial=1)


class GainForm(forms.Form):
    """What it builds."""

    capability = forms.ModelChoiceField(Capability.objects.none(), label=_("Capability"))
    units = forms.IntegerField(label=_("Units"), min_value=1, max_value=100, help_text=_("A level has twenty."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capability"].queryset = Capability.objects.all()


class FundingForm(forms.Form):
    """One way to pay."""

    payer = forms.ChoiceField(label=_("Who pays"), choices=[("", "–"), *Funding.Payer.choices])
    own_cost = forms.DecimalField(label=_("Our cost"), min_value=0, max_digits=12, decimal_places=2, initial=0)
    host_cost = forms.DecimalField(label=_("The host's cost"), min_value=0, max_digits=12, decimal_places=2, initial=0)
    ask = forms.BooleanField(label=_("The host has not offered this and would be asked"), required=False)


class Rows:
    """The rows of an offer's form: four tables with two empty rows each, which need no script."""

    def __init__(self, offer: Offer | None, post: Any = None) -> None:
        self.sessions = _table(SessionForm, "sessions", offer.sessions.values() if offer else (), post)
        self.seats = _table(SeatForm, "seats", offer.seats.values() if offer else (), post)
        self.gains = _table(GainForm, "gains", map(_gain, offer.gains.all()) if offer else (), post)
        self.funding = _table(FundingForm, "funding", offer.funding.values() if offer else (), post)

    @property
    def tables(self) -> list[tuple[Any, Any]]:
        """Each with its heading."""
        return [
            (_("Dates that are possible"), self.sessions),
            (_("Who may come"), self.seats),
            (_("What it builds"), self.gains),
            (_("Ways to pay"), self.funding),
        ]

    def is_valid(self) -> bool:
        """Whether every row is."""
        valid = [table.is_valid() for _heading, table in self.tables]  # each is asked: all errors show at once
        return all(valid)

    def given(self, form: OfferForm) -> OfferGiven:
        """What form and rows say together."""
        return OfferGiven(
            **form.cleaned_data,
            sessions=[SessionGiven(**row) for row in _filled(self.sessions)],
            seats=[SeatGiven(**row) for row in _filled(self.seats)],
            gains=[(row["capability"].pk, row["units"]) for row in _filled(self.gains)],
            funding=[FundingGiven(**row) for row in _filled(self.funding)],
        )


def _table(row: type[forms.Form], prefix: str, rows: Any, post: Any) -> Any:
    made = forms.formset_factory(row, extra=2, max_num=12, can_delete=True)
    return made(post, prefix=prefix, initial=list(rows))


def _filled(table: Any) -> list[dict[str, Any]]:
    rows = [form.cleaned_data for form in table.forms if form.cleaned_data and not form.cleaned_data["DELETE"]]
    return [{name: value for name, value in row.items() if name != "DELETE"} for row in rows]


def _gain(gain: Gain) -> dict[str, Any]:
    return {"capability": gain.capability_id, "units": gain.units}


class ReadForm(forms.Form):
    """What a partner sent: a file, or the text of a message."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A calendar (.ics), a saved e-mail (.eml), or a text file."),
        widget=forms.FileInput(attrs={"accept": ".ics,.eml,.txt,text/calendar,message/rfc822,text/plain"}),
    )
    text = forms.CharField(
        label=_("Or the text of a letter or an official message"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("At most 2 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("file")) == bool(data.get("text")):
            raise forms.ValidationError(_("Give either a file or a text."))
        return data

    @property
    def sent(self) -> tuple[bytes, str]:
        """Its bytes and its name."""
        if file := self.cleaned_data["file"]:
            return file.read(), file.name
        return self.cleaned_data["text"].encode(), str(_("message"))


class WithdrawForm(forms.Form):
    """Why an offer is out of planning."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=500)


class PlanForm(forms.Form):
    """How far a plan looks."""

    last = forms.DateField(label=_("Plan with offers until"), widget=forms.DateInput(attrs=DAY))
