"""Addresses of cases: the officer's desk, the page of a case, its steps and documents. A reference may hold slashes."""

from django.urls import path

from exeat.web.cases.views import case, mentions, officer

urlpatterns = [
    path("desk/", officer.desk, name="desk"),
    path("desk/keep/", officer.desk_keep, name="desk_keep"),
    path("desk/drop/<int:pk>/", officer.desk_drop, name="desk_drop"),
    path("cases/from-paper/", officer.paper_application, name="paper_application"),
    path("cases/<path:reference>/do/<slug:step>/", case.case_act, name="case_act"),
    path("cases/<path:reference>/preview/<slug:step>/", case.case_preview, name="case_preview"),
    path("cases/<path:reference>/", case.case, name="case"),
    path("mentions/<int:pk>/seen/", mentions.mention_seen, name="mention_seen"),
    path("documents/<int:pk>/", case.document, name="document"),
]
