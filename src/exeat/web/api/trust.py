"""What anyone needs to check a licence, and what an auditor needs to check the ledger."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema

from exeat.web.api.answers import answers
from exeat.web.audit.selectors import verified_by
from exeat.web.licences.selectors import public_keys, revocation_list

router = Router()
_TEXT = {"application/jose": {"schema": {"type": "string"}}}
_JOSE = {"responses": {200: {"description": "a compact JWS", "content": _TEXT}}}


class KeySet(Schema):
    """Public keys, as a JWK set."""

    keys: list[dict[str, Any]]


class FaultData(Schema):
    """Something that is not as the ledger says."""

    code: str
    where: str
    message: str


class AuditReport(Schema):
    """What was checked, and every fault found: none means that the ledger holds."""

    events: int
    checkpoints: int
    rows: int
    faults: list[FaultData]


@router.get("/keys", auth=None, response=KeySet)
def keys(request: HttpRequest) -> dict[str, Any]:
    """The public keys that licences and revocation lists are signed with."""
    return public_keys()


@router.get("/revocations", auth=None, response={200: None}, openapi_extra=_JOSE)
def revocations(request: HttpRequest) -> HttpResponse:
    """The signed list of licences that are suspended or revoked at this moment."""
    return HttpResponse(revocation_list(timezone.now()), content_type="application/jose")


@router.post("/audit/verify", response=answers(AuditReport))
def verify_audit(request: HttpRequest) -> Any:
    """Recompute the chain of events, check the signed checkpoints, and replay the events against the rows."""
    return verified_by(request.user, timezone.now())
