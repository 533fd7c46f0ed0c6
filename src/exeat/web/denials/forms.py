"""What is asked of a denial, and of a case that resembles one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User
from exeat.web.cases.forms.step import PartForm, text_area
from exeat.web.denials.models import Denial, Resemblance
from exeat.web.denials.services import registering, settling
from exeat.web.denials.services.registering import DenialGiven
from exeat.web.registers.tabular import FORMS as FILE_FORMS

DAY = {"type": "date"}


class Lines(forms.CharField):
    """One item a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> list[str]:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]


class DenialForm(forms.Form):
    """A denial as another state notified it."""

    reference = forms.CharField(label=_("Reference of the denying authority"), max_length=60)
    authority = forms.CharField(label=_("Authority"), max_length=200)
    state = forms.CharField(label=_("State"), help_text=_("Its code of two letters."), max_length=2)
    denied_on = forms.DateField(label=_("Denied on"), widget=forms.DateInput(attrs=DAY))
    valid_until = forms.DateField(
        label=_("Counts until"),
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text=_("Empty: for as long as the policy says."),
    )
    entries = Lines(label=_("Entries of the control list"), help_text=_("One a line, such as 6A003.b.4."))
    goods = text_area(_("Goods"), rows=2, required=False)
    parties = Lines(label=_("Who was to receive or use them"), help_text=_("One name a line."))
    destination = forms.CharField(
        label=_("Destination"), help_text=_("Code of the country, two letters."), max_length=2
    )
    end_use = text_area(_("End use"), rows=2, required=False)
    grounds = text_area(_("Grounds, as far as they were told"), rows=2, required=False)

    @property
    def given(self) -> DenialGiven:
        """The denial as it was filled in."""
        return DenialGiven(**self.cleaned_data)


class RenewForm(forms.Form):
    """Until when it counts, after a review."""

    valid_until = forms.DateField(label=_("Counts until"), widget=forms.DateInput(attrs=DAY))
    note = text_area(_("Why it is renewed"), rows=2)


class RevokeForm(forms.Form):
    """Why it counts no longer."""

    note = text_area(_("Why it counts no longer"), rows=2)


class FileForm(forms.Form):
    """A file of denials."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A spreadsheet (.xlsx), comma-separated values (.csv) or .toml."),
        widget=forms.FileInput(attrs={"accept": ",".join(FILE_FORMS)}),
    )


class SettleDenialForm(PartForm):
    """Why a denial does not stand against the case."""

    step, button, section = "settle_denial", _("Record"), "denials"
    parts = Resemblance
    reason = text_area(
        _("Why the denial does not stand against it"),
        _("What differs in the goods or the party; for a refusal of ours, what has changed."),
        rows=2,
    )

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        return settling.settle(resemblance=given["target"], reason=given["reason"], by=by, now=now)


class ConsultForm(PartForm):
    """The denying state is asked."""

    step, button, section = "consult_on_denial", _("Note that the state was asked today"), "denials"
    parts = Resemblance

    def take(self, *, by: User, now: datetime) -> object:
        return settling.consult(resemblance=self.cleaned_data["target"], by=by, now=now)


class ConsultationForm(PartForm):
    """What the denying state answered."""

    step, button, section = "record_consultation", _("Record the answer"), "denials"
    parts = Resemblance
    answer = forms.ChoiceField(label=_("The state"), choices=Resemblance.Answer.choices, widget=forms.RadioSelect)
    text = text_area(_("What it said, and in which message"), rows=2, required=False)

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        return settling.record_answer(
            resemblance=given["target"], answer=given["answer"], text=given["text"], by=by, now=now
        )


def take_denial_step(step: str, denial: Denial, given: dict[str, Any], *, by: User, now: datetime) -> Denial:
    """Renew or revoke, by the name in the address."""
    service = {"renew": registering.renew, "revoke": registering.revoke}[step]
    return service(denial=denial, **given, by=by, now=now)
