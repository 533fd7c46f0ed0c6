"""Addresses of the register of capabilities."""

from django.urls import path

from exeat.web.capabilities import views, views_import

urlpatterns = [
    path("capabilities/", views.capabilities, name="capabilities"),
    path("capabilities/add/", views.capability_add, name="capability_add"),
    path("capabilities/import/", views_import.import_register, name="import_register"),
    path(
        "capabilities/import/<slug:what>.xlsx", views_import.import_register_template, name="import_register_template"
    ),
    path("capabilities/resolution-1540/", views.report, name="resolution_1540"),
    path("capabilities/resolution-1540/file/<slug:form>/", views.report_file, name="resolution_1540_file"),
    path("capabilities/of/<slug:slug>/", views.capability, name="capability"),
    path("capabilities/of/<slug:slug>/change/", views.capability_change, name="capability_change"),
]
