"""Addresses of what partners offer."""

from django.urls import path

from exeat.web.cooperation import views

urlpatterns = [
    path("offers/", views.offers, name="offers"),
    path("offers/add/", views.offer_add, name="offer_add"),
    path("offers/read/", views.offers_read, name="offers_read"),
    path("offers/<slug:reference>/", views.offer, name="offer"),
    path("offers/<slug:reference>/withdraw/", views.offer_withdraw, name="offer_withdraw"),
]
