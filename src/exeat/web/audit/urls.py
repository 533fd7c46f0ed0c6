"""Addresses of the auditor's pages."""

from django.urls import path

from exeat.web.audit import views

urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("audit/proof/", views.audit_proof, name="audit_proof"),
    path("audit/proof/ask/", views.audit_verify, name="audit_verify"),
    path("audit/checkpoints.jsonl", views.audit_checkpoints, name="audit_checkpoints"),
    path("audit/exceptions/", views.audit_exceptions, name="audit_exceptions"),
    path("audit/reads/", views.audit_reads, name="audit_reads"),
]
