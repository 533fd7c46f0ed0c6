"""What happened to a case, in the words of its readers: from the ledger, as far as the reader may know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exeat.domain.review import OWN_MOTION, PositionKind, Role
from exeat.web.accounts.models import User
from exeat.web.audit.models import Event
from exeat.web.cases.models import Case
from exeat.web.cases.selectors.dossier import FOR_THE_APPLICANT
from exeat.web.permissions import of_the_authority, reads_up_to
from exeat.web.policy import policy

TITLES: dict[str, tuple[Promise, str]] = {
    "case.create": (gettext_lazy("Draft opened"), ""),
    "case.save": (gettext_lazy("Draft saved"), ""),
    "case.add_document": (gettext_lazy("Document added"), ""),
    "case.submit": (gettext_lazy("Application submitted"), ""),
    "case.withdraw": (gettext_lazy("Application withdrawn"), "attention"),
    "case.return": (gettext_lazy("Returned for completion"), "attention"),
    "case.register": (gettext_lazy("Registered; the clock starts"), ""),
    "case.begin_review": (gettext_lazy("Review begun"), ""),
    "case.state_fact": (gettext_lazy("Fact of the goods stated"), ""),
    "case.classify": (gettext_lazy("Goods classified"), ""),
    "case.settle_match": (gettext_lazy("Watchlist match settled"), ""),
    "case.rescreen": (gettext_lazy("Screened anew: a watchlist or the engine has changed"), "attention"),
    "case.find_denial": (gettext_lazy("A denial that it resembles came in"), "attention"),
    "case.settle_denial": (gettext_lazy("Said why a denial does not stand against it"), ""),
    "case.consult_on_denial": (gettext_lazy("The state that denied was consulted"), "attention"),
    "case.record_consultation": (gettext_lazy("The consulted state answered"), ""),
    "case.meet_notice": (gettext_lazy("It meets a catch-all notice"), "attention"),
    "case.settle_notice": (gettext_lazy("Said to which lines a notice applies"), ""),
    "case.answer_flags": (gettext_lazy("Questions on end use answered"), ""),
    "case.weigh_flags": (gettext_lazy("Red flags weighed"), ""),
    "case.record_exemption": (gettext_lazy("Exemption recorded"), "attention"),
    "case.request_information": (gettext_lazy("Applicant asked; the clock stands still"), "attention"),
    "case.answer_request": (gettext_lazy("Applicant answered"), ""),
    "case.refer": (gettext_lazy("Referred to the agencies"), ""),
    "case.give_position": (gettext_lazy("Position given"), ""),
    "case.remind_agencies": (gettext_lazy("Agencies reminded"), ""),
    "case.let_silence_speak": (gettext_lazy("Rule on silence applied"), "attention"),
    "case.add_note": (gettext_lazy("Note added"), ""),
    "case.release_note": (gettext_lazy("Note released"), ""),
    "case.see_mention": (gettext_lazy("Note seen by somebody whom it mentions"), ""),
    "case.propose_condition": (gettext_lazy("Condition proposed"), ""),
    "case.drop_condition": (gettext_lazy("Condition dropped"), ""),
    "case.extend_clock": (gettext_lazy("Time for the decision extended"), "attention"),
    "case.record_override": (gettext_lazy("Separation of duties overridden"), "bad"),
    "case.intend_refusal": (gettext_lazy("Applicant told of what is intended"), "attention"),
    "case.answer_intended_refusal": (gettext_lazy("Applicant answered what is intended"), ""),
    "case.lay_before_committee": (gettext_lazy("Laid before the committee"), "attention"),
    "case.conclude_in_committee": (gettext_lazy("The committee concluded"), ""),
    "case.decide_escalated": (gettext_lazy("Decided after the committee"), ""),
    "case.pass_on_escalated": (gettext_lazy("Handed on: the committee could not decide"), "attention"),
    "case.recommend": (gettext_lazy("Recommendation made"), ""),
    "case.countersign": (gettext_lazy("Countersigned"), ""),
    "case.reopen": (gettext_lazy("Sent back for review"), "attention"),
    "case.grant": (gettext_lazy("Granted"), "good"),
    "case.grant_with_conditions": (gettext_lazy("Granted with conditions"), "good"),
    "case.refuse": (gettext_lazy("Refused"), "bad"),
    "case.find_no_licence_required": (gettext_lazy("No licence required"), "good"),
    "case.give_answer": (gettext_lazy("Answered"), "good"),
    "case.open_proceeding": (gettext_lazy("Proceeding on the licence opened; its holder may answer"), "attention"),
    "case.acknowledge_surrender": (gettext_lazy("The licence is given up"), ""),
    "case.revoke_licence": (gettext_lazy("Licence revoked"), "bad"),
    "case.suspend_licence": (gettext_lazy("Licence suspended"), "bad"),
    "case.leave_licence": (gettext_lazy("No measure: the licence stands"), "good"),
    "case.ask_review": (gettext_lazy("Review of the decision asked for"), "attention"),
    "case.withdraw_review": (gettext_lazy("Request for a review taken back"), ""),
    "case.uphold": (gettext_lazy("Decision upheld on review"), ""),
    "case.vary_to_grant": (gettext_lazy("Granted on review"), "good"),
    "case.vary_to_grant_with_conditions": (gettext_lazy("Granted with other conditions on review"), "good"),
    "case.vary_to_suspend_licence": (gettext_lazy("Licence suspended on review, by a milder measure"), "attention"),
    "case.vary_to_leave_licence": (gettext_lazy("No measure on review: the licence stands"), "good"),
    "case.annul": (gettext_lazy("Decision annulled on review; the clock starts again"), "attention"),
}
"""Each kind of event as its readers are told of it, with its tone."""
OF_A_MEASURE = TITLES | {
    "case.request_information": (gettext_lazy("Holder asked; the clock stands still"), "attention"),
    "case.answer_request": (gettext_lazy("Holder answered"), ""),
    "case.intend_refusal": (gettext_lazy("Holder told anew of what is intended"), "attention"),
    "case.answer_intended_refusal": (gettext_lazy("Holder answered what is intended"), ""),
}
"""The same where the authority weighs a measure: nobody applied for anything."""


@dataclass(frozen=True)
class Happening:
    """A row of the timeline."""

    at: datetime
    title: str
    who: str
    text: str
    tone: str


def timeline_of(case: Case, events: Sequence[Event], *, viewer: User, inside: bool) -> list[Happening]:
    """The events that the viewer may know of, the latest first; applicants read roles for officials' names."""
    shown = [event for event in events if _may_know(event, viewer, inside)]
    names = _names({user for event in shown for user in event.for_users}) if inside else {}
    titles = OF_A_MEASURE if case.change in OWN_MOTION else TITLES
    return [_happening(event, titles, names, inside) for event in reversed(shown)]


