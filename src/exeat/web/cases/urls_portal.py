"""Addresses of the exporter's portal: the list of applications, and one application as it is typed."""

from django.urls import path

from exeat.web.cases.views import portal

urlpatterns = [
    path("applications/", portal.portal, name="portal"),
    path("applications/new/", portal.application_new, name="application_new"),
    path("applications/<str:reference>/documents/add/", portal.application_documents, name="application_documents"),
    path("applications/<str:reference>/flags/answer/", portal.application_flags, name="application_flags"),
    path("applications/<str:reference>/submit/", portal.application_submit, name="application_submit"),
    path("applications/<str:reference>/<slug:step>/missing/", portal.application_missing, name="application_missing"),
    path("applications/<str:reference>/goods/hints/<int:row>/", portal.application_hints, name="application_hints"),
    path("applications/<str:reference>/<slug:step>/", portal.application_step, name="application_step"),
]
