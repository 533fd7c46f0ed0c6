"""Addresses of laws and regulations."""

from django.urls import path

from exeat.web.regulations import views

urlpatterns = [
    path("regulations/", views.regulations, name="regulations"),
    path("regulations/changes/", views.changes, name="regulation_changes"),
    path("regulations/enter/", views.enter, name="regulation_enter"),
    path("regulations/<slug:slug>/", views.instrument, name="regulation"),
    path("regulations/<slug:slug>/do/<slug:step>/", views.act, name="regulation_act"),
    path("regulations/<slug:slug>/<int:pk>/", views.provision, name="provision_text"),
]
