"""What is asked of those who come back: one block for each capability that the event was to build."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.capabilities.models import LEVELS
from exeat.web.cooperation.models import Offer
from exeat.web.returns.services import MOST_UNITS, AchievedGiven


class ReportForm(forms.Form):
    """The report, the handover, and what was achieved of each capability."""

    report = forms.CharField(label=_("What happened"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))
    handover = forms.CharField(
        label=_("Handover"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("To whom papers, contacts and what was learned were passed on."),
    )  # fmt: skip

    def __init__(self, offer: Offer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gains = list(offer.gains.select_related("capability"))
        for gain in self.gains:
            names = {"title": gain.capability.title, "units": gain.units}
            self.fields[f"units-{gain.capability_id}"] = forms.IntegerField(
                label=_("%(title)s: units achieved of %(units)d expected") % names, min_value=0, max_value=MOST_UNITS
            )
            self.fields[f"shows-{gain.capability_id}"] = forms.CharField(
                label=_("%(title)s: what shows it") % names, max_length=1000, required=False
            )
            self.fields[f"level-{gain.capability_id}"] = forms.TypedChoiceField(
                label=_("%(title)s: where it stands by that") % names, choices=[("", _("no change")), *LEVELS],
                coerce=int, empty_value=None, required=False,
                help_text=_("Proposed as evidence; somebody records it in the register of capabilities."),
            )  # fmt: skip

    @property
    def given(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        achieved = [
            AchievedGiven(name, data[f"units-{name}"], data[f"shows-{name}"], data[f"level-{name}"])
            for name in (gain.capability_id for gain in self.gains)
        ]
        return {"report": data["report"], "handover": data["handover"], "achieved": achieved}
