"""Forms of an obligation's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exeat.domain.licences import UsageLine
from exeat.web.amounts import amount
from exeat.web.cases.documents import endings_of
from exeat.web.countries import countries, country_name
from exeat.web.policy import policy


class FulfilForm(forms.Form):
    """The document that meets an obligation."""

    file = forms.FileField(label=_("Document"))
    note = forms.CharField(
        label=_("What the officer should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, kind: str, *args: Any) -> None:
        super().__init__(*args, auto_id="fulfil-%s")
        if known := policy().documents.get(kind):
            endings = endings_of(known.media_types)
            self.fields["file"].label = known.title
            self.fields["file"].help_text = _("One of: %(endings)s. At most %(mb)d MB.") % {
                "endings": " ".join(endings),
                "mb": known.max_mb,
            }
            self.fields["file"].widget.attrs["accept"] = ",".join(endings)


class UsageForm(forms.Form):
    """A line of a return: goods of one kind for one consignee. The authorisation's destinations stand first."""

    goods = forms.CharField(label=_("Goods"), max_length=2000)
    entry = forms.CharField(label=_("Entry"), max_length=40, required=False)
    quantity = amount(_("Quantity"), digits=20, places=6)
    unit = forms.CharField(label=_("Unit"), max_length=20)
    value = amount(_("Value"), digits=16, places=2)
    currency = forms.ChoiceField(label=_("Currency"))
    destination = forms.ChoiceField(label=_("Country of destination"))
    consignee = forms.CharField(label=_("Consignee"), max_length=300)

    def __init__(self, *args: Any, destinations: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.fields["currency"].choices = [("", "—"), *((code, code) for code in sorted(policy().exchange))]
        named = [(code, country_name(code, language)) for code in destinations]
        others = [(code, name) for code, name in countries(language) if code not in destinations]
        self.fields["destination"].choices = [("", "—"), *named, *others]


class UsageForms(BaseFormSet):
    """The lines of a return; empty ones are left out, and none at all says that nothing left."""

    def lines(self) -> list[UsageLine]:
        """The lines in their order; call after `is_valid`."""
        filled = [form.cleaned_data for form in self.forms if form.cleaned_data]
        return [UsageLine(number=number, **given) for number, given in enumerate(filled, start=1)]


UsageFormSet = formset_factory(UsageForm, formset=UsageForms, extra=3, max_num=200, absolute_max=200)


class ReturnForm(forms.Form):
    """What goes with the lines of a return; `lines` are those typed."""

    nothing = forms.BooleanField(label=_("Nothing left in these months"), required=False)
    note = forms.CharField(
        label=_("What the officer should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def check(self, lines: Sequence[UsageLine]) -> bool:
        """Whether lines, or that there are none, were said; call after `is_valid`."""
        if lines and self.cleaned_data["nothing"]:
            self.add_error("nothing", _("There are lines: leave this empty, or take them away."))
        elif not lines and not self.cleaned_data["nothing"]:
            self.add_error("nothing", _("Write what left, or say that nothing did."))
        return not self.errors
