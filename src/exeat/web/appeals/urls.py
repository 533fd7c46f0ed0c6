"""Addresses of reviews of decisions."""

from django.urls import path

from exeat.web.appeals import views

urlpatterns = [path("reviews/", views.reviews, name="reviews")]
