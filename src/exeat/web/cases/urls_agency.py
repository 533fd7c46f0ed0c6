"""Addresses of the agency's desk, the decisions that wait, and the overview."""

from django.urls import path

from exeat.web.cases.views import agency, head

urlpatterns = [
    path("agency/", agency.agency_desk, name="agency_desk"),
    path("decisions/", head.decisions, name="decisions"),
    path("overview/", head.overview, name="overview"),
    path("overview/<slug:figure>/", head.overview_cases, name="overview_cases"),
]
