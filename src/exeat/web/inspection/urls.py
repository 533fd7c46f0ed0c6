"""Addresses of inspection."""

from django.urls import path

from exeat.web.inspection import views, views_findings

urlpatterns = [
    path("inspections/", views.programme, name="inspection_programme"),
    path("inspections/sites/", views.sites, name="inspection_sites"),
    path("inspections/sites/add/", views.site_add, name="inspection_site_add"),
    path("inspections/sites/<int:pk>/", views.site, name="inspection_site"),
    path("inspections/sites/<int:pk>/do/<slug:step>/", views.site_act, name="inspection_site_act"),
    path("inspections/visits/<str:number>/", views.visit, name="inspection_visit"),
    path("inspections/visits/<str:number>/do/<slug:step>/", views.visit_act, name="inspection_visit_act"),
    path("inspections/actions/", views_findings.actions, name="inspection_actions"),
    path("inspections/findings/<int:pk>/", views_findings.finding, name="inspection_finding"),
    path("inspections/findings/<int:pk>/do/<slug:step>/", views_findings.finding_act, name="inspection_finding_act"),
    path("inspections/disclosures/<int:pk>/", views_findings.disclosure, name="inspection_disclosure"),
    path(
        "inspections/disclosures/<int:pk>/do/<slug:step>/",
        views_findings.disclosure_act,
        name="inspection_disclosure_act",
    ),
    path("inspections/mine/", views_findings.mine, name="inspection_mine"),
    path("inspections/exporters/<int:pk>/", views_findings.of_exporter, name="inspection_exporter"),
]
