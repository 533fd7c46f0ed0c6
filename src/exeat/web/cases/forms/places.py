"""Where an application is typed: a path of the application, as rules and refusals name it, on the pages of its form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _now

from exeat.web.cases.forms.application import STEPS, ChangeForm, DraftForm, ItemForm, KindForm, PartyForm, UseForm


@dataclass(frozen=True)
class Place:
    """Where in the steps a path of the application is typed: the step, the field in words, the field's id."""

    step: str
    label: str
    anchor: str


_PATH = re.compile(r"(items|parties)\[([0-9]+)\]\.(\w+)")
_FORMS: dict[str, type[DraftForm]] = {"items": ItemForm, "parties": PartyForm}
_PARTS: dict[str, tuple[str, type[DraftForm], str]] = {
    "change.valid_until": ("change", ChangeForm, "valid_until"),
    "change.to": ("change", ChangeForm, "to"),
    "kind": ("start", KindForm, "kind"),
    "applicant_reference": ("start", KindForm, "applicant_reference"),
    "end_use.statement": ("use", UseForm, "statement"),
    "route": ("use", UseForm, "route"),
}


def place_of(path: str) -> Place:
    """The place of a path such as `items[0].hs` or `documents.contract`, as the completeness rules name them."""
    if found := _PATH.fullmatch(path):
        part, position, name = found[1], int(found[2]), found[3]
        row = _now("Line %(n)d") if part == "items" else _now("Party %(n)d")
        field = _FORMS[part].base_fields.get(name)
        label = row % {"n": position + 1} + (f", {field.label}" if field else "")
        return Place("goods" if part == "items" else "parties", label, f"id_{part}-{position}-{name}")
    if path in _PARTS:
        step, form, name = _PARTS[path]
        return Place(step, str(form.base_fields[name].label), f"id_{name}")
    part = re.split(r"[.\[]", path, maxsplit=1)[0]
    step = {"items": "goods", "parties": "parties", "end_use": "use", "route": "use", "documents": "documents"}
    name = step.get(part, "start")
    return Place(name, str(STEPS[name]), "main")
