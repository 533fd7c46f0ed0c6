"""Addresses of the watchlists."""

from django.urls import path

from exeat.web.registers import views_lists

urlpatterns = [
    path("watchlists/", views_lists.watchlists, name="watchlists"),
]
