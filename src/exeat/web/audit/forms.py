"""What an auditor narrows the ledger and the reads by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.audit.selectors import Sought, kinds

DAY = {"type": "date"}


class PeopleField(forms.ModelChoiceField):
    """A person by name and address: two may share a name."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.email})"


class ReadsForm(forms.Form):
    """Reads of a subject or by a person."""

    subject = forms.CharField(label=_("Subject contains"), required=False, max_length=80)
    person = PeopleField(User.objects.order_by("name", "email"), label=_("By"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        officials = [role.value for role in Role if role is not Role.EXPORTER]
        self.fields["person"].queryset = User.objects.filter(roles__overlap=officials).order_by("name", "email")


class LedgerForm(ReadsForm):
    """Events of a subject, of a kind, by a person, between two days."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs=DAY))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs=DAY))
    deputies = forms.BooleanField(label=_("Only steps by deputies"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", _("all")), *((kind, kind) for kind in kinds())]

    def sought(self) -> Sought:
        """What a valid form asks for."""
        given = self.cleaned_data
        person = given["person"].pk if given["person"] else None
        return Sought(**{**given, "person": person})
