"""The parameters of the library's conditions, as fields of the forms that choose conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from exeat.domain.review.policy.conditions import ConditionTemplate
from exeat.web.policy import policy


def add_parameters(form: forms.Form) -> None:
    """A field for each parameter of the library, filled with what the library says; none has to be touched."""
    for template in policy().conditions.values():
        for parameter in template.parameters:
            label = _("%(condition)s: %(parameter)s") % {"condition": template.title, "parameter": parameter.label}
            form.fields[_name(template, parameter.id)] = forms.CharField(
                label=label, required=False, max_length=300, initial=parameter.default
            )


def chosen_values(given: Mapping[str, Any], template: str) -> dict[str, str]:
    """What was filled in for one condition; nothing for one without parameters."""
    known = policy().conditions.get(template)
    names = {one.id: _name(known, one.id) for one in known.parameters} if known else {}
    return {id: given[name] for id, name in names.items() if given.get(name)}


def without_parameters(given: Mapping[str, Any]) -> dict[str, Any]:
    """The rest of what a form holds."""
    return {name: value for name, value in given.items() if "--" not in name}


def _name(template: ConditionTemplate, parameter: str) -> str:
    return f"{template.id}--{parameter}"
