"""The address of the page that says what an installation lacks."""

from django.urls import path

from exeat.web.setup import views

urlpatterns = [
    path("setup/", views.setup, name="setup"),
]
