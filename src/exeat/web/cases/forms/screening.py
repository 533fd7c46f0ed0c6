"""Steps on a match: is the party the listed one, and what to ask the applicant about it."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User
from exeat.web.cases.forms.step import PartForm, text_area
from exeat.web.cases.models import Match
from exeat.web.cases.services import reviewing


class FindingFields(forms.Form):
    """What an officer found about two parties, and what shows it."""

    finding = forms.ChoiceField(
        label=_("Is the party the listed one?"),
        choices=[("dismissed", _("No: dismiss the match")), ("confirmed", _("Yes: confirm it as a hit"))],
        widget=forms.RadioSelect,
    )
    reason = text_area(
        _("What shows it"), _("Dates, numbers, addresses: what agrees or differs, and your source."), rows=2
    )


class QuestionField(forms.Form):
    """A question that must not name the list."""

    question = text_area(
        _("Question to the applicant"), _("Ask for facts about the party; the list is not named to the applicant.")
    )


class SettleMatchForm(FindingFields, PartForm):
    """Is the party the listed one?"""

    step, button, section = "settle_match", _("Settle the match"), "parties"
    parts, path = Match, "party__case"

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        confirmed = given["finding"] == "confirmed"
        return reviewing.settle_match(
            match=given["target"], confirmed=confirmed, reason=given["reason"], by=by, now=now
        )


class AskAboutMatchForm(QuestionField, PartForm):
    """A question to the applicant that a match gives rise to."""

    step, button, section = "ask_about_match", _("Ask, and stop the clock"), "parties"
    parts, path = Match, "party__case"

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        return reviewing.request_information(
            case=self.case, question=given["question"], match=given["target"], by=by, now=now
        )
