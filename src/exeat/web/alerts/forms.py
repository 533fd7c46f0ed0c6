"""The forms on the page of an alert; each calls its service."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User
from exeat.web.alerts.selectors import AlertPage
from exeat.web.alerts.services import settling
from exeat.web.cases.forms.screening import FindingFields, QuestionField
from exeat.web.cases.forms.step import text_area


class AlertForm(forms.Form):
    """One step on one alert. A subclass names it, has its fields, and calls its service in `take`."""

    step: ClassVar[str]
    button: ClassVar[str | Promise]

    def __init__(self, page: AlertPage, data: object = None) -> None:
        super().__init__(data, auto_id=f"{self.step}-%s")
        self.page = page
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices that depend on the alert."""

    def take(self, *, by: User, now: datetime) -> object:
        """Call the service with what was filled in."""
        raise NotImplementedError


class SettleForm(FindingFields, AlertForm):
    """Is the party the listed one?"""

    step, button = "settle", _("Settle the alert")

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        confirmed = given["finding"] == "confirmed"
        return settling.settle_alert(alert=self.page.alert, confirmed=confirmed, reason=given["reason"], by=by, now=now)


class AskForm(QuestionField, AlertForm):
    """A question to the applicant of an open case."""

    step, button = "ask", _("Ask, and stop the clock")
    case = forms.ChoiceField(label=_("Case"))

    field_order = ("case", "question")

    def prepare(self) -> None:
        self.fields["case"].choices = [(case.pk, f"{case.reference}, {case.exporter}") for case in self.page.to_ask]

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        case = next(one for one in self.page.to_ask if str(one.pk) == given["case"])
        return settling.ask_applicant(alert=self.page.alert, case=case, question=given["question"], by=by, now=now)


class ProposeForm(AlertForm):
    """Advice to the head to suspend a licence."""

    step, button = "propose", _("Propose the suspension")
    licence = forms.ChoiceField(label=_("Licence"))
    reason = text_area(_("Why it should be suspended"), _("The head of the authority reads it, and decides."))

    def prepare(self) -> None:
        self.fields["licence"].choices = [
            (licence.pk, f"{licence.number}, {licence.exporter}") for licence in self.page.to_propose
        ]

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        licence = next(one for one in self.page.to_propose if str(one.pk) == given["licence"])
        return settling.propose_suspension(
            alert=self.page.alert, licence=licence, reason=given["reason"], by=by, now=now
        )


FORMS: dict[str, type[AlertForm]] = {form.step: form for form in (SettleForm, AskForm, ProposeForm)}
