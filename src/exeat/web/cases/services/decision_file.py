"""What the decision file says: everything that the decision rests on, and who did what in which capacity."""

from __future__ import annotations

from collections.abc import Iterator

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.audit.models import Event
from exeat.web.cases.models import Case, Decision, Match
from exeat.web.cases.standing import current_classification, current_position
from exeat.web.policy import local_day, policy

SIGNED = {"case.recommend": "Recommended", "case.countersign": "Countersigned"}


def file_paragraphs(decision: Decision) -> Iterator[str]:
    """The file's paragraphs, from the case as it stands when the decision is made."""
    case = decision.case
    until = f", until the end of {decision.until:%d %B %Y}" if decision.until else ""
    yield f"Decision: {decision.outcome.replace('_', ' ')}{until}. {decision.reasons}"
    for ground in decision.grounds:
        yield f"Ground: {policy().grounds[ground].provision}, {policy().grounds[ground].title}."
    yield from _signatures(case)
    deputised = _deputised(decision.for_users)
    yield f"Decided by {decision.by.name}{deputised}, under policy {case.policy_version}."
    yield from _overrides(case)
    yield from _goods(case)
    yield from _matches(case)
    yield from _agencies(case)
    for condition in case.conditions.filter(dropped_at=None):
        asked = policy().agencies[condition.agency].name if condition.agency else "the authority"
        yield f"Condition, asked for by {asked}: {condition.text}"
    for exemption in case.exemptions.select_related("document", "match"):
        lifted = exemption.match.matched_name if exemption.match else f"the embargo on {exemption.embargo}"
        yield f"Exemption for {lifted}: {exemption.legal_basis} ({exemption.document.name})."


def _signatures(case: Case) -> Iterator[str]:
    for event in Event.objects.filter(subject=case.subject, kind__in=SIGNED).select_related("actor").order_by("seq"):
        who = event.actor.name if event.actor else Role.SYSTEM.label
        yield f"{SIGNED[event.kind]} by {who}{_deputised(event.for_users)} on {local_day(event.at).isoformat()}."


def _overrides(case: Case) -> Iterator[str]:
    for override in case.overrides.select_related("by"):
        steps = " and ".join(override.steps)
        until = local_day(override.expires).isoformat()
        yield f"Override: one person may {steps}, until {until}, by {override.by.name}. Reason: {override.reason}"


def _goods(case: Case) -> Iterator[str]:
    for item in case.items.prefetch_related("classifications__by"):
        if decided := current_classification(item):
            found = decided.entry or "in no entry"
            lists = ", ".join(decided.list_versions)
            yield f"Line {item.line}, {item.description}: {found} ({lists}), by {decided.by.name}. {decided.reason}"


def _matches(case: Case) -> Iterator[str]:
    for match in Match.objects.filter(party__case=case).select_related("party", "settled_by"):
        listed = f"{match.matched_name} ({match.list_id} {match.listed_id})"
        by = f", by {match.settled_by.name}" if match.settled_by else ""
        yield f"{match.party.name} beside {listed}: {match.get_status_display()}{by}. {match.reason}"


def _agencies(case: Case) -> Iterator[str]:
    for referral in case.referrals.prefetch_related("positions"):
        position = current_position(referral)
        silent = "silent, and its silence counted by policy" if referral.silence_applied_at else "no position"
        said = position.get_kind_display() if position else silent
        yield f"{policy().agencies[referral.agency].name}: {said}. {position.text if position else ''}".strip()


def _deputised(principals: list[int]) -> str:
    names = User.objects.filter(pk__in=principals).order_by("pk").values_list("name", flat=True)
    return f" as deputy of {' and '.join(names)}" if names else ""
