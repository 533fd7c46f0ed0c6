"""The beginning of an application that came by letter: whose, of what kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.policy import policy
from exeat.web.registers.models import Exporter


class PaperForm(forms.Form):
    """Which company wrote, what it asks for, and under which reference."""

    exporter = forms.ModelChoiceField(
        Exporter.objects.filter(status=Exporter.Status.VERIFIED),
        label=_("Company"),
        help_text=_("Verified companies only: a new one is registered and verified first."),
    )
    kind = forms.ChoiceField(label=_("What it applies for"))
    applicant_reference = forms.CharField(label=_("The letter's own reference or date"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(key, kind.title) for key, kind in policy().kinds.items()]

    def application(self) -> dict[str, str]:
        """The draft to begin from."""
        return {key: self.cleaned_data[key] for key in ("kind", "applicant_reference")}
