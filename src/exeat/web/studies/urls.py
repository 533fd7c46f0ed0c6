"""Addresses of what plans are put to."""

from django.urls import path

from exeat.web.studies import views

urlpatterns = [
    path("plans/<int:pk>/tests/", views.plan_tests, name="plan_tests"),
    path("plans/<int:pk>/tests/ask/", views.plan_tests_ask, name="plan_tests_ask"),
]
