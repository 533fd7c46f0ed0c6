"""The words of tables: titles, columns and rows in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exeat.domain.statistics import NOT_LISTED, OTHER, UNCLASSIFIED
from exeat.web.countries import country_name
from exeat.web.policy import policy

TITLES = {
    "received": _("Applications received"),
    "kinds": _("Cases ended, by kind"),
    "destinations": _("Cases ended, by destination"),
    "entries": _("Goods decided on, by entry of the control lists"),
    "quantities": _("Quantities decided on, by entry and unit"),
    "grounds": _("Refusals, by ground"),
    "times": _("Working days to a decision"),
    "agencies": _("Positions of agencies"),
    "waits": _("Where cases waited, in working days"),
    "gaps": _("What returned applications lacked"),
    "shipped_to": _("Shipments, by destination"),
    "shipped_goods": _("Shipments, by entry and unit"),
    "general_to": _("Exports under general authorisations, by destination"),
    "general_goods": _("Exports under general authorisations, by entry and unit"),
    "measures": _("Surrenders of licences and measures against them, by kind"),
    "measure_grounds": _("Measures taken against licences, by ground"),
}
COLUMNS: dict[str, Promise] = {
    "received": _("Received"),
    "returned": _("Returned"),
    "granted": _("Granted"),
    "refused": _("Refused"),
    "not_required": _("No licence required"),
    "answered": _("Answered"),
    "withdrawn": _("Withdrawn"),
    "value_granted": _("Value granted"),
    "value_refused": _("Value refused"),
    "quantity_granted": _("Quantity granted"),
    "quantity_refused": _("Quantity refused"),
    "decided": _("Decided"),
    "late": _("Late"),
    "median_days": _("Median"),
    "ninth_decile_days": _("Nine in ten within"),
    "asked": _("Asked"),
    "no_objection": _("No objection"),
    "no_objection_with_conditions": _("With conditions"),
    "objection": _("Objection"),
    "no_view": _("No view"),
    "needs_information": _("Needs information"),
    "silent": _("Silent"),
    "stays": _("Times"),
    "entries": _("Shipments"),
    "lines": _("Lines of returns"),
    "value": _("Value"),
    "quantity": _("Quantity"),
    "opened": _("Opened"),
    "urgent": _("Suspended at once"),
    "acknowledged": _("Given up"),
    "revoked": _("Revoked"),
    "suspended": _("Suspended"),
    "left": _("No measure"),
}
_PLACES = {
    "intake": _("At intake"),
    "assessment": _("With the officer"),
    "agencies": _("With agencies"),
    "applicant": _("With the applicant"),
    "decision": _("Awaiting a signature"),
}
_SPECIAL = {
    OTHER: _("Other"),
    UNCLASSIFIED: _("Not classified"),
    NOT_LISTED: _("In no list"),
    "": _("Not stated"),
}


def table_title(name: str) -> str:
    """What a table is called; one of the policy's schemes by its title there."""
    schemes = policy().reporting.schemes
    return schemes[name].title if name in schemes else str(TITLES[name])


def row_label(table: str, key: str) -> str:
    """What a row is called; special rows first, then by what the table is keyed by."""
    if key in _SPECIAL:
        return str(_SPECIAL[key])
    schemes = policy().reporting.schemes
    if table in schemes:
        return next((group.title for group in schemes[table].groups if group.id == key), key)
    return _ROWS.get(table, lambda key: key)(key)


def _kind(key: str) -> str:
    return policy().kinds[key].title if key in policy().kinds else key


def _agency(key: str) -> str:
    return policy().agencies[key].name if key in policy().agencies else key


def _ground(key: str) -> str:
    return policy().grounds[key].title if key in policy().grounds else key


def _change(key: str) -> str:
    return policy().changes[key].title if key in policy().changes else key


def _country(key: str) -> str:
    return country_name(key, get_language() or "en")


def _goods(key: str) -> str:
    entry, _space, unit = key.rpartition(" ")
    return f"{_SPECIAL.get(entry, entry)}, {unit}"


_ROWS: dict[str, Callable[[str], str]] = {
    "received": _kind,
    "kinds": _kind,
    "times": _kind,
    "destinations": _country,
    "shipped_to": _country,
    "general_to": _country,
    "agencies": _agency,
    "grounds": _ground,
    "measures": _change,
    "measure_grounds": _ground,
    "waits": lambda key: str(_PLACES.get(key, key)),
    "quantities": _goods,
    "shipped_goods": _goods,
    "general_goods": _goods,
}
