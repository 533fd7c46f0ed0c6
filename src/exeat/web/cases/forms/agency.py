"""What a reviewer does on the page of a case: the agency's position, and notes."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exeat.domain.review import PositionKind
from exeat.web.accounts.models import User
from exeat.web.cases.forms.conditions import add_parameters, chosen_values, without_parameters
from exeat.web.cases.forms.step import PartForm, StepForm, text_area
from exeat.web.cases.models import AgencyNote
from exeat.web.cases.services import noting, referring
from exeat.web.permissions import readers_of
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
    """A note that the writer's agency reads, or the authority, and whoever is mentioned."""

    step, button, section = "add_note", _("Keep the note"), "notes"
    text = text_area(
        _("Note"),
        _("Your own people read it, and whoever you mention: @ and the full name. Others, once it is released."),
    )
    mention = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), label=_("Mention"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        self.fields["mention"].queryset = readers_of(self.case, timezone.now())

    def take(self, *, by: User, now: datetime) -> object:
        return noting.add_note(case=self.case, **self.cleaned_data, by=by, now=now)


class ReleaseNoteForm(PartForm):
    """The other agencies and the authority may read the note from now on."""

    step, button, section, parts = (
        "release_note",
        _("Release to all who review the case"),
        "notes",
        AgencyNote,
    )

    def take(self, *, by: User, now: datetime) -> object:
        return noting.release_note(note=self.cleaned_data["target"], by=by, now=now)
