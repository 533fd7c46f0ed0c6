"""What templates may call: dates in the state's zone, quantities, badges, charts, form widgets, the navigation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from exeat.domain.review import Role
from exeat.web.countries import country_name
from exeat.web.navigation import Link, Menu, navigation_for
from exeat.web.policy import policy, zone

register = template.Library()

TONES = {
    "good": {
        "granted",
        "granted_with_conditions",
        "no_licence_required",
        "answered",
        "active",
        "verified",
        "no_objection",
        "cleared",
        "no_measure",
        "in_place",
    },
    "bad": {"refused", "revoked", "objection", "overdue", "late", "confirmed", "blocked", "measure_taken", "missing"},
    "attention": {
        "returned",
        "suspended",
        "pending",
        "needs_information",
        "no_objection_with_conditions",
        "open",
        "provisional",
        "to_look_at",
    },
    "progress": {"submitted", "registered", "under_review", "recommended", "countersigned"},
}
_TONE_OF = {state: tone for tone, states in TONES.items() for state in states}


@register.filter
def obligation_tone(state: str) -> str:
    """The tone of an obligation's state: what is handed in waits for somebody."""
    return {"open": "progress", "handed_in": "attention", "met": "good"}.get(state, "neutral")


@register.filter
def local_time(value: datetime | None) -> str:
    """A moment in the state's time zone, to the minute: `3 Mar 2026, 14:05`."""
    if value is None:
        return ""
    local = value.astimezone(zone())
    return _time_element(local.isoformat(timespec="minutes"), date_format(local, "j M Y, H:i"))


@register.filter
def local_date(value: date | datetime | None) -> str:
    """A day, that of the state's time zone when a moment is given: `3 Mar 2026`."""
    if value is None:
        return ""
    day = value.astimezone(zone()).date() if isinstance(value, datetime) else value
    return _time_element(day.isoformat(), date_format(day, "j M Y"))


def _time_element(machine: str, text: str) -> SafeString:
    return format_html('<time class="nowrap" datetime="{}">{}</time>', machine, text)


@register.filter
def quantity(value: Decimal | str | None) -> str:
    """A quantity without the zeros that the database adds: `1,250.5`."""
    if value in (None, ""):
        return ""
    return number_format(f"{Decimal(value).normalize():f}", use_l10n=True, force_grouping=True)


@register.filter
def money(value: Decimal | str | None, currency: str) -> str:
    """An amount with its currency and two decimals: `EUR 125,000.00`."""
    if value in (None, ""):
        return ""
    amount = number_format(Decimal(value), decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{currency}\N{NO-BREAK SPACE}{amount}"


@register.simple_tag
def state_badge(state: Any, label: str = "") -> SafeString:
    """A state as a coloured word; the colour only repeats what the word says."""
    text = label or getattr(state, "label", None) or str(state).replace("_", " ")
    return format_html('<span class="tag state tone-{}">{}</span>', _TONE_OF.get(str(state), "neutral"), text)


@register.simple_tag
def share(part: float, whole: float) -> str:
    """`part` of `whole` in percent, between 0 and 100, for the width of an SVG bar."""
    return f"{min(max(100 * part / whole, 0), 100):.1f}" if whole else "0"


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart; `width` in percent of the longest."""

    label: str
    value: Any
    width: str
    tone: str


@register.inclusion_tag("components/bars.html")
def bars(rows: Iterable[tuple[Any, ...]], caption: str, unit: str = "") -> dict[str, Any]:
    """A horizontal bar chart of rows (label, value) or (label, value, tone), values not below zero."""
    given = list(rows)
    longest = max((row[1] for row in given), default=0)
    drawn = [Bar(row[0], row[1], share(row[1], longest), row[2] if len(row) > 2 else "") for row in given]
    return {"rows": drawn, "caption": caption, "unit": unit}


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the field is one box to tick, which stands before its label."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The field's input, dressed for its kind."""
    kind = field.field.widget
    if isinstance(kind, forms.CheckboxInput):
        added = ""
    elif isinstance(kind, forms.Select):
        added = "form-select"
    else:
        added = "form-control"
    css = f"{kind.attrs.get('class', '')} {added}".strip()
    return field.as_widget(attrs={"class": css} if css else {})


@register.simple_tag(takes_context=True)
def main_navigation(context: template.Context) -> list[Link | Menu]:
    """The entries of the main navigation that the user may use."""
    request = context.get("request")
    return navigation_for(request) if request is not None else []


@register.filter
def role_labels(roles: list[str]) -> str:
    """Roles as a person reads them."""
    return ", ".join(Role(role).label for role in roles)


@register.filter
def agency_name(agency: str) -> str:
    """The name of an agency of the policy, by its id; the id itself for one that the policy has dropped."""
    known = policy().agencies.get(agency)
    return known.name if known else agency


@register.filter
def pause_reason(reasons: str) -> str:
    """What a clock waits for, in the policy's words, from the reasons of a reading."""
    known = policy().clocks.pauses
    return ", ".join(known[reason].title if reason in known else reason for reason in reasons.split(", "))


@register.filter
def country(code: str) -> str:
    """The country's name in the reader's language."""
    return country_name(code, get_language() or "en")
