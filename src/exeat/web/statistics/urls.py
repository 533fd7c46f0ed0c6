"""Addresses of statistics. Reports are for everybody."""

from django.urls import path

from exeat.web.statistics import views

urlpatterns = [
    path("statistics/", views.statistics, name="statistics"),
    path("statistics/behind/<slug:table>/", views.behind, name="statistics_behind"),
    path("statistics/publish/", views.publish, name="statistics_publish"),
    path("statistics/file/<slug:form>/", views.download, name="statistics_download"),
    path("statistics/reports/", views.reports, name="statistics_reports"),
    path("statistics/reports/<int:pk>/", views.report, name="statistics_report"),
    path("statistics/reports/<int:pk>/whole/", views.report_whole, name="statistics_whole"),
    path("statistics/reports/<int:pk>/file/<slug:form>/", views.report_download, name="statistics_report_download"),
]
