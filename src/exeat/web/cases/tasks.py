"""The worker's part: what happens to cases and licences as days pass, looked at each hour."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from exeat.web.appeals.services import remind_of_reviews
from exeat.web.cases.services import by_itself
from exeat.web.committee.services import by_itself as committee
from exeat.web.inspection.services.by_itself import remind_of_actions
from exeat.web.licences.services.issuing import expire_due, lift_ended_suspensions
from exeat.web.obligations.services import remind_holders


@app.periodic(cron="10 * * * *")  # each hour: an office's machine may be off at any given one
@app.task(name="cases.by_itself")
def as_days_pass(timestamp: int) -> None:
    """Licences run out or may be used again, silence counts where the policy says so, and people are reminded."""
    now = timezone.now()
    expire_due(now=now)
    lift_ended_suspensions(now=now)
    by_itself.weigh_as_days_pass(now=now)
    by_itself.let_silence_count(now=now)
    by_itself.remind_agencies(now=now)
    by_itself.remind_applicants(now=now)
    remind_of_reviews(now=now)
    remind_holders(now=now)
    committee.remind_members(now=now)
    committee.remind_who_decides(now=now)
    committee.hand_on_overdue(now=now)
    remind_of_actions(now=now)
