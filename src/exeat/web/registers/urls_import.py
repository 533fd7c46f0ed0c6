"""Addresses of loading records from a spreadsheet."""

from django.urls import path

from exeat.web.registers import views_import

urlpatterns = [
    path("import/", views_import.import_records, name="import_records"),
    path("import/<slug:what>.xlsx", views_import.import_template, name="import_template"),
]
