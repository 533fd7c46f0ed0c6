"""Addresses of the search."""

from django.urls import path

from exeat.web.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/cases.<slug:form>", views.download, name="search_download"),
    path("search/keep/", views.keep, name="search_keep"),
    path("search/drop/<int:pk>/", views.drop, name="search_drop"),
    path("search/<slug:what>/", views.act, name="search_act"),
]
