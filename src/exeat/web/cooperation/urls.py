"""Addresses of what partners offer, and of plans."""

from django.urls import path, re_path

from exeat.web.cooperation import views, views_plans, views_whatif

urlpatterns = [
    path("offers/", views.offers, name="offers"),
    path("offers/add/", views.offer_add, name="offer_add"),
    path("offers/read/", views.offers_read, name="offers_read"),
    path("offers/<slug:reference>/", views.offer, name="offer"),
    path("offers/<slug:reference>/withdraw/", views.offer_withdraw, name="offer_withdraw"),
    path("offers/<slug:reference>/met/<slug:kind>/", views.offer_meet, name="offer_meet"),
    path("plans/", views_plans.plans, name="plans"),
    path("plans/<int:pk>/", views_plans.plan, name="plan"),
    path("plans/<int:pk>/what-if/", views_whatif.plan_what_if, name="plan_what_if"),
    path("plans/<int:pk>/weeks/", views_plans.plan_weeks, name="plan_weeks"),
    path("plans/<int:pk>/calendar.ics", views_plans.plan_calendar, name="plan_calendar"),
    path("plans/<int:pk>/release/", views_plans.plan_release, name="plan_release"),
    re_path(r"^plans/(?P<pk>\d+)/(?P<part>scenario|plan)\.json$", views_plans.plan_file, name="plan_file"),
]
