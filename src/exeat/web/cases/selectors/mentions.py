"""What somebody is mentioned in and has not seen yet: a line each on their desk."""

from __future__ import annotations

from exeat.web.accounts.models import User
from exeat.web.cases.models import Mention
from exeat.web.permissions import visible_cases

MOST = 20


def mentions_of(user: User) -> list[Mention]:
    """The newest first, in cases that the user may open still."""
    waiting = Mention.objects.filter(user=user, seen_at=None)
    if not waiting.exists():
        return []
    told = waiting.select_related("note__case__exporter", "note__by")
    newest = list(told.order_by("-note__at", "-pk")[:MOST])
    cases = {mention.note.case_id for mention in newest}
    open_to = set(visible_cases(user).filter(pk__in=cases).values_list("pk", flat=True))
    return [mention for mention in newest if mention.note.case_id in open_to]
