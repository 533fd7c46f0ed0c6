"""The page that belongs to no subject: where one's day begins. Error pages are templates that Django finds by name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from exeat.web.navigation import landing_page


def home(request: HttpRequest) -> HttpResponse:
    """The user's own desk; the front page for somebody who is not signed in or has no desk."""
    if page := landing_page(request):
        return redirect(page)
    return render(request, "home.html")
