"""Addresses of the register of exporters."""

from django.urls import path, re_path

from exeat.web.registers import views

urlpatterns = [
    path("companies/", views.mandates, name="mandates"),
    path("companies/register/", views.register_company, name="register_company"),
    path("exporters/", views.register_exporters, name="register_exporters"),
    path("exporters/add/", views.exporter_add, name="exporter_add"),
    path("exporters/<int:pk>/", views.exporter, name="exporter"),
    re_path(r"^exporters/(?P<pk>\d+)/(?P<step>verify|suspend)/$", views.exporter_step, name="exporter_step"),
    re_path(r"^mandates/(?P<pk>\d+)/(?P<step>verify|refuse|revoke)/$", views.mandate_step, name="mandate_step"),
    path("mandates/<int:pk>/letter/", views.mandate_letter, name="mandate_letter"),
]
