"""What the page of a case offers on a decision: asking for its review, and deciding that review."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.domain.review import case_action
from exeat.web.accounts.models import User
from exeat.web.appeals import services
from exeat.web.cases.forms.deciding import last_day, withheld_hint
from exeat.web.cases.forms.step import StepForm, text_area
from exeat.web.policy import policy


class AskReviewForm(StepForm):
    """The applicant asks for a review."""

    step, button, section, primary = "ask_review", _("Ask for a review"), "review", True
    statement = text_area(_("What is wrong with the decision"), rows=5)

    def take(self, *, by: User, now: datetime) -> object:
        return services.ask_review(case=self.case, statement=self.cleaned_data["statement"], by=by, now=now)


class WithdrawReviewForm(StepForm):
    """The applicant takes the request back."""

    step, button, section = "withdraw_review", _("Take the request back"), "review"

    def take(self, *, by: User, now: datetime) -> object:
        return services.withdraw_review(case=self.case, by=by, now=now)


class _ReasonsForm(StepForm):
    section = "review"
    reasons = text_area(_("Reasons"), rows=5)

    def prepare(self) -> None:
        self.fields["reasons"].help_text = withheld_hint()


class UpholdForm(_ReasonsForm):
    """The decision stands."""

    step, button = "uphold", _("Uphold the decision")

    def take(self, *, by: User, now: datetime) -> object:
        return services.uphold(case=self.case, reasons=self.cleaned_data["reasons"], by=by, now=now)


class AnnulForm(_ReasonsForm):
    """The case is examined anew."""

    step, button, danger = "annul", _("Annul the decision"), True

    def take(self, *, by: User, now: datetime) -> object:
        return services.annul(case=self.case, reasons=self.cleaned_data["reasons"], by=by, now=now)


class VaryMeasureForm(_ReasonsForm):
    """A milder measure against a licence, or none."""

    step, button, primary = "vary_measure", _("Decide so"), True
    outcome = forms.ChoiceField(label=_("Instead"), widget=forms.RadioSelect)
    until = last_day()
    field_order = ("outcome", "until", "reasons")

    def prepare(self) -> None:
        super().prepare()
        labels = ((name, case_action(name).label) for name in services.MILDER)
        self.fields["outcome"].choices = [(name, label[:1].upper() + label[1:]) for name, label in labels]

    def take(self, *, by: User, now: datetime) -> object:
        return services.vary_measure(case=self.case, by=by, now=now, **self.cleaned_data)


class VaryForm(_ReasonsForm):
    """A grant instead, or other conditions."""

    step, button, primary = "vary", _("Grant on these terms"), True
    strike = forms.ModelMultipleChoiceField(
        None, label=_("Conditions that are struck out"), required=False, widget=forms.CheckboxSelectMultiple
    )
    add = forms.MultipleChoiceField(
        label=_("Conditions that are added"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["strike"].queryset = self.case.conditions.filter(dropped_at=None)
        self.fields["strike"].label_from_instance = lambda condition: condition.title
        self.fields["add"].choices = [(key, one.title) for key, one in policy().conditions.items()]

    def take(self, *, by: User, now: datetime) -> object:
        return services.vary(case=self.case, by=by, now=now, **self.cleaned_data)
