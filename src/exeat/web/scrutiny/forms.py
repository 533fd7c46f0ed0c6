"""Forms of catch-all notices."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.cases.forms.step import text_area
from exeat.web.policy import policy
from exeat.web.registers.models import Exporter
from exeat.web.scrutiny.services.noticing import NoticeGiven


class NoticeForm(forms.Form):
    """A notice as it is to be issued."""

    exporter = forms.ModelChoiceField(Exporter.objects.order_by("name"), label=_("Exporter who is told"))
    goods = text_area(_("Goods"), _("As the exporter will recognise them."), rows=2)
    end_use = text_area(_("End use"), rows=2, required=False)
    end_users = text_area(
        _("End users"), _("One a line. Applications that name one of them meet the notice."), rows=2, required=False
    )
    destination = forms.CharField(
        label=_("Destination"), max_length=2, required=False, help_text=_("Code of two letters; empty: wherever.")
    )
    basis = forms.ChoiceField(label=_("Legal basis"))
    reasons = text_area(_("Reasons"), rows=3)
    valid_until = forms.DateField(
        label=_("Counts until"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: for as long as the policy says."),
    )  # fmt: skip

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        bases = policy().catch_all.bases.values()
        self.fields["basis"].choices = [(one.id, f"{one.title} ({one.provision})") for one in bases]
        marking = policy().withheld.marking
        self.fields["reasons"].help_text = _("Printed, but for paragraphs that begin with %(marking)s.") % {
            "marking": marking
        }

    @property
    def given(self) -> NoticeGiven:
        """What was filled in."""
        values = self.cleaned_data
        return NoticeGiven(**{**values, "end_users": values["end_users"].splitlines()})


class RevokeForm(forms.Form):
    """Why a notice no longer applies."""

    reason = text_area(_("Why it no longer applies"), rows=2)
