"""Addresses of obligations."""

from django.urls import path

from exeat.web.obligations import views

urlpatterns = [
    path("obligations/", views.obligations, name="obligations"),
    path("obligations/<int:pk>/", views.obligation, name="obligation"),
    path("obligations/<int:pk>/do/<slug:action>/", views.obligation_step, name="obligation_step"),
]
