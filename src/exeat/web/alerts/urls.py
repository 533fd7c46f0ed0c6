"""Addresses of alerts."""

from django.urls import path

from exeat.web.alerts import views

urlpatterns = [
    path("alerts/", views.alerts, name="alerts"),
    path("alerts/<int:pk>/", views.alert, name="alert"),
    path("alerts/<int:pk>/do/<slug:step>/", views.alert_act, name="alert_act"),
]
