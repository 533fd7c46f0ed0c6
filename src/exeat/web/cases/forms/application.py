"""An application as it is typed, step by step: forms out of a draft, and the draft out of forms.

A draft may have gaps: what is missing is the completeness rules' to say. A form refuses only what cannot be right,
such as a quantity that is no number, and shows it again as it was typed. The same steps serve an exporter and the
officer who enters a letter.

    step = open_step("goods", case.application)                   # to show
    step = open_step("goods", case.application, request.POST)     # as typed, and as the buttons `add` and `remove` say
    if step.is_valid():
        save_draft(case=case, application=step.written(case.application), ...)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exeat.domain.review.application import LONG, MOST, NATURES, PARTY_ROLES, PARTY_TYPES, SHORT
from exeat.domain.review.policy.kinds import Kind
from exeat.web.amounts import amount
from exeat.web.countries import countries, country_name
from exeat.web.policy import policy
from exeat.web.registers.models import Exporter

Draft = Mapping[str, Any]

STEPS: dict[str, Promise] = {
    "start": _("Kind of application"),
    "change": _("The change"),
    "goods": _("Goods"),
    "parties": _("Parties"),
    "use": _("End use and route"),
    "flags": _("Questions on end use"),
    "documents": _("Documents"),
    "check": _("Check and submit"),
}
"""The steps by name, in order. `flags`, `documents` and `check` hold no fields of the draft."""


class DraftForm(forms.Form):
    """Fields that may stay empty in a draft, though they are asked for in the end."""

    use_required_attribute = False

    def add_error(self, field: str | None, error: Any) -> None:
        """Let a required field stay empty; every other error counts."""
        if field is not None and isinstance(error, ValidationError) and getattr(error, "code", "") == "required":
            self.cleaned_data[field] = ""
            return
        super().add_error(field, error)


def _text(label: Promise, rows: int = 0, most: int = SHORT, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, widget=widget, **options)


def _words(codes: Sequence[str]) -> list[tuple[str, str]]:
    """Codes with the words that people read: `end_user` is End user."""
    return [("", "—"), *((code, code.replace("_", " ").capitalize()) for code in codes)]


def _country_choices() -> list[tuple[str, str]]:
    return [("", "—"), *countries(get_language() or "en")]


class KindForm(DraftForm):
    """What is applied for."""

    kind = forms.ChoiceField(label=_("What do you apply for?"), widget=forms.RadioSelect)
    applicant_reference = _text(_("Your own reference"), required=False, help_text=_("As in your books."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (kind.id, format_html('<span>{} <span class="muted">{}</span></span>', kind.title, kind.about))
            for kind in policy().kinds.values()
        ]

    @staticmethod
    def read(draft: Draft) -> dict[str, Any]:
        """The draft's part as initial values."""
        return {name: draft.get(name, "") for name in ("kind", "applicant_reference")}

    def written(self, draft: Draft) -> dict[str, Any]:
        """The draft with the part replaced by what was typed."""
        return {**draft, **{name: self.cleaned_data[name] for name in ("kind", "applicant_reference")}}


