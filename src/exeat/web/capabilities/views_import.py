"""The page that loads officials, capabilities, offers, regulations and sites from a file: tried first, then loaded."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from exeat.domain.offers import MarkedAboveCeiling
from exeat.web.access import REFUSED, for_roles
from exeat.web.capabilities import loading as capabilities
from exeat.web.cooperation import loading as offers
from exeat.web.inspection import loading as sites
from exeat.web.people import loading as people
from exeat.web.people.services import PLANNERS
from exeat.web.registers.spreadsheet import Row, SheetError, template
from exeat.web.registers.tabular import FORMS, read_table
from exeat.web.regulations import loading as regulations
from exeat.web.saving import XLSX, file_to_save
from exeat.web.uploads import in_memory

COLUMNS = {
    "officials": people.COLUMNS,
    "capabilities": capabilities.COLUMNS,
    "offers": offers.COLUMNS,
    "provisions": regulations.COLUMNS,
    "sites": sites.COLUMNS,
}
_LOADERS = {
    "officials": people.load_officials,
    "capabilities": capabilities.load_capabilities,
    "offers": offers.load_offers,
    "provisions": regulations.load_provisions,
    "sites": sites.load_sites,
}


class RegisterForm(forms.Form):
    """A file, and what is in it. `tried` is the digest of the file that was tried without a fault."""

    what = forms.ChoiceField(
        label=_("What is in it"),
        choices=[
            ("officials", _("Officials")),
            ("capabilities", _("Capabilities")),
            ("offers", _("Offers")),
            ("provisions", _("Laws and regulations")),
            ("sites", _("Sites under inspection")),
        ],
        widget=forms.RadioSelect,
        initial="officials",
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("A spreadsheet (.xlsx), comma-separated values (.csv) or .toml."),
        widget=forms.FileInput(attrs={"accept": ",".join(FORMS)}),
    )
    tried = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the file, and see whether it is the one that was tried."""
        given = super().clean() or {}
        if file := given.get("file"):
            given["content"] = file.read()
            given["digest"] = f"{given.get('what')}:{hashlib.sha256(given['content']).hexdigest()}"
            if given.get("tried") and given["tried"] != given["digest"]:
                self.add_error("file", _("This is not the file that was tried: try it first."))
        return given


@in_memory
@for_roles(*PLANNERS)
def import_register(request: HttpRequest) -> HttpResponse:
    """Try a file, which changes nothing and says what would happen; then load that same file."""
    form = RegisterForm(request.POST or None, request.FILES or None, initial=_asked(request))
    context: dict[str, Any] = {"form": form, "columns": COLUMNS}
    if form.is_valid():
        given = form.cleaned_data
        what, dry_run = given["what"], not given["tried"]
        try:
            rows = _rows(what, given["content"], given["file"].name)
            context["loaded"] = _LOADERS[what](rows=rows, by=request.user, now=timezone.now(), dry_run=dry_run)
        except SheetError as refusal:
            context["faults"] = refusal.faults
        except MarkedAboveCeiling as refusal:
            context |= {"form": RegisterForm(initial={"what": what}), "faults": [refusal]}
        else:
            context["done"] = not dry_run
            again = {"what": what, "tried": given["digest"]} if dry_run else {}
            context["form"] = RegisterForm(initial=again)
    status = REFUSED if form.errors or "faults" in context else 200
    return render(request, "capabilities/import_register.html", context, status=status)


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {"what": request.GET.get("what", "officials")}


def _rows(what: str, content: bytes, name: str) -> list[Row]:
    """The rows of the file; offers are looked through for markings before anything else is done with them."""
    if what == offers.SHEET:
        return offers.read_offer_table(content, name)
    return read_table(content, name, what, COLUMNS[what])


@require_safe
@for_roles(*PLANNERS)
def import_register_template(request: HttpRequest, what: str) -> HttpResponse:
    """An empty spreadsheet with the headings and one row of examples."""
    if what not in COLUMNS:
        raise Http404
    return file_to_save(template(what, COLUMNS[what]), XLSX, f"{what}.xlsx")
