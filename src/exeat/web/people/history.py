"""What the ledger tells of an official, a capability or an offer, as a timeline shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exeat.web.audit.models import Event

TITLES: dict[str, Promise] = {
    "official.add": gettext_lazy("Entered in the register"),
    "official.change": gettext_lazy("Entry changed"),
    "leave.record": gettext_lazy("Leave recorded"),
    "leave.cancel": gettext_lazy("Leave taken back"),
    "duty.assign": gettext_lazy("Duty given"),
    "duty.hand_over": gettext_lazy("Duty handed over"),
    "duty.end": gettext_lazy("Duty ended"),
    "capability.set_out": gettext_lazy("Set out"),
    "capability.change": gettext_lazy("Entry changed"),
    "capability.evidence": gettext_lazy("Evidence recorded"),
    "offer.propose": gettext_lazy("Found in what came in"),
    "offer.enter": gettext_lazy("Entered by hand"),
    "offer.confirm": gettext_lazy("Confirmed"),
    "offer.withdraw": gettext_lazy("Withdrawn"),
    "offer.meet": gettext_lazy("A date is met"),
    "reply.draft": gettext_lazy("Answer drafted"),
    "reply.change": gettext_lazy("Draft of the answer changed"),
    "reply.drop": gettext_lazy("Draft of the answer thrown away"),
    "reply.release": gettext_lazy("Answer released"),
    "return.file": gettext_lazy("Report filed"),
    "return.evidence": gettext_lazy("Its evidence recorded"),
    "offer.fix": gettext_lazy("Fixed, or left to the plan"),
}
_SHOWN = 30


@dataclass(frozen=True)
class Happening:
    """A line of the timeline."""

    at: datetime
    title: str
    who: str
    text: str = ""
    tone: str = ""


def history_of(subject: str) -> list[Happening]:
    """The latest of what happened to the subject, the newest first."""
    events = Event.objects.filter(subject=subject).select_related("actor", "private").order_by("-seq")[:_SHOWN]
    return [
        Happening(event.at, str(TITLES.get(event.kind, event.kind)), str(event.actor or _("Exeat")), _text(event))
        for event in events
    ]


def _text(event: Event) -> str:
    """Dates of leave, and what was written; the rest stands on the page itself."""
    spans = [row for row in (*event.rows.values(), event.data) if row and {"first", "last"} <= row.keys()]
    if spans:
        first, last = (datetime.fromisoformat(spans[0][name]).date() for name in ("first", "last"))
        return f"{date_format(first, 'j M Y')} – {date_format(last, 'j M Y')}"
    private = getattr(event, "private", None)
    return str((private.content or {}).get("said", "")) if private else ""