class NewApplicationForm(KindForm):
    """The first page of an application: for whom, besides what."""

    exporter = forms.ModelChoiceField(label=_("Exporter"), queryset=Exporter.objects.none())
    field_order = ("exporter", "kind", "applicant_reference")

    def __init__(self, exporters: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exporter"].queryset = exporters
        if len(exporters) == 1:
            self.fields["exporter"].initial = exporters[0]

    def clean(self) -> None:
        """A case cannot be opened for nobody, or for nothing."""
        for name in ("exporter", "kind"):
            if name in self.cleaned_data and not self.cleaned_data[name]:
                super(DraftForm, self).add_error(name, ValidationError(_now("choose one"), code="choose"))


class ItemForm(DraftForm):
    """A line of goods, software or technology."""

    description = _text(
        _("Description"),
        rows=2,
        most=2000,
        help_text=_("What it is, its maker and model, in words that somebody outside the trade understands."),
    )
    facts = _text(
        _("Technical values"),
        rows=3,
        most=LONG,
        help_text=_("With units: power, wavelength, accuracy, purity and the like."),
    )
    nature = forms.ChoiceField(label=_("Nature"), choices=_words(NATURES), initial="goods")
    hs = _text(_("Customs code"), most=20, help_text=_("Of the Harmonised System, 4 to 12 digits."))
    quantity = amount(_("Quantity"), digits=20, places=6)
    unit = _text(_("Unit"), most=16)
    value = amount(_("Value of the whole line"), digits=17, places=2)
    currency = forms.ChoiceField(label=_("Currency"))
    claimed_entry = _text(
        _("Entry of the control list, if you know it"), most=40, required=False, help_text=_("For example 6A003.b.4")
    )

    NAMES: ClassVar = ("description", "facts", "nature", "hs", "quantity", "unit", "value", "currency", "claimed_entry")

    PARTS: ClassVar = {
        "amounts": ("quantity", "unit", "value", "currency"),
        "customs_code": ("hs",),
        "entry": ("claimed_entry",),
    }
    """Fields that not every kind of application asks for, by the part of the form that holds them."""

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _leave_out(self, self.PARTS, kind)
        self.fields["nature"].choices = _words(kind.natures)
        self.fields["nature"].initial = kind.natures[0]
        if "amounts" not in kind.asks:
            return
        self.fields["unit"].widget.attrs["list"] = "units"
        self.fields["currency"].choices = [("", "—"), *((code, code) for code in sorted(policy().exchange))]

    def clean_hs(self) -> str:
        """The digits; points and spaces, as tariffs print them, are left out."""
        code = re.sub(r"[\s.]", "", self.cleaned_data["hs"])
        if code and not re.fullmatch(r"[0-9]{4,12}", code):
            raise ValidationError(_now("a customs code has 4 to 12 digits"))
        return code

    def written(self, line: int) -> dict[str, Any]:
        """The line as the draft keeps it; amounts as decimal texts."""
        values = {name: self.cleaned_data.get(name, "") for name in self.NAMES}
        for name in ("quantity", "value"):
            values[name] = "" if values[name] in ("", None) else format(values[name], "f")
        return {"line": line, **values}


class PartyForm(DraftForm):
    """Somebody the goods pass through or end with."""

    role = forms.ChoiceField(label=_("Role"), choices=_words(PARTY_ROLES))
    name = _text(_("Name"), help_text=_("As in its own papers, in full."))
    type = forms.ChoiceField(label=_("Type"), choices=_words(PARTY_TYPES), initial="organisation")
    address = _text(_("Address"), rows=2, most=500, help_text=_("The street address, not a post-office box."))
    country = forms.ChoiceField(label=_("Country"))
    share = amount(
        _("Share of each line, in percent"),
        digits=6,
        places=3,
        max_value=100,
        required=False,
        help_text=_("The most that this consignee may have, by quantity and by value; empty: no share of its own."),
    )

    NAMES: ClassVar = ("role", "name", "type", "address", "country", "share")

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _words(kind.roles)
        self.fields["country"].choices = _country_choices()
        if kind.supply != "global":
            del self.fields["share"]

    def written(self, line: int) -> dict[str, Any]:
        """The party as the draft keeps it; its place among the others carries no meaning."""
        values = {name: self.cleaned_data.get(name, "") for name in self.NAMES}
        share = values.pop("share")
        return values if share in ("", None) else {**values, "share": format(share, "f")}


class ChangeForm(DraftForm):
    """What a change of a licence asks for beside the application itself."""

    valid_until = forms.DateField(
        label=_("New last day of validity"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    to = _text(
        _("Registration of the company that takes the licence over"),
        help_text=_("Its number in the register of exporters. It has to agree in writing: add the agreement."),
    )

    reason = _text(_("Why you give the licence up"), rows=3, most=LONG)

    PARTS: ClassVar = {"validity": "valid_until", "holder": "to", "reason": "reason"}

    def __init__(self, how: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = policy().changes.get(how)
        for part, name in self.PARTS.items():
            if rule is None or part not in rule.may_change:
                del self.fields[name]

    @staticmethod
    def read(draft: Draft) -> dict[str, Any]:
        """The draft's part as initial values."""
        return dict(draft.get("change", {}))

    def written(self, draft: Draft) -> dict[str, Any]:
        """The draft with the part replaced by what was typed."""
        typed = {name: str(value or "") for name, value in self.cleaned_data.items()}
        return {**draft, "change": {**draft["change"], **typed}}


class UseForm(DraftForm):
    """What the goods are for, and which way they go."""

    statement = _text(
        _("What will the goods be used for, by whom, where?"),
        rows=5,
        most=LONG,
        help_text=_("Name the plant, the product or the research, in your own words."),
    )
    military = forms.BooleanField(label=_("The end use is military"), required=False)
    wmd = forms.BooleanField(
        label=_("You know, or have been told, of a connection with weapons of mass destruction or their delivery"),
        required=False,
    )
    route = _text(
        _("Countries on the way"),
        most=2000,
        required=False,
        help_text=_("In order, with commas between them, the destination left out: names or two-letter codes."),
    )

    PARTS: ClassVar = {"end_use": ("statement", "military", "wmd"), "route": ("route",)}

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _leave_out(self, self.PARTS, kind)

    def clean_route(self) -> list[str]:
        """The countries as codes; raises for a name that no country has."""
        known = {code.casefold(): code for code, _name in countries("en")}
        for language in ("en", get_language() or "en"):
            known |= {name.casefold(): code for code, name in countries(language)}
        parts = [part.strip() for part in re.split(r"[,;\n]", self.cleaned_data["route"]) if part.strip()]
        if unknown := [part for part in parts if part.casefold() not in known]:
            raise ValidationError(_now("no country is called %(names)s") % {"names": ", ".join(unknown)})
        return [known[part.casefold()] for part in parts]

    @staticmethod
    def read(draft: Draft) -> dict[str, Any]:
        """The draft's part as initial values."""
        language = get_language() or "en"
        route = ", ".join(country_name(code, language) for code in draft.get("route", []))
        return {**draft.get("end_use", {}), "route": route}

    def written(self, draft: Draft) -> dict[str, Any]:
        """The draft with the part replaced by what was typed."""
        absent = {"statement": "", "military": False, "wmd": False}
        end_use = {name: self.cleaned_data.get(name, none) for name, none in absent.items()}
        return {**draft, "end_use": end_use, "route": self.cleaned_data.get("route", [])}


def _leave_out(form: forms.Form, parts: Mapping[str, Sequence[str]], kind: Kind) -> None:
    """Take away the fields of the parts that the kind of application does not ask for."""
    for part, names in parts.items():
        if part not in kind.asks:
            for name in names:
                del form.fields[name]


def kind_of(draft: Draft) -> Kind:
    """The kind of application that is typed; one that the policy has dropped is typed as its first kind is."""
    kinds = policy().kinds
    return kinds.get(draft.get("kind", ""), next(iter(kinds.values())))


RowForm = type[ItemForm] | type[PartyForm]


class SingleStep:
    """A step of one form."""

    part = ""

    def __init__(self, form: Callable[..., Any], initial: Mapping[str, Any], typed: QueryDict | None) -> None:
        self.forms: list[Any] = [form(typed, initial=initial)]

    def is_valid(self) -> bool:
        """Whether what was typed can be kept."""
        return self.forms[0].is_valid()

    def written(self, draft: Draft) -> dict[str, Any]:
        """The draft with this step as typed; call after `is_valid`."""
        return self.forms[0].written(draft)


class RowsStep:
    """A step of several forms of one kind, one a row. A pressed `add` or `remove` (its row's number) is obeyed."""

    def __init__(self, form: RowForm, part: str, draft: Draft, typed: QueryDict | None) -> None:
        self.part, kind = part, kind_of(draft)
        if typed is None:
            self.forms: list[Any] = [
                form(kind, prefix=f"{part}-{n}", initial=row or None) for n, row in enumerate(draft.get(part) or [{}])
            ]
            return
        rows = _after_buttons(form, _typed_rows(form, part, typed), typed, MOST[part])
        self.forms = [
            form(kind, {f"{part}-{n}-{name}": text for name, text in row.items()}, prefix=f"{part}-{n}")
            for n, row in enumerate(rows)
        ]

    def is_valid(self) -> bool:
        """Whether what was typed can be kept."""
        return all(form.is_valid() for form in self.forms)

    def written(self, draft: Draft) -> dict[str, Any]:
        """The draft with these rows as typed, empty ones left out; call after `is_valid`."""
        filled = [form for form in self.forms if _has_content(form)]
        return {**draft, self.part: [form.written(line) for line, form in enumerate(filled, start=1)]}


def open_step(name: str, draft: Draft, typed: QueryDict | None = None) -> SingleStep | RowsStep:
    """The forms of a step, from the draft or as typed; KeyError for a step without fields."""
    if name == "goods":
        return RowsStep(ItemForm, "items", draft, typed)
    if name == "parties":
        return RowsStep(PartyForm, "parties", draft, typed)
    if name == "change":
        return SingleStep(partial(ChangeForm, draft["change"]["how"]), ChangeForm.read(draft), typed)
    if name == "use":
        return SingleStep(partial(UseForm, kind_of(draft)), UseForm.read(draft), typed)
    return SingleStep({"start": KindForm}[name], KindForm.read(draft), typed)


def _typed_rows(form: RowForm, part: str, typed: QueryDict) -> list[dict[str, str]]:
    """The rows of a POST as texts, in the order of their numbers."""
    pattern = re.compile(rf"{part}-([0-9]{{1,6}})-[a-z_]+")
    numbers = sorted({int(found[1]) for key in typed if (found := pattern.fullmatch(key))})
    return [{name: typed.get(f"{part}-{n}-{name}", "") for name in form.NAMES} for n in numbers[: MOST[part]]]


def _after_buttons(form: RowForm, rows: list[dict[str, str]], typed: QueryDict, most: int) -> list[dict[str, str]]:
    """The rows after the button that was pressed; one empty row when none is left."""
    removed = typed.get("remove", "")
    if removed.isdecimal() and int(removed) < len(rows):
        rows = rows[: int(removed)] + rows[int(removed) + 1 :]
    if not rows or ("add" in typed and len(rows) < most):
        rows = [*rows, {name: form.base_fields[name].initial or "" for name in PRESET if name in form.base_fields}]
    return rows


PRESET = ("nature", "type", "currency")
"""Fields that a new row brings filled, so that they alone do not make a row."""


def _has_content(form: forms.Form) -> bool:
    return any(value not in ("", None) for name, value in form.cleaned_data.items() if name not in PRESET)
