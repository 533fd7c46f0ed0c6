"""Addresses of the register of officials."""

from django.urls import path

from exeat.web.people import views, views_calendar

urlpatterns = [
    path("people/", views.officials, name="officials"),
    path("people/add/", views.official_add, name="official_add"),
    path("people/key/", views.key_people, name="key_people"),
    path("people/mine/", views.mine, name="official_mine"),
    path("people/<int:pk>/", views.official, name="official"),
    path("people/<int:pk>/change/", views.official_change, name="official_change"),
    path("people/<int:pk>/calendar/", views_calendar.read, name="official_calendar"),
    path("people/<int:pk>/calendar/record/", views_calendar.confirm, name="official_calendar_confirm"),
    path("people/<int:pk>/calendar.ics", views_calendar.write, name="official_calendar_file"),
    path("people/leave/<int:pk>/cancel/", views.leave_cancel, name="leave_cancel"),
    path("people/duties/add/", views.duty_add, name="duty_add"),
    path("people/duties/<int:pk>/", views.duty, name="duty"),
    path("people/duties/<int:pk>/end/", views.duty_end, name="duty_end"),
]
