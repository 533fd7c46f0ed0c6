"""Addresses of what partners are told."""

from django.urls import path

from exeat.web.partners import views

urlpatterns = [
    path("partners/", views.partners, name="partners"),
    path("partners/windows/<int:pk>/", views.windows, name="windows"),
    path("partners/windows/<int:pk>/release/", views.windows_release, name="windows_release"),
    path("partners/windows/<int:pk>/windows.jws", views.windows_file, name="windows_file"),
]
