"""Addresses of obligations."""

from django.urls import path

from exeat.web.obligations import views, views_returns

urlpatterns = [
    path("obligations/", views.obligations, name="obligations"),
    path("obligations/<int:pk>/", views.obligation, name="obligation"),
    path("obligations/<int:pk>/return/", views_returns.usage_return, name="usage_return"),
    path("obligations/return.xlsx", views_returns.usage_sheet, name="usage_sheet"),
    path("obligations/<int:pk>/do/<slug:action>/", views.obligation_step, name="obligation_step"),
]
