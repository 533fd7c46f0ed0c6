"""Addresses of records."""

from django.urls import path

from exeat.web.records import views

urlpatterns = [
    path("records/", views.records, name="records"),
    path("records/hold/", views.hold, name="records_hold"),
    path("records/dispose/", views.dispose, name="records_dispose"),
    path("exporters/<int:pk>/bundle.zip", views.exporter_bundle, name="exporter_bundle"),
]
