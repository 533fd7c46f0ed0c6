"""What is asked of a capability, and of the evidence for where it stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.domain.capabilities import PARAGRAPHS
from exeat.web.capabilities.models import LEVELS, Capability
from exeat.web.capabilities.services import CapabilityGiven
from exeat.web.people.models import Official
from exeat.web.policy import policy


class WorkField(forms.CharField):
    """Person-days by skill, one a line: `licensing: 40`."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> dict[str, int]:
        work: dict[str, int] = {}
        for line in str(value or "").splitlines():
            if not line.strip():
                continue
            skill, _colon, days = line.rpartition(":")
            if not skill.strip() or not days.strip().isdecimal() or int(days) > 10_000:
                message = _("“%(line)s” is not a skill and its days, such as “licensing: 40”.")
                raise forms.ValidationError(message % {"line": line.strip()})
            work[skill.strip()] = int(days)
        return work

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{skill}: {days}" for skill, days in value.items()) if isinstance(value, dict) else value


class CapabilityForm(forms.Form):
    """A capability, but for the level at which it stands: that is evidence's to say."""

    title = forms.CharField(label=_("What the state set out to be able to do"), max_length=160)
    description = forms.CharField(label=_("In more words"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    planned = forms.TypedChoiceField(label=_("Planned level"), coerce=int, choices=LEVELS[1:], initial=4)
    weight = forms.IntegerField(
        label=_("Weight"), min_value=0, max_value=9, initial=1, help_text=_("How much it matters beside the others.")
    )
    agency = forms.ChoiceField(label=_("Agency that answers for it"))
    responsible = forms.ModelChoiceField(
        Official.objects.none(), label=_("Official in charge"), required=False, empty_label=_("nobody yet")
    )
    equipped = forms.IntegerField(
        label=_("Share of the planned equipment that is there, in percent"), min_value=0, max_value=100, initial=0
    )
    people_needed = forms.IntegerField(label=_("People who must be trained"), min_value=0, max_value=999, initial=0)
    people_trained = forms.IntegerField(label=_("Of them, trained"), min_value=0, max_value=999, initial=0)
    work = WorkField(
        label=_("Work still to do"), required=False, help_text=_("Person-days by skill, one a line: licensing: 40")
    )
    depends_on = forms.ModelMultipleChoiceField(
        Capability.objects.none(), label=_("It cannot work without"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    paragraphs = forms.MultipleChoiceField(
        label=_("Operative paragraphs of resolution 1540 that it serves"),
        required=False,
        choices=[(paragraph.number, f"{paragraph.number}: {paragraph.asks}") for paragraph in PARAGRAPHS],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, capability: Capability | None, *args: Any, **kwargs: Any) -> None:
        if capability is not None:
            kwargs["initial"] = {name: getattr(capability, name) for name in self.base_fields if name != "work"}
            kwargs["initial"]["depends_on"] = capability.depends_on.all()
            kwargs["initial"]["work"] = {work.skill: work.days for work in capability.work.all()}
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(agency.id, agency.name) for agency in policy().agencies.values()]
        self.fields["responsible"].queryset = Official.objects.filter(active=True)
        others = Capability.objects.exclude(pk=capability.pk) if capability else Capability.objects.all()
        self.fields["depends_on"].queryset = others

    @property
    def given(self) -> CapabilityGiven:
        """What the form says."""
        data = dict(self.cleaned_data)
        return CapabilityGiven(**data | {"depends_on": [other.pk for other in data["depends_on"]]})


class EvidenceForm(forms.Form):
    """What shows where a capability stands."""

    level = forms.TypedChoiceField(label=_("It stands at"), coerce=int, choices=LEVELS)
    on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label=_("What shows it"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