def _may_know(event: Event, viewer: User, inside: bool) -> bool:
    if event.kind in ("case.add_note", "case.see_mention"):  # even that there is a note stays within its walls
        return inside and _within(event, viewer)
    if event.kind == "case.add_document" and not _reads(event, viewer, inside):
        return False
    if inside:
        return True
    if event.kind == "case.add_document":  # officials file papers of their own
        return event.role == Role.EXPORTER
    return event.kind in FOR_THE_APPLICANT


def _reads(event: Event, viewer: User, inside: bool) -> bool:
    """Whether the viewer may open the document that was added, as far as its marking goes."""
    return event.actor_id == viewer.pk or event.data.get("marking", 0) <= reads_up_to(viewer, inside=inside)


def _within(event: Event, viewer: User) -> bool:
    """Whether the event tells of a note of the viewer's own house, or of one that mentions the viewer."""
    house = event.data.get("agency", event.actor.agency if event.actor else "")
    own = viewer.has_role(Role.REVIEWER) and viewer.agency == house if house else of_the_authority(viewer)
    return own or viewer.pk in event.data.get("mentioned", [])


def _names(users: set[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=users).values_list("pk", "name")) if users else {}


def _happening(
    event: Event, titles: Mapping[str, tuple[Promise, str]], names: dict[int, str], inside: bool
) -> Happening:
    title, tone = titles.get(event.kind, (event.kind, ""))
    return Happening(event.at, str(title), _who(event, names, inside), "\n".join(_texts(event)), tone)


def _who(event: Event, names: dict[int, str], inside: bool) -> str:
    if event.actor is None:
        return Role.SYSTEM.label
    role = Role(event.role).label if event.role else ""
    if not inside and event.role != Role.EXPORTER:
        return role or _("the authority")
    name = f"{event.actor.name}, {role}" if role else event.actor.name
    if event.for_users:
        principals = ", ".join(names.get(user, "?") for user in event.for_users)
        return _("%(name)s, as deputy for %(principals)s") % {"name": name, "principals": principals}
    return name


def _texts(event: Event) -> Iterable[str]:
    """What the event says beyond its title: short facts, then the reason or message that was written with it."""
    data = event.data
    if event.kind == "case.create" and data.get("on_paper"):
        yield _("from a letter")
    if event.kind == "case.state_fact":
        yield _("Line %(line)s") % {"line": data["line"]}
    if event.kind == "case.classify":
        entry = data["entry"] or _("in no entry")
        yield _("Line %(line)s: %(entry)s") % {"line": data["line"], "entry": entry}
    if event.kind == "case.settle_match":
        yield f"{data['listed']}: {data['status']}"
    if event.kind in ("case.refer", "case.remind_agencies"):
        yield ", ".join(_agency(agency) for agency in data["agencies"]) or _("no agency to ask")
    if event.kind == "case.give_position":
        yield f"{_agency(data['agency'])}: {PositionKind(data['position']).label}"
    if event.kind == "case.let_silence_speak":
        yield _agency(data["agency"])
    if event.kind == "case.lay_before_committee":
        yield "; ".join(data["why"])
    if event.kind == "case.conclude_in_committee":
        yield f"{data['sitting']}: {data['how']} {data['advice']}".replace("_", " ")
    if event.kind == "case.decide_escalated":
        yield f"{data['step']}: {data['advice']}".replace("_", " ")
    if event.kind == "case.extend_clock":
        days = ngettext("%(n)d working day more, by %(basis)s", "%(n)d working days more, by %(basis)s", data["days"])
        yield days % {"n": data["days"], "basis": data["legal_basis"]}
    if event.kind == "case.recommend":
        yield str(data["outcome"]).replace("_", " ")
    yield from _written(event)


def _written(event: Event) -> Iterable[str]:
    content: dict[str, Any] = (event.private.content or {}) if hasattr(event, "private") else {}
    for key in ("name", "message", "reason"):
        if isinstance(content.get(key), str) and content[key]:
            yield content[key]


def _agency(agency: str) -> str:
    known = policy().agencies.get(agency)
    return known.name if known else agency
