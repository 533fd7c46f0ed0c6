"""Forms of the committee's sittings and seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.domain.review import Voice
from exeat.web.accounts.models import User
from exeat.web.cases.forms.step import text_area
from exeat.web.committee.models import Seat, Sitting
from exeat.web.committee.services.sittings import ABSENT, DEPUTY, MEMBER
from exeat.web.policy import policy, short_name

_DAY = {"type": "date"}


class PlanForm(forms.Form):
    """The day, the hour and the place of a sitting."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=_DAY))
    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(label=_("Place"), max_length=200)


class SeatForm(forms.Form):
    """Who sits for an agency."""

    member = forms.ModelChoiceField(User.objects.none(), label=_("Member"))
    deputy = forms.ModelChoiceField(
        User.objects.none(), label=_("Deputy"), required=False, help_text=_("Sits there when the member cannot.")
    )

    def __init__(self, agency: str, data: Any = None) -> None:
        seat = Seat.objects.filter(agency=agency).first()
        initial = {"member": seat.member_id, "deputy": seat.deputy_id} if seat else {}
        super().__init__(data, initial=initial, auto_id=f"{agency}-%s")
        people = User.objects.filter(is_active=True, agency=agency).order_by("name")
        self.fields["member"].queryset = self.fields["deputy"].queryset = people


class AttendForm(forms.Form):
    """Who is there for each agency."""

    def __init__(self, sitting: Sitting, data: Any = None) -> None:
        super().__init__(data)
        there = {row.agency: DEPUTY if row.deputy else MEMBER for row in sitting.attendance.all()}
        for seat in Seat.objects.select_related("member", "deputy"):
            choices = [(ABSENT, _("nobody")), (MEMBER, seat.member.name)]
            if seat.deputy:
                choices.append((DEPUTY, _("%(name)s, deputy") % {"name": seat.deputy.name}))
            self.fields[seat.agency] = forms.ChoiceField(
                label=short_name(seat.agency), choices=choices, initial=there.get(seat.agency, ABSENT)
            )


class ReasonForm(forms.Form):
    """Why a sitting is called off."""

    reason = text_area(_("Reason"), rows=2)


class AdjournForm(ReasonForm):
    """Why a sitting adjourns, and to when."""

    to = forms.DateField(label=_("To"), widget=forms.DateInput(attrs=_DAY))


class SpeakForm(forms.Form):
    """What a member says on a case."""

    agency = forms.ChoiceField(label=_("For"))
    voice = forms.ChoiceField(label=_("View"), choices=[(v.value, v.label.capitalize()) for v in Voice])
    text = text_area(_("Reasons"), rows=2, required=False)

    def __init__(self, agencies: tuple[str, ...], data: Any = None, *, key: int | str = "") -> None:
        super().__init__(data, auto_id=f"speak-{key}-%s")
        self.fields["agency"].choices = [(agency, policy().agencies[agency].name) for agency in agencies]


class ConcludeForm(forms.Form):
    """What the minutes say on a case."""

    minute = text_area(_("For the minutes"), _("What was said, beyond the members' views."), rows=3, required=False)

    def __init__(self, data: Any = None, *, key: int | str = "") -> None:
        super().__init__(data, auto_id=f"conclude-{key}-%s")
