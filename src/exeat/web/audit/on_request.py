"""Proving the ledger at an auditor's request."""

from __future__ import annotations

from datetime import datetime

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.verify import Report, verify
from exeat.web.errors import NotPermitted


def verified_by(user: User, now: datetime) -> Report:
    """The report of a verification that the user asks for; raises NotPermitted for anybody but an auditor."""
    if not actor_for(user, now).in_any((Role.AUDITOR,)):
        raise NotPermitted.because("role", f"only the {Role.AUDITOR.label} may do this")
    return verify()
