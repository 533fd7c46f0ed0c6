"""Recommendation, countersignature, override, decision."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exeat.domain.review import OWN_MOTION, case_action
from exeat.web.accounts.models import User
from exeat.web.cases.forms.step import StepForm, text_area
from exeat.web.cases.selectors import previews
from exeat.web.cases.services import deciding, hearing
from exeat.web.policy import policy, zone


def last_day() -> forms.DateField:
    """The last day of a suspension for a time."""
    return forms.DateField(
        label=_("Last day of the suspension"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("With a suspension alone. Left empty, it lasts until the head reinstates the licence."),
    )


class OutcomeForm(StepForm):
    """An outcome with its reasons, the grounds that a refusal cites, and the last day of a suspension."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    reasons = text_area(_("Reasons"), rows=5)
    grounds = forms.MultipleChoiceField(
        label=_("Grounds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a refusal or a measure: at least one provision of the policy's register."),
    )
    until = last_day()
    field_order = ("outcome", "until", "reasons", "grounds")

    def prepare(self) -> None:
        if self.case.change not in OWN_MOTION:
            del self.fields["until"]
        labels = ((name, case_action(name).label) for name in deciding.outcomes_of(self.case))
        self.fields["outcome"].choices = [(name, label[:1].upper() + label[1:]) for name, label in labels]
        self.fields["grounds"].choices = grounds_offered(self.case.change)


def grounds_offered(change: str) -> list[tuple[str, str]]:
    """The grounds that may be cited, as choices: against an application, or against a licence in force."""
    known = policy().grounds_for(change).items()
    return [(key, f"{ground.title} ({ground.provision})") for key, ground in known]


class RecommendForm(OutcomeForm):
    """The officer's recommendation."""

    step, button, section, primary = "recommend", _("Recommend"), "decision", True

    def take(self, *, by: User, now: datetime) -> object:
        return deciding.recommend(case=self.case, by=by, now=now, **self.cleaned_data)


class DecideForm(OutcomeForm):
    """The decision. The letter or the licence goes to the applicant at once."""

    step, button, section, primary = "decide", _("Decide"), "decision", True
    previews = True

    def prepare(self) -> None:
        super().prepare()
        self.fields["reasons"].help_text = withheld_hint()

    def take(self, *, by: User, now: datetime) -> object:
        return deciding.decide(case=self.case, by=by, now=now, **self.cleaned_data)

    def preview(self, *, by: User, now: datetime) -> bytes:
        return previews.decision_preview(case=self.case, by=by, now=now, **self.cleaned_data)


class IntendRefusalForm(OutcomeForm):
    """A refusal that is intended: the applicant is heard before it is decided."""

    step, button, section = "intend_refusal", _("Send the letter"), "hearing"
    previews = True
    outcome = until = None
    field_order = ("reasons", "grounds")

    def prepare(self) -> None:
        self.fields["grounds"].choices = grounds_offered(self.case.change)
        self.fields["grounds"].help_text = _("At least one provision of the policy's register.")
        self.fields["reasons"].help_text = withheld_hint()

    def take(self, *, by: User, now: datetime) -> object:
        return hearing.intend_refusal(case=self.case, by=by, now=now, **self.cleaned_data)

    def preview(self, *, by: User, now: datetime) -> bytes:
        return previews.intended_refusal_preview(case=self.case, by=by, now=now, **self.cleaned_data)


class AnswerRefusalForm(StepForm):
    """What the applicant has to say."""

    step, button, section, primary = "answer_intended_refusal", _("Send the answer"), "hearing", True
    answer = text_area(
        _("What you have to say"), _("Add documents under Documents first, if they show what you say."), rows=5
    )

    def take(self, *, by: User, now: datetime) -> object:
        return hearing.answer_intended_refusal(case=self.case, answer=self.cleaned_data["answer"], by=by, now=now)


def withheld_hint() -> str:
    """What the writer of reasons should know about what the applicant is told."""
    marking = policy().withheld.marking
    return gettext("Printed in the letter, but for paragraphs that begin with %(marking)s.") % {"marking": marking}


class CountersignForm(StepForm):
    """A second person stands behind the recommendation."""

    step, button, section, primary = "countersign", _("Countersign the recommendation"), "decision", True

    def take(self, *, by: User, now: datetime) -> object:
        return deciding.countersign(case=self.case, by=by, now=now)


class ReopenForm(StepForm):
    """Back to review."""

    step, button = "reopen", _("Send back for review")
    reason = text_area(_("What should be looked at again"))

    def take(self, *, by: User, now: datetime) -> object:
        return deciding.reopen(case=self.case, reason=self.cleaned_data["reason"], by=by, now=now)


class ExtendForm(StepForm):
    """More time for the decision."""

    step, button, section = "extend_clock", _("Extend the time"), "now"
    days = forms.IntegerField(label=_("Working days"), min_value=1)
    reason = text_area(_("Reason"), _("The applicant reads it."))

    def prepare(self) -> None:
        if self.case.change in OWN_MOTION:
            self.fields["reason"].help_text = _("The holder reads it.")
        if rule := policy().clocks.extension:
            self.fields["days"].max_value = rule.working_days
            self.fields["days"].help_text = _("At most %(days)d for one case in all, by %(basis)s.") % {
                "days": rule.working_days,
                "basis": rule.legal_basis,
            }

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        return deciding.extend_clock(case=self.case, days=given["days"], reason=given["reason"], by=by, now=now)


class OverrideForm(StepForm):
    """One person for two steps that the policy separates."""

    step, button, section, danger = "record_override", _("Record the override"), "decision", True
    steps = forms.ChoiceField(label=_("Steps that one person may take"))
    reason = text_area(_("Reason"), _("It is printed on the decision and reported to the head and the auditor."))
    expires = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def prepare(self) -> None:
        pairs = [pair for pair in policy().separation.different if set(pair) != {"recommend", "decide"}]
        self.fields["steps"].choices = [("+".join(pair), f"{pair[0]}, {pair[1]}") for pair in pairs]

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        return deciding.record_override(
            case=self.case,
            steps=given["steps"].split("+"),
            reason=given["reason"],
            expires=datetime.combine(given["expires"], time.max, zone()),
            by=by,
            now=now,
        )
