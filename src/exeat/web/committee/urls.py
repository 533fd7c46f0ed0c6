"""Addresses of the committee."""

from django.urls import path

from exeat.web.committee import views

urlpatterns = [
    path("committee/", views.sittings, name="sittings"),
    path("committee/plan/", views.sitting_plan, name="sitting_plan"),
    path("committee/seats/<slug:agency>/", views.seat, name="committee_seat"),
    path("committee/<str:number>/", views.sitting, name="sitting"),
    path("committee/<str:number>/do/<slug:step>/", views.sitting_act, name="sitting_act"),
]
