"""The page that loads licences in force and open cases from a spreadsheet: tried first, then loaded."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from exeat.domain.review import Role
from exeat.web.access import REFUSED, for_roles
from exeat.web.registers.loading import COLUMNS, load
from exeat.web.registers.spreadsheet import MOST_BYTES, SheetError, template
from exeat.web.saving import XLSX, file_to_save


class RecordsForm(forms.Form):
    """A spreadsheet, and what is in it. `tried` is the digest of the file that was tried without a fault."""

    what = forms.ChoiceField(
        label=_("What is in it"),
        choices=[("licences", _("Licences in force")), ("cases", _("Open cases"))],
        widget=forms.RadioSelect,
        initial="licences",
    )
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("Of the type .xlsx, at most %(mb)d MB.") % {"mb": MOST_BYTES // 1_000_000},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    tried = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the file, and see whether it is the one that was tried."""
        given = super().clean()
        if file := given.get("file"):
            given["content"] = file.read()
            digest = f"{given.get('what')}:{hashlib.sha256(given['content']).hexdigest()}"
            if given.get("tried") and given["tried"] != digest:
                self.add_error("file", _("This is not the file that was tried: try it first."))
            given["digest"] = digest
        return given


@for_roles(Role.OFFICER)
def import_records(request: HttpRequest) -> HttpResponse:
    """Try a file, which changes nothing and says what would happen; then load that same file."""
    form = RecordsForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": COLUMNS}
    if form.is_valid():
        given = form.cleaned_data
        dry_run = not given["tried"]
        try:
            context["loaded"] = load(
                what=given["what"], content=given["content"], by=request.user, now=timezone.now(), dry_run=dry_run
            )
        except SheetError as refusal:
            context["faults"] = refusal.faults
        else:
            context["done"] = not dry_run
            again = {"what": given["what"], "tried": given["digest"]} if dry_run else {}
            context["form"] = RecordsForm(initial=again)
    status = REFUSED if form.errors or "faults" in context else 200
    return render(request, "registers/import_records.html", context, status=status)


@require_safe
@for_roles(Role.OFFICER)
def import_template(request: HttpRequest, what: str) -> HttpResponse:
    """An empty spreadsheet with the headings and one row of examples."""
    if what not in COLUMNS:
        raise Http404
    return file_to_save(template(what, COLUMNS[what]), XLSX, f"{what}.xlsx")
