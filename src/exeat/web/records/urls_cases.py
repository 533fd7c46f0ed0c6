"""Addresses of records below a case's own: they stand before the case's, whose reference may hold slashes."""

from django.urls import path

from exeat.web.records import views

urlpatterns = [
    path("cases/<path:reference>/bundle.zip", views.case_bundle, name="case_bundle"),
]
