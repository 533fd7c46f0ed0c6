"""What the page of a case offers for the committee: laying it before, and what is decided after."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exeat.domain.review import Voice
from exeat.web.accounts.models import User
from exeat.web.cases.forms.step import StepForm, text_area
from exeat.web.committee.services import agenda
from exeat.web.policy import policy


class LayBeforeForm(StepForm):
    """Lay the case before the committee."""

    step, button, section = "lay_before_committee", _("Lay before the committee"), "committee"
    summary = text_area(_("Summary for the members"), rows=5)

    def prepare(self) -> None:
        marking = policy().committee.marking
        self.fields["summary"].help_text = gettext(
            "They read it with the dossier. Paragraphs that begin with %(marking)s stay with the authority."
        ) % {"marking": marking}

    def take(self, *, by: User, now: datetime) -> object:
        return agenda.lay_before(case=self.case, summary=self.cleaned_data["summary"], by=by, now=now)


class DecideEscalatedForm(StepForm):
    """What whoever decides after the committee decided."""

    step, button, section, primary = "decide_escalated", _("Record the decision"), "committee", True
    advice = forms.ChoiceField(label=_("Decided"), widget=forms.RadioSelect)
    reasons = text_area(_("Reasons"), _("And where the decision is written, when it was made on paper."))

    def prepare(self) -> None:
        self.fields["advice"].choices = [
            (voice.value, voice.label.capitalize()) for voice in Voice if voice is not Voice.ABSTAIN
        ]

    def take(self, *, by: User, now: datetime) -> object:
        return agenda.decide_escalated(case=self.case, by=by, now=now, **self.cleaned_data)


class PassOnForm(StepForm):
    """Hand it on to whoever decides next."""

    step, button, section = "pass_on_escalated", _("Hand on"), "committee"
    reasons = text_area(_("Why it is handed on"), rows=2)

    def take(self, *, by: User, now: datetime) -> object:
        return agenda.pass_on(case=self.case, reasons=self.cleaned_data["reasons"], by=by, now=now)
