"""Addresses of catch-all notices."""

from django.urls import path

from exeat.web.scrutiny import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/issue/", views.notice_add, name="notice_add"),
    path("notices/<str:number>/", views.notice, name="notice"),
    path("notices/<str:number>/revoke/", views.notice_revoke, name="notice_revoke"),
]
