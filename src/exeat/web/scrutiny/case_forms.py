"""What the page of a case offers on notices and red flags."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User
from exeat.web.cases.forms.step import PartForm, StepForm, text_area
from exeat.web.policy import policy
from exeat.web.scrutiny.models import Meeting
from exeat.web.scrutiny.services import flags, noticing

ANSWERS = (("", _("not answered")), ("no", _("no")), ("yes", _("yes")))


class SettleNoticeForm(PartForm):
    """To which lines a notice applies."""

    step, button, section, parts = "settle_notice", _("Record"), "scrutiny", Meeting
    lines = forms.TypedMultipleChoiceField(
        label=_("Lines to which it applies"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: the notice does not apply."),
    )
    reason = text_area(_("Reason"), rows=2)

    def prepare(self) -> None:
        self.fields["lines"].choices = [(item.line, str(item)) for item in self.case.items.all()]

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        return noticing.settle_notice(
            meeting=given["target"], lines=given["lines"], reason=given["reason"], by=by, now=now
        )


class _FlagsForm(StepForm):
    """Answers of one side. An answer is changed, never taken back: only an open question has the empty choice."""

    section, side = "flags", ""

    def prepare(self) -> None:
        said = {one.flag: one.raised for one in self.case.flag_answers.all() if one.side == self.side}
        for flag in policy().red_flags.values():
            if self.side in flag.asked:
                initial = {True: "yes", False: "no"}.get(said.get(flag.id), "")
                self.fields[flag.id] = forms.ChoiceField(
                    label=flag.text, choices=ANSWERS[flag.id in said :], required=False, initial=initial
                )

    def answers(self) -> dict[str, bool]:
        """What was answered, by flag."""
        return {key: value == "yes" for key, value in self.cleaned_data.items() if value in ("yes", "no")}


class AnswerFlagsForm(_FlagsForm):
    """The exporter's answers."""

    step, button, side = "answer_flags", _("Save the answers"), "exporter"

    def take(self, *, by: User, now: datetime) -> object:
        return flags.answer_flags(case=self.case, answers=self.answers(), by=by, now=now)


class WeighFlagsForm(_FlagsForm):
    """An officer's answers, and what each raised flag comes to."""

    step, button, side = "weigh_flags", _("Record"), "officer"

    def prepare(self) -> None:
        super().prepare()
        raised = {one.flag: one for one in self.case.flag_answers.all() if one.raised}
        for flag in policy().red_flags.values():
            self.fields[f"weighed-{flag.id}"] = text_area(
                _("What it comes to: %(flag)s") % {"flag": flag.text}, rows=2, required=False
            )
            self.fields[f"weighed-{flag.id}"].initial = raised[flag.id].weighed if flag.id in raised else ""
            if flag.id not in raised and flag.id not in self.fields:
                del self.fields[f"weighed-{flag.id}"]

    def take(self, *, by: User, now: datetime) -> object:
        weighed: dict[str, Any] = {
            key.removeprefix("weighed-"): text for key, text in self.cleaned_data.items() if key.startswith("weighed-")
        }
        return flags.weigh_flags(case=self.case, answers=self.answers(), weighed=weighed, by=by, now=now)
