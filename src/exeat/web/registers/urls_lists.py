"""Addresses of the lists: watchlists, control lists, and a permanent one for each thing that a control list prints."""

from django.urls import path

from exeat.web.registers import views_lists

urlpatterns = [
    path("watchlists/", views_lists.watchlists, name="watchlists"),
    path("control-lists/", views_lists.control_lists, name="control_lists"),
    path("control-lists/<str:list_id>/", views_lists.control_list, name="control_list"),
    path("control-lists/<str:list_id>/at/<path:path>", views_lists.provision, name="provision"),
]
