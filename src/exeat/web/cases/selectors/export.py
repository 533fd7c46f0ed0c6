"""A case as a file that another installation can file as a foreign record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from exeat.web.accounts.models import User
from exeat.web.audit.record import record_read
from exeat.web.cases.models import Case
from exeat.web.cases.selectors.dossier import case_data
from exeat.web.policy import policy

FORMAT, VERSION = "exeat-case", 1


def export_case(case: Case, *, viewer: User, now: datetime) -> dict[str, Any]:
    """The case as the viewer may see it, with who exported it from where; that it was taken out is recorded.

    The caller has checked `cases.view_case`.
    """
    record_read(user=viewer, subject=case.subject, what="export of the case", now=now)
    state = policy().state
    return {
        "format": FORMAT,
        "version": VERSION,
        "authority": state.authority_name,
        "country": state.country,
        "exported_at": now,
        "case": case_data(case, viewer=viewer, now=now),
    }
