"""The public page "Is my product listed?": the officers' engine for anybody, with nothing kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exeat.web.cases.carried import carry
from exeat.web.classification.forms import EnquiryForm
from exeat.web.classification.selectors.enquiry import enquire
from exeat.web.ratelimit import too_many

REFUSED, TOO_MANY = 422, 429
MOST, SECONDS = 30, 600


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: HttpRequest) -> HttpResponse:
    """The page; on POST with the entries to look at. What was typed stays in the browser alone."""
    if request.method != "POST":
        return render(request, "classification/enquiry.html", {"form": EnquiryForm()})
    form, answer, status = EnquiryForm(request.POST), None, 200
    if too_many(request, what="enquiry", most=MOST, seconds=SECONDS):
        form.add_error(None, _("Too many questions came from your network. Try again in ten minutes."))
        status = TOO_MANY
    elif form.is_valid():
        answer = enquire(**form.cleaned_data, reader=request.user)
    else:
        status = REFUSED
    response = render(request, "classification/enquiry.html", {"form": form, "answer": answer}, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Take what was typed along into an application, at the wish of who typed it: kept in their session until then."""
    form = EnquiryForm(request.POST)
    if not form.is_valid():
        return render(request, "classification/enquiry.html", {"form": form}, status=REFUSED)
    carry(request.session, kind=request.POST.get("kind", ""), **form.cleaned_data)
    return redirect("application_new")
