"""Addresses of licences and of the customs post. A licence's number may hold slashes."""

from django.urls import path

from exeat.web.licences import views, views_customs, views_general, views_provisional

urlpatterns = [
    path("licences/", views.exporter_licences, name="exporter_licences"),
    path("licences/<path:number>/code.svg", views.licence_code, name="licence_code"),
    path("general/", views_general.general, name="general"),
    path("general/<slug:authorisation>/register/", views_general.general_register, name="general_register"),
    path("licences/<path:number>/change/", views.licence_change, name="licence_change"),
    path("licences/<path:number>/do/<slug:action>/", views.licence_step, name="licence_step"),
    path("licences/<path:number>/", views.licence, name="licence"),
    path("customs/", views_customs.customs, name="customs"),
    path("customs/entries/<int:pk>/undo/", views_customs.shipment_reverse, name="shipment_reverse"),
    path("customs/entries/<int:pk>/reconcile/", views_customs.reconcile, name="reconcile"),
    path("customs/unplaced/", views_customs.unplaced, name="unplaced"),
    path("customs/unplaced/<int:pk>/", views_customs.unplaced_resolve, name="unplaced_resolve"),
    path("customs/provisional/", views_provisional.provisional, name="provisional"),
    path("customs/provisional/file/", views_provisional.provisional_file, name="provisional_file"),
    path("customs/provisional/records.csv", views_provisional.provisional_example, name="provisional_example"),
    path("customs/provisional/send/", views_provisional.provisional_send, name="provisional_send"),
    path("customs/provisional/offline/", views_provisional.provisional_offline, name="provisional_offline"),
    path("customs/provisional/worker.js", views_provisional.provisional_worker, name="provisional_worker"),
    path("customs/returns/<path:number>/<int:line>/", views_customs.returned, name="returned"),
    path("customs/shipments/<path:number>/<int:line>/", views_customs.shipment, name="shipment"),
]
