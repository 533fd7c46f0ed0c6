"""Forms of the register of exporters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exeat.web.countries import countries, country_name
from exeat.web.policy import policy
from exeat.web.registers.models import Mandate
from exeat.web.registers.services import Upload

KINDS = [
    (Mandate.Kind.EMPLOYEE, _("I work for the company")),
    (Mandate.Kind.AGENT, _("I am an agent of the company")),
]


class ExporterForm(forms.Form):
    """A company as the register holds it."""

    name = forms.CharField(
        label=_("Name of the company"), max_length=200, help_text=_("As in the register of companies.")
    )
    country = forms.ChoiceField(label=_("Country of registration"))
    registration = forms.CharField(label=_("Number in the register of companies"), max_length=60)
    address = forms.CharField(label=_("Address"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    email = forms.EmailField(label=_("The company's e-mail address"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home, language = policy().state.country, get_language() or "en"
        others = [(code, name) for code, name in countries(language) if code != home]
        self.fields["country"].choices = [(home, country_name(home, language)), *others]
        self.fields["country"].initial = home


class CompanyForm(ExporterForm):
    """A company, and in what capacity the person acts for it."""

    kind = forms.ChoiceField(label=_("Why may you act for it?"), choices=KINDS, widget=forms.RadioSelect)
    letter = forms.FileField(label=_("Letter of authority"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = policy().documents["authority_letter"]
        self.fields["letter"].help_text = _(
            "Needed from an agent: signed for the company. PDF or a photograph, at most %(mb)d MB."
        ) % {"mb": rules.max_mb}

    def upload(self) -> Upload | None:
        """The letter, read, where one was given."""
        file = self.cleaned_data["letter"]
        return Upload(file.name, file.read()) if file else None
