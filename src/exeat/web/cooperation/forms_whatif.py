"""What might be changed about a plan: a form for each kind of change, so that none needs a script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.domain.planning.whatif import Change, Kind
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.plans import dates_of, names_of
from exeat.web.people.forms import DAY
from exeat.web.people.services import as_tag
from exeat.web.policy import short_name

_ALL = [("", _("any offer"))]


class ChangeForm(forms.Form):
    """A kind of change to a plan's scenario. `kinds` are those that it may make."""

    heading: Any = ""
    kinds: tuple[Kind, ...] = ()

    def __init__(self, rows: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = names_of(rows)
        offers = [(offer["id"], names[offer["id"]]) for offer in rows["offers"]]
        sessions = [
            (f"{offer['id']}/{one['id']}", f"{names[offer['id']]}, {dates_of(one)}")
            for offer in rows["offers"]
            for one in offer["sessions"]
        ]
        choices = {
            "offer": offers if self.fields.get("offer") and self.fields["offer"].required else [*_ALL, *offers],
            "session": sessions,
            "official": [(one["id"], one["name"]) for one in rows["officials"]],
            "agency": [(one["id"], short_name(one["id"])) for one in rows["agencies"]],
        }
        for name in self.fields.keys() & choices.keys():
            self.fields[name].choices = choices[name]
        if len(self.kinds) == 1:
            self.fields.pop("kind", None)

    @property
    def change(self) -> Change:
        """The change that was asked for."""
        data = dict(self.cleaned_data)
        kind = Kind(data.pop("kind", "") or self.kinds[0])
        if "session" in data:
            data["offer"], data["session"] = data["session"].split("/")
        if "percent" in data:
            data["share"] = f"{data.pop('percent') / 100}"
        if "skill" in data:
            data["skill"] = as_tag(data["skill"])
        return Change(kind, **{name: _text(value) for name, value in data.items()})


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


class DecideForm(ChangeForm):
    """Pin the answer to an offer."""

    heading = _("Another answer to an offer")
    kinds = (Kind.ACCEPT, Kind.DECLINE)
    offer = forms.ChoiceField(label=_("Offer"))
    kind = forms.ChoiceField(
        label=_("Answer"), choices=[(Kind.ACCEPT.value, _("accept it")), (Kind.DECLINE.value, _("decline it"))]
    )


class DateForm(ChangeForm):
    """Pin or rule out dates."""

    heading = _("Other dates")
    kinds = (Kind.ON, Kind.NOT_ON)
    session = forms.ChoiceField(label=_("Offer and dates"))
    kind = forms.ChoiceField(
        label=_("These dates"), choices=[(Kind.ON.value, _("only on these")), (Kind.NOT_ON.value, _("not on these"))]
    )


class PersonForm(ChangeForm):
    """Pin or rule out an official."""

    heading = _("Another official")
    kinds = (Kind.SEND, Kind.STAY)
    official = forms.ChoiceField(label=_("Official"))
    kind = forms.ChoiceField(
        label=_("Goes or stays"), choices=[(Kind.SEND.value, _("goes to")), (Kind.STAY.value, _("does not go to"))]
    )
    offer = forms.ChoiceField(label=_("Offer"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Kind.SEND and not data.get("offer"):
            self.add_error("offer", _("Say to which offer."))
        return data


class ReserveForm(ChangeForm):
    """Suppose another reserve."""

    heading = _("Another reserve at desks")
    kinds = (Kind.RESERVE,)
    agency = forms.ChoiceField(label=_("Agency"))
    percent = forms.IntegerField(label=_("Kept at desks, in percent"), min_value=0, max_value=100, initial=60)


class BudgetForm(ChangeForm):
    """Suppose other travel money."""

    heading = _("Other travel money")
    kinds = (Kind.BUDGET,)
    agency = forms.ChoiceField(label=_("Agency"))
    amount = forms.DecimalField(label=_("Travel money"), min_value=0, max_digits=12, decimal_places=2)


class HolderForm(ChangeForm):
    """Suppose one more holder of a skill."""

    heading = _("One more who holds a skill")
    kinds = (Kind.HOLDER,)
    official = forms.ChoiceField(label=_("Official"))
    skill = forms.CharField(label=_("Skill"), max_length=40)


class AwayForm(ChangeForm):
    """Suppose an absence."""

    heading = _("An absence")
    kinds = (Kind.AWAY,)
    official = forms.ChoiceField(label=_("Official"))
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=DAY))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=DAY))


FORMS: dict[str, type[ChangeForm]] = {
    "decide": DecideForm,
    "date": DateForm,
    "person": PersonForm,
    "reserve": ReserveForm,
    "budget": BudgetForm,
    "holder": HolderForm,
    "away": AwayForm,
}


def change_forms(run: PlanRun, post: Any = None) -> dict[str, ChangeForm]:
    """Every form for a plan, the posted one bound."""
    rows = json.loads(run.scenario)
    asked = post.get("form") if post else None
    return {name: form(rows, post if name == asked else None, prefix=name) for name, form in FORMS.items()}
