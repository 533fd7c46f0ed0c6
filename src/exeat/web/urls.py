"""Every address, subject by subject."""

from django.urls import include, path

from exeat.web import views
from exeat.web.api.root import api

urlpatterns = [
    path("api/", api.urls),
    path("", views.home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("", include("exeat.web.accounts.urls")),
    path("", include("exeat.web.setup.urls")),
    path("", include("exeat.web.registers.urls")),
    path("", include("exeat.web.registers.urls_lists")),
    path("", include("exeat.web.registers.urls_control_lists")),
    path("", include("exeat.web.registers.urls_import")),
    path("", include("exeat.web.classification.urls")),
    path("", include("exeat.web.records.urls_cases")),
    path("", include("exeat.web.cases.urls")),
    path("", include("exeat.web.cases.urls_portal")),
    path("", include("exeat.web.cases.urls_agency")),
    path("", include("exeat.web.alerts.urls")),
    path("", include("exeat.web.denials.urls")),
    path("", include("exeat.web.committee.urls")),
    path("", include("exeat.web.appeals.urls")),
    path("", include("exeat.web.scrutiny.urls")),
    path("", include("exeat.web.people.urls")),
    path("", include("exeat.web.capabilities.urls")),
    path("", include("exeat.web.replies.urls")),
    path("", include("exeat.web.returns.urls")),
    path("", include("exeat.web.cooperation.urls")),
    path("", include("exeat.web.studies.urls")),
    path("", include("exeat.web.partners.urls")),
    path("", include("exeat.web.programme.urls")),
    path("", include("exeat.web.workload.urls")),
    path("", include("exeat.web.statistics.urls")),
    path("", include("exeat.web.records.urls")),
    path("", include("exeat.web.regulations.urls")),
    path("", include("exeat.web.inspection.urls")),
    path("", include("exeat.web.search.urls")),
    path("", include("exeat.web.audit.urls")),
    path("", include("exeat.web.obligations.urls")),
    path("", include("exeat.web.licences.urls")),
    path("", include("exeat.web.verify.urls")),
]
