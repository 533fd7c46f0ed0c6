"""Addresses of denials."""

from django.urls import path

from exeat.web.denials import views

urlpatterns = [
    path("denials/", views.denials, name="denials"),
    path("denials/add/", views.denial_add, name="denial_add"),
    path("denials/load/", views.denials_load, name="denials_load"),
    path("denials/load/denials.xlsx", views.denials_template, name="denials_template"),
    path("denials/notices.csv", views.denials_notices, name="denials_notices"),
    path("denials/<int:pk>/", views.denial, name="denial"),
    path("denials/<int:pk>/draft.pdf", views.denial_draft, name="denial_draft"),
    path("denials/<int:pk>/release/", views.denial_release, name="denial_release"),
    path("denials/<int:pk>/do/<slug:step>/", views.denial_act, name="denial_act"),
]
