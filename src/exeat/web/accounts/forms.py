"""Forms of accounts: sign-up, users, delegations, API tokens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exeat.domain.review import Role
from exeat.web.accounts.models import ROLE_CHOICES, User
from exeat.web.accounts.services import complete_signup
from exeat.web.policy import local_day, policy

OFFICIAL_ROLES = [(value, label) for value, label in ROLE_CHOICES if value != Role.EXPORTER]
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SignupForm(forms.Form):
    """What sign-up asks beside address and password. Whoever signs up is an exporter; officials are made by others."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1", "password2")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the user is stored."""
        complete_signup(user=user, name=self.cleaned_data["name"], now=timezone.now())


class UserForm(forms.Form):
    """An official, as an administrator makes or changes one."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("What they sign in with."))
    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("Printed under their signature.")
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=OFFICIAL_ROLES, widget=forms.CheckboxSelectMultiple)
    agency = forms.ChoiceField(
        label=_("Agency"),
        required=False,
        help_text=_("Whose position a reviewer gives; where a customs officer serves."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = [(agency.id, agency.name) for agency in policy().agencies.values()]
        self.fields["agency"].choices = [("", _("none")), *agencies]


class RolesForm(UserForm):
    """The changes that an administrator may make to an existing official."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"], self.fields["name"], self.fields["title"]


class DelegationForm(forms.Form):
    """A delegation: who stands in for whom, as what, and from when to when."""

    principal = forms.ModelChoiceField(label=_("For whom"), queryset=User.objects.none())
    deputy = forms.ModelChoiceField(label=_("Who stands in"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("In which role"), choices=OFFICIAL_ROLES)
    start = forms.DateField(label=_("First day"), widget=DATE)
    end = forms.DateField(label=_("Last day"), widget=DATE, help_text=_("This day is included."))
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("For example: annual leave."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officials = User.objects.filter(is_active=True).exclude(roles__contained_by=[Role.EXPORTER]).order_by("name")
        self.fields["deputy"].queryset = officials.exclude(pk=user.pk)
        if user.has_role(Role.ADMINISTRATOR):
            self.fields["principal"].queryset = officials
        else:
            del self.fields["principal"]
            self.fields["role"].choices = [(value, label) for value, label in OFFICIAL_ROLES if value in user.roles]
        today = local_day(timezone.now())
        self.fields["start"].initial = today


class TokenForm(forms.Form):
    """A key to the API."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("For example: the company's order system.")
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("one year"))],
        initial=90,
    )
