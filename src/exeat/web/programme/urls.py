"""Addresses of the programme office."""

from django.urls import path

from exeat.web.programme import views

urlpatterns = [
    path("programme/", views.programme, name="programme"),
    path("programme/windows/", views.bring, name="programme_windows"),
    path("programme/key/", views.key, name="programme_key"),
    path("programme/states/<slug:state>/", views.state, name="programme_state"),
    path("programme/plans/<int:pk>/", views.plan, name="programme_plan"),
    path("programme/plans/<int:pk>/invitations.<slug:form>", views.plan_file, name="programme_plan_file"),
]
