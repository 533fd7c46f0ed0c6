"""General authorisations: published for anybody to read; an exporter registers for one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exeat.web.acting import actor_for
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.services.registering import register_for
from exeat.web.permissions import visible_licences
from exeat.web.policy import policy
from exeat.web.registers.models import Exporter


def general(request: HttpRequest) -> HttpResponse:
    """Every general authorisation with its conditions, and the reader's registrations."""
    exporters, mine = Exporter.objects.none(), []
    if request.user.is_authenticated:
        actor = actor_for(request.user, timezone.now())
        exporters = Exporter.objects.filter(pk__in=actor.exporters, status=Exporter.Status.VERIFIED)
        mine = list(visible_licences(request.user).filter(content__supply="general", exporter__in=exporters))
    shown = [
        (one, [licence for licence in mine if licence.content["case_reference"] == one.id.upper()])
        for one in policy().general.values()
    ]
    return render(request, "licences/general.html", {"shown": shown, "exporters": exporters})


@require_POST
@login_required
def general_register(request: HttpRequest, authorisation: str) -> HttpResponse:
    """Register one of the user's companies."""
    if authorisation not in policy().general:
        raise Http404
    actor = actor_for(request.user, timezone.now())
    wanted = request.POST.get("exporter", "")
    exporters = Exporter.objects.filter(pk__in=actor.exporters)
    exporter = get_object_or_404(exporters, pk=int(wanted) if wanted.isdecimal() else 0)
    try:
        licence = register_for(authorisation=authorisation, exporter=exporter, by=request.user, now=timezone.now())
    except (NotPermitted, Invalid) as refusal:
        messages.error(request, str(refusal))
        return redirect("general")
    messages.success(request, _("%(company)s is registered.") % {"company": exporter})
    return redirect("licence", licence.number)
