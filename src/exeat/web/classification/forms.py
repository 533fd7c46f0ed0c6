"""The officer's two steps on a line: state a fact, and say where the goods are listed. Anybody's question."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User
from exeat.web.cases.forms.step import text_area
from exeat.web.cases.models import CaseItem
from exeat.web.cases.services import reviewing
from exeat.web.classification.services.stating import state_fact

MOST_TEXT = 4000
LISTED, NONE = "listed", "none"


class EnquiryForm(forms.Form):
    """A product as anybody describes it."""

    description = text_area(
        _("What is it?"), _("What it is and what it does, its maker and model, as you would tell a colleague."), rows=3
    )
    facts = text_area(
        _("Technical values"),
        _("From the data sheet: figures with their units, materials, software."),
        rows=3,
        required=False,
    )
    hs = forms.RegexField(
        r"^[0-9]{4,12}$",
        label=_("Customs code"),
        required=False,
        help_text=_("If you know it: digits only."),
        error_messages={"invalid": _("Four to twelve digits, without dots.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("description", "facts"):
            self.fields[name].validators.append(MaxLengthValidator(MOST_TEXT))
            self.fields[name].widget.attrs["maxlength"] = MOST_TEXT


class FactForm(forms.Form):
    """An answer to a question of an entry, or a fact that nobody asked for."""

    entry = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    question = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    statement = forms.CharField(
        label=_("Fact"),
        max_length=2000,
        help_text=_("With its figure and unit, such as: frame rate 9 Hz."),
    )

    def take(self, item: CaseItem, *, by: User, now: datetime) -> object:
        """Keep the fact."""
        return state_fact(item=item, by=by, now=now, **self.cleaned_data)


class ClassifyForm(forms.Form):
    """The officer's finding. `none` says what was found in these lists, and nothing about other controls."""

    finding = forms.ChoiceField(
        label=_("Finding"),
        widget=forms.RadioSelect,
        choices=[
            (LISTED, _("The goods meet an entry")),
            (NONE, _("I found no entry in these lists that the goods meet")),
        ],
    )
    entry = forms.CharField(
        label=_("Entry or provision"),
        max_length=40,
        required=False,
        help_text=_("As the list prints it, such as 6A003.b.4."),
    )
    reason = text_area(_("Why"), _("The words of the entry that the goods meet, or why none applies."), rows=3)

    def clean(self) -> None:
        """An entry goes with the first finding, and only with it."""
        given = self.cleaned_data
        named = bool(given.get("entry", "").strip())
        if given.get("finding") == LISTED and not named:
            self.add_error("entry", _("Name the entry."))
        if given.get("finding") == NONE and named:
            self.add_error("entry", _("Leave this empty, or choose that the goods meet the entry."))

    def take(self, item: CaseItem, *, by: User, now: datetime) -> object:
        """Record the classification."""
        given = self.cleaned_data
        entry = given["entry"] if given["finding"] == LISTED else ""
        return reviewing.classify(item=item, entry=entry, reason=given["reason"], by=by, now=now)
