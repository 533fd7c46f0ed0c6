"""Addresses of the control lists, and a permanent one for each thing that a version of a list prints.

A version goes by its name, by a day (the version that had begun by then), or by `current`.
"""

from django.urls import path, register_converter

from exeat.web.registers import views_control_lists
from exeat.web.registers.addresses import VersionConverter

register_converter(VersionConverter, "version")

urlpatterns = [
    path("lists/", views_control_lists.control_lists, name="control_lists"),
    path("lists/<str:list_id>/", views_control_lists.control_list_in_force, name="control_list_in_force"),
    path("lists/<str:list_id>/<version:version>/", views_control_lists.control_list, name="control_list"),
    path("lists/<str:list_id>/<version:version>/<path:path>", views_control_lists.provision, name="provision"),
]
