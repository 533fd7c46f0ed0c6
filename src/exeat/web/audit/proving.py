"""A proof of the ledger that somebody asked for: done, and what it found is kept."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from exeat.web.audit.models import Verification
from exeat.web.audit.verify import verify

KEPT_FAULTS = 200


def prove(*, verification: Verification, now: datetime) -> Verification:
    """Prove the ledger now, and keep the result."""
    report = verify()
    verification.events, verification.checkpoints, verification.rows = report.events, report.checkpoints, report.rows
    verification.fault_count = len(report.faults)
    verification.faults = [asdict(fault) for fault in report.faults[:KEPT_FAULTS]]
    verification.finished_at = now
    verification.save()
    return verification
