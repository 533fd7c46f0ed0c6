"""What a desk's line on a mention leads to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from exeat.web.access import told
from exeat.web.cases.models import Mention
from exeat.web.cases.services.noting import see_mention


@login_required
@require_POST
def mention_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the line off the reader's desk."""
    mention = get_object_or_404(Mention, pk=pk, user=request.user)
    told(request, lambda: see_mention(mention=mention, by=request.user, now=timezone.now()))
    return redirect("home")
