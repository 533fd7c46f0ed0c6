"""What a reviewer does on the page of a case: the agency's position, and notes inside the agency."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.domain.review import PositionKind
from exeat.web.accounts.models import User
from exeat.web.cases.forms.conditions import add_parameters, chosen_values, without_parameters
from exeat.web.cases.forms.step import PartForm, StepForm, text_area
from exeat.web.cases.models import AgencyNote
from exeat.web.cases.services import referring
from exeat.web.policy import policy


class GivePositionForm(StepForm):
    """The position of the reviewer's agency, with the conditions that it asks for."""

    step, button, section, primary = "give_position", _("Give this position"), "agencies", True
    kind = forms.ChoiceField(label=_("Position"), widget=forms.RadioSelect)
    text = text_area(
        _("Reasons"), _("Needed with an objection, or to say which information you need. The authority reads them."),
        required=False,
    )  # fmt: skip
    conditions = forms.MultipleChoiceField(
        label=_("Conditions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With conditions only. A condition goes later only with your agency's consent."),
    )
    condition_text = text_area(_("A condition in your own words"), required=False)

    def prepare(self) -> None:
        self.fields["kind"].choices = [(kind.value, kind.label.capitalize()) for kind in PositionKind]
        known = policy().conditions.items()
        self.fields["conditions"].choices = [(key, f"{one.title}: {one.text}") for key, one in known]
        add_parameters(self)

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        values = {template: chosen_values(given, template) for template in given["conditions"]}
        return referring.give_position(case=self.case, by=by, now=now, values=values, **without_parameters(given))


class AddNoteForm(StepForm):
    """A note that only the reviewer's agency reads."""

    step, button, section = "add_note", _("Keep the note"), "agencies"
    text = text_area(_("Note"), _("Only your agency reads it until you release it."))

    def take(self, *, by: User, now: datetime) -> object:
        return referring.add_note(case=self.case, text=self.cleaned_data["text"], by=by, now=now)


class ReleaseNoteForm(PartForm):
    """The other agencies and the authority may read the note from now on."""

    step, button, section, parts = (
        "release_note",
        _("Release to the authority and the other agencies"),
        "agencies",
        AgencyNote,
    )

    def take(self, *, by: User, now: datetime) -> object:
        return referring.release_note(note=self.cleaned_data["target"], by=by, now=now)
