"""What is asked of an official, of leave, of duties, of a calendar file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from exeat.adapters.calendar_files import BusySpan
from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.people.models import Duty, Official
from exeat.web.people.services import OfficialGiven
from exeat.web.policy import policy

DAY = {"type": "date"}
MOST_BYTES = 2_000_000


class Tags(forms.CharField):
    """Words between commas."""

    def to_python(self, value: Any) -> list[str]:
        return [word.strip() for word in str(value or "").split(",") if word.strip()]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class OfficialForm(forms.Form):
    """Who it is, where, and what a seat may ask of them."""

    name = forms.CharField(label=_("Name"), max_length=120)
    agency = forms.ChoiceField(label=_("Agency"))
    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Account"),
        required=False,
        help_text=_("With it, their work on cases is known, and they may enter their own leave."),
    )
    skills = Tags(label=_("Skills"), help_text=_("Words between commas: licensing, forensics."))
    languages = Tags(label=_("Languages"), required=False, help_text=_("Words between commas: english, french."))
    rank = forms.CharField(label=_("Rank"), max_length=40, required=False)
    max_days_away = forms.IntegerField(
        label=_("Most working days away in four weeks"), required=False, min_value=0, max_value=20
    )
    active = forms.BooleanField(label=_("In service"), required=False, initial=True)

    def __init__(self, official: Official | None, *args: Any, **kwargs: Any) -> None:
        shown = ("name", "agency", "user", "skills", "languages", "rank", "max_days_away", "active")
        if official is not None:
            kwargs["initial"] = {name: getattr(official, name) for name in shown}
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(agency.id, agency.name) for agency in policy().agencies.values()]
        taken = Official.objects.exclude(user=None).exclude(pk=official.pk if official else None).values("user")
        accounts = User.objects.filter(is_active=True).exclude(roles__contained_by=[Role.EXPORTER.value])
        self.fields["user"].queryset = accounts.exclude(pk__in=taken).order_by("name")

    @property
    def given(self) -> OfficialGiven:
        """What the form says."""
        return OfficialGiven(**self.cleaned_data)


class LeaveForm(forms.Form):
    """From when to when somebody is not there."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=DAY))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=DAY))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        return data


class DutyForm(forms.Form):
    """A duty, and who can take over from its holder."""

    title = forms.CharField(label=_("File or standing task"), max_length=160)
    holder = forms.ModelChoiceField(Official.objects.none(), label=_("Who holds it"))
    deputy = forms.ModelChoiceField(
        Official.objects.none(), label=_("Who can take over"), required=False, empty_label=_("nobody")
    )

    def __init__(self, duty: Duty | None, *args: Any, **kwargs: Any) -> None:
        if duty is not None:
            kwargs["initial"] = {"title": duty.title, "holder": duty.holder_id, "deputy": duty.deputy_id}
        super().__init__(*args, **kwargs)
        for name in ("holder", "deputy"):
            self.fields[name].queryset = Official.objects.filter(active=True)
        if duty is not None:
            self.fields["title"].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("deputy") and data["deputy"] == data.get("holder"):
            self.add_error("deputy", _("Nobody stands in for themselves."))
        return data


class CalendarForm(forms.Form):
    """A calendar file of one person."""

    file = forms.FileField(
        label=_("Calendar file"),
        help_text=_("Of the type .ics. Nothing is kept of it but the dates that you confirm."),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("At most 2 MB."))
        return file


class ConfirmedForm(forms.Form):
    """The dates of a calendar that a person confirmed."""

    spans = forms.MultipleChoiceField(label=_("Dates to record"), widget=forms.CheckboxSelectMultiple)

    @classmethod
    def proposing(cls, spans: list[BusySpan]) -> ConfirmedForm:
        """The form for what a calendar holds. What must be asked first is not ticked."""
        form = cls(initial={"spans": [_value(span) for span in spans if not span.question]})
        form.fields["spans"].choices = [(_value(span), _label(span)) for span in spans]
        return form

    @classmethod
    def of(cls, post: Any) -> ConfirmedForm:
        """The form as it was sent. What a calendar proposed is not kept between, so any dates are taken."""
        form = cls(post)
        field = forms.TypedMultipleChoiceField(label=_("Dates to record"), coerce=_dates)
        field.choices = [(value, value) for value in post.getlist("spans")]
        form.fields["spans"] = field
        return form


def _value(span: BusySpan) -> str:
    return f"{span.start}/{span.end}"


def _dates(value: str) -> tuple[date, date]:
    first, last = (date.fromisoformat(part) for part in value.split("/"))
    return first, last


def _label(span: BusySpan) -> str:
    dates = f"{date_format(span.start, 'j M Y')} – {date_format(span.end, 'j M Y')}"
    return ": ".join(part for part in (dates, span.summary, span.question) if part)
