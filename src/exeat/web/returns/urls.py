"""Addresses of what came of events."""

from django.urls import path

from exeat.web.returns import views

urlpatterns = [
    path("returns/", views.returns, name="returns"),
    path("returns/<int:pk>/", views.report, name="return"),
    path("returns/evidence/<int:pk>/", views.return_evidence, name="return_evidence"),
    path("offers/<slug:reference>/return/", views.return_file, name="return_file"),
]
