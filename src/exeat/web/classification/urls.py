"""Addresses of classification. They stand before those of cases, whose references may hold slashes."""

from django.urls import path

from exeat.web.classification.views import amendments, enquiry, panel

urlpatterns = [
    path("is-it-listed/", enquiry.enquiry, name="enquiry"),
    path("is-it-listed/apply/", enquiry.apply, name="enquiry_apply"),
    path("amendments/", amendments.amendment_list, name="amendments"),
    path("amendments/<int:pk>/", amendments.amendment, name="amendment"),
    path("cases/<path:reference>/goods/<int:line>/", panel.line, name="classification_panel"),
    path("cases/<path:reference>/goods/<int:line>/state/", panel.state, name="classification_state"),
    path("cases/<path:reference>/goods/<int:line>/classify/", panel.classify, name="classification_classify"),
]
