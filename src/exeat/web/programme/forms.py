"""What a programme office brings in: a state's key, windows that it published, our offers and those of others."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.adapters.partner_files import PartnerFileError, Rows, read_offers

MOST_BYTES = 2_000_000


class _SmallFile(forms.FileField):
    """A file that is read whole."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("At most 2 MB."))
        return file


class WindowsFileForm(forms.Form):
    """Windows that a state published."""

    windows = _SmallFile(
        label=_("Signed windows"),
        help_text=_("The file that a state gave you (.jws)."),
        widget=forms.FileInput(attrs={"accept": ".jws,application/jose"}),
    )


class KeyForm(forms.Form):
    """The public key of a state."""

    state = forms.CharField(label=_("Country code"), max_length=2, help_text=_("Two letters, such as XA."))
    jwk = forms.CharField(
        label=_("Its public key"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_(
            "A JWK or a JWK set, as its server publishes at /api/keys. Check it with that state in another way."
        ),
    )

    def clean_state(self) -> str:
        code: str = self.cleaned_data["state"]
        return code.strip().upper()

    def clean_jwk(self) -> Any:
        try:
            return json.loads(self.cleaned_data["jwk"])
        except ValueError:
            raise forms.ValidationError(_("This is not a JSON Web Key.")) from None


class _OffersFile(_SmallFile):
    """A partner's file of offers, read."""

    def clean(self, data: Any, initial: Any = None) -> Rows | None:
        file = super().clean(data, initial)
        try:
            return read_offers(file.read()) if file else None
        except PartnerFileError as refusal:
            raise forms.ValidationError(f"{file.name}: {refusal}") from None


class ProgrammeForm(forms.Form):
    """Our offers, and those of another partner."""

    offers = _OffersFile(
        label=_("Our offers"),
        help_text=_("A JSON file as the guide for partners tells its form."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    others = _OffersFile(
        label=_("Another partner's offers"),
        required=False,
        help_text=_("To find what overlaps; the same form."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
