"""Forms of the customs post, and of the steps in a licence's life."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exeat.domain.licences import CONSIGNEES, LicenceDocument
from exeat.web.amounts import amount
from exeat.web.cases.forms.deciding import grounds_offered, withheld_hint
from exeat.web.licences.models import Draw, LicenceLine
from exeat.web.licences.services.customs import Declaration, ProvisionalRecord
from exeat.web.policy import policy

MOST_ROWS = 1000
MOST_BYTES = 1_000_000


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ProceedingForm(forms.Form):
    """The measure that an officer proposes against a licence."""

    how = forms.ChoiceField(label=_("Measure"), widget=forms.RadioSelect)
    reasons = forms.CharField(label=_("Reasons"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}))
    grounds = forms.MultipleChoiceField(label=_("Grounds"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = [one for one in policy().changes.values() if one.own_motion]
        self.fields["how"].choices = [(one.id, f"{one.title}: {one.about}") for one in rules]
        self.fields["reasons"].help_text = withheld_hint()
        self.fields["grounds"].choices = grounds_offered("revoke")


class DeclarationForm(forms.Form):
    """The customs declaration that an entry rests on."""

    declaration = forms.CharField(label=_("Number of the customs declaration"), max_length=60)
    declared_on = forms.DateField(label=_("Date of the declaration"), widget=forms.DateInput(attrs={"type": "date"}))
    post = forms.CharField(label=_("Customs post"), max_length=120)

    def made(self) -> Declaration:
        """The declaration; call after `is_valid`."""
        given = self.cleaned_data
        return Declaration(number=given["declaration"], day=given["declared_on"], post=given["post"])


class ShipmentForm(DeclarationForm):
    """A shipment, or the figures found right for one; units are the line's."""

    quantity = amount(_("Quantity"), digits=20, places=6)
    value = amount(_("Value"), digits=16, places=2)
    field_order = ("quantity", "value", "declaration", "declared_on", "post")

    def __init__(self, line: LicenceLine, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quantity"].label = _now("Quantity, in %(unit)s") % {"unit": line.unit}
        self.fields["value"].label = _now("Value, in %(currency)s") % {"currency": line.currency}


class DrawForm(ShipmentForm):
    """A shipment that leaves: on a licence with several consignees or countries, to which of them."""

    recipient = forms.ChoiceField(label=_("Consignee"))
    destination = forms.ChoiceField(label=_("Country of destination"))
    field_order = ("recipient", "destination", *ShipmentForm.field_order)

    def __init__(self, line: LicenceLine, *args: Any, **kwargs: Any) -> None:
        super().__init__(line, *args, **kwargs)
        document = LicenceDocument.from_json(line.licence.content)
        named = [party.name for party in document.parties if party.role in CONSIGNEES]
        self._choose("recipient", [(name, name) for name in named] if document.supply == "global" else [])
        self._choose("destination", list(document.destinations) if document.supply != "global" else [])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer the choices, or do without the field where there are none."""
        if choices:
            self.fields[name].choices = [("", "—"), *choices]
        else:
            del self.fields[name]


class ReturnForm(DeclarationForm):
    """Goods that came back, and the declaration of their import."""

    quantity = amount(_("Quantity that came back"), digits=20, places=6)
    field_order = ("quantity", "declaration", "declared_on", "post")


class ReverseForm(DeclarationForm):
    """The counter-entry that undoes an entry."""

    reason = forms.CharField(label=_("Why the entry is undone"), max_length=300)
    field_order = ("reason", "declaration", "declared_on", "post")


class ResolveForm(forms.Form):
    """What became of a record that fits no line."""

    resolution = forms.CharField(label=_("What was found, and what was done"), max_length=300)


class ProvisionalForm(DeclarationForm):
    """A shipment that left while the post had no line: as a page, a row of a file, or a record from the queue."""

    licence_number = forms.CharField(label=_("Number of the licence"), max_length=40)
    line_number = forms.IntegerField(
        label=_("Line"), min_value=1, max_value=9999, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    quantity = amount(_("Quantity"), digits=20, places=6)
    unit = forms.CharField(label=_("Unit"), max_length=20, help_text=_("As the licence prints it, such as item or kg."))
    value = amount(_("Value, in the licence's currency"), digits=16, places=2)
    field_order = (
        "licence_number", "line_number", "quantity", "unit", "value", "declaration", "declared_on", "post",
    )  # fmt: skip

    def record(self) -> ProvisionalRecord:
        """The record; call after `is_valid`."""
        given = self.cleaned_data
        return ProvisionalRecord(
            licence_number=given["licence_number"],
            line_number=given["line_number"],
            quantity=given["quantity"],
            unit=given["unit"],
            value=given["value"],
            declaration=self.made(),
        )

    def problems(self) -> str:
        """What is wrong, field by field, in one line."""
        return "; ".join(f"{name}: {' '.join(errors)}" for name, errors in self.errors.items())


COLUMNS = ProvisionalForm.field_order


class RecordsFileForm(forms.Form):
    """A file of provisional records: CSV in UTF-8, with commas or semicolons, a heading with the names of COLUMNS."""

    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))

    def clean_file(self) -> list[ProvisionalRecord]:
        """Every row as a record; raises with the line and column of each fault: a file is taken whole or not."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_now("the file is larger than 1 MB"))
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_now("the file is not text in UTF-8: save it as “CSV UTF-8”")) from None
        return _records(text)


def _records(text: str) -> list[ProvisionalRecord]:
    heading = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in heading else ",")
    if absent := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise ValidationError(_now("the first line lacks the columns %(names)s") % {"names": ", ".join(absent)})
    forms_of_rows = [(rows.line_num, ProvisionalForm(row)) for row in rows if any(row.values())]
    if not 1 <= len(forms_of_rows) <= MOST_ROWS:
        raise ValidationError(
            _now("expected 1 to %(most)d records, found %(n)d") % {"most": MOST_ROWS, "n": len(forms_of_rows)}
        )
    faults = [
        ValidationError(_now("line %(line)d: %(problems)s") % {"line": line, "problems": form.problems()})
        for line, form in forms_of_rows
        if not form.is_valid()
    ]
    if faults:
        raise ValidationError(faults[:20])
    return [form.record() for _line, form in forms_of_rows]


def initial_of(draw: Draw) -> dict[str, Any]:
    """An entry's figures and declaration, to begin an answer to it from."""
    return {
        "quantity": f"{draw.quantity.normalize():f}",
        "value": draw.value,
        "declaration": draw.declaration,
        "declared_on": draw.declared_on,
        "post": draw.post,
    }
