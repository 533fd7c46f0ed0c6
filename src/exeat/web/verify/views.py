"""The public page that verifies licences, and what it carries off to work without a network.

Anyone may use it: customs officers abroad have no account. With JavaScript the answer is given in the browser; without,
the form comes here and the answer is the same.
"""

from __future__ import annotations

from django import forms
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from exeat.adapters.paper import CheckedPaper, Paper, UnreadablePaperError, check_paper, read_paper
from exeat.domain.licences import PublicKeys
from exeat.web.access import REFUSED
from exeat.web.licences.selectors import public_keys, revocation_list
from exeat.web.middleware import POLICY
from exeat.web.policy import local_day

MOST_BYTES = 10 * 1024 * 1024
# The code reader is WebAssembly, compiled in the page; this allows that and no other evaluation.
POLICY_WITH_WASM = f"{POLICY}; script-src 'self' 'wasm-unsafe-eval'"

WORDS = {
    "list_of": _("Revocation list of"),
    "no_list": _("No revocation list at hand: a licence may have been suspended or revoked since it was signed."),
    "list_bad": _("The revocation list at hand cannot be trusted; connect and open this page again."),
    "list_old": _("It is older than a week: connect and open this page again before you rely on it."),
    "days_old": _("{days} days old"),
    "no_code": _("No licence code can be read in this picture. Try a sharper or closer one."),
    "no_camera": _("The camera cannot be used. Choose a picture or paste the code's text."),
    "looking": _("Hold the licence's code before the camera."),
    "nothing": _("Choose a file or paste the code's text."),
    "unreadable": _("This file cannot be read. Choose a PNG or JPEG picture, or the licence's PDF."),
    "fields": {
        "number": _("Number"),
        "form": _("Document"),
        "supply": _("Type"),
        "kind": _("Kind"),
        "country": _("Issuing country"),
        "issued": _("Issued"),
        "valid_from": _("Valid from"),
        "valid_until": _("Valid until"),
        "exporter": _("Exporter"),
        "end_user": _("End user"),
        "destination": _("Destination"),
        "line_count": _("Lines"),
        "line": _("Line"),
        "total": _("Total"),
    },
}


class PaperForm(forms.Form):
    """A licence as someone holds it: its file, or the text of its code."""

    file = forms.FileField(required=False, label=_("The licence's PDF, or a picture of its code"))
    token = forms.CharField(required=False, max_length=2000, label=_("The text of its code"))

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file

    def clean(self) -> None:
        if not self.errors and not (self.cleaned_data["file"] or self.cleaned_data["token"].strip()):
            raise forms.ValidationError(WORDS["nothing"])

    def paper(self) -> Paper:
        """The paper that was handed in. Raises UnreadablePaperError."""
        file = self.cleaned_data["file"]
        return read_paper(file.read()) if file else Paper(self.cleaned_data["token"].strip())


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The page; on POST with the answer for the file or token."""
    if request.method == "POST":
        form = PaperForm(request.POST, request.FILES)
        checked = _check(form)
        status = 200 if checked else REFUSED
    else:
        form, checked, status = PaperForm(), None, 200
    context = {"form": form, "checked": checked, "words": WORDS}
    response = render(request, "verify/page.html", context, status=status)
    response.headers["Content-Security-Policy"] = POLICY_WITH_WASM
    return response


def _check(form: PaperForm) -> CheckedPaper | None:
    if not form.is_valid():
        return None
    try:
        paper = form.paper()
    except UnreadablePaperError as fault:
        form.add_error("file", str(fault))
        return None
    keys = PublicKeys.from_json(public_keys())
    return check_paper(paper, keys, revocation_list(), today=local_day(timezone.now()))


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The authority's public keys, a JWK set."""
    return JsonResponse(public_keys(), headers={"Cache-Control": "no-cache"})


@require_GET
def revocations(request: HttpRequest) -> HttpResponse:
    """The signed revocation list as of now."""
    return HttpResponse(revocation_list(), content_type="application/jose", headers={"Cache-Control": "no-cache"})


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: served from here, because a worker rules only the paths beside it."""
    with open(finders.find("verify/sw.js"), encoding="utf-8") as script:  # noqa: PTH123
        return HttpResponse(script.read(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})
