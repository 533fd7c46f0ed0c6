"""Addresses of the workload page."""

from django.urls import path

from exeat.web.workload import views

urlpatterns = [path("workload/", views.workload, name="workload")]
