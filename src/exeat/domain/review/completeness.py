"""What an application lacks before it can be registered: the same answer while typing and at intake."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from exeat.domain.review.application import OPTIONAL_PARTS, Application
from exeat.domain.review.differences import beyond
from exeat.domain.review.policy.model import FieldRule, Policy
from exeat.domain.review.policy.when import ReferralFacts
from exeat.domain.review.referral import facts_of


@dataclass(frozen=True)
class Changed:
    """The licence that an application changes: what was applied for when it was granted, and its last day."""

    before: Application
    valid_until: date


@dataclass(frozen=True)
class Missing:
    """Something to be supplied: `path` in the application, `message` for its author, `source` the rule behind it."""

    code: Literal["field", "kind", "currency", "party", "document", "change"]
    path: str
    message: str
    source: str


def missing(
    application: Application, policy: Policy, documents: Collection[str], changes: Changed | None = None
) -> list[Missing]:
    """What keeps the application from being registered; empty when nothing does.

    `documents` are the kinds of the documents at hand (those uploaded, or those on the officer's desk); the
    application's own list is only an announcement. `changes` is what was licensed, where it changes a licence.
    """
    rule = policy.changes.get(application.change.how)
    if changes and rule and not rule.ends_in_licence:
        return list(_beyond_change(application, policy, changes))
    facts = facts_of(application, policy, before=changes.before if changes else None)
    kind = policy.kinds.get(application.kind)
    asks = kind.asks if kind else OPTIONAL_PARTS
    return [
        *(Missing("field", fault.path, fault.message, "application form") for fault in application.faults(asks)),
        *_outside_policy(application, policy),
        *_beyond_change(application, policy, changes),
        *_missing_parties(facts, policy),
        *_missing_fields(application, facts, policy, asks),
        *_missing_documents(facts, policy, documents),
    ]


def _beyond_change(application: Application, policy: Policy, changes: Changed | None) -> Iterator[Missing]:
    """What a change of a licence may not touch, or has to say."""
    how = application.change.how
    if not changes:
        if how:
            yield Missing("change", "change.licence", "name the licence that is to be changed", "changes")
        return
    rule = policy.changes.get(how)
    if rule is None:
        known = ", ".join(policy.changes)
        yield Missing("change", "change.how", f"{how[:40]!r} is no change of a licence here: {known}", "changes")
        return
    for path, sentence in beyond(rule, changes.before, application, changes.valid_until):
        yield Missing("change", path, sentence, f"changes: {rule.title}")


def _outside_policy(application: Application, policy: Policy) -> Iterator[Missing]:
    if application.kind and application.kind not in policy.kinds:
        kinds = ", ".join(policy.kinds)
        yield Missing("kind", "kind", f"{application.kind[:60]!r} is not a kind of application here: {kinds}", "kinds")
    for position, item in enumerate(application.items):
        if len(item.currency) == 3 and item.currency not in policy.exchange:
            currencies = ", ".join(policy.exchange)
            message = f"no official rate for {item.currency}; state the value in one of {currencies}"
            yield Missing("currency", f"items[{position}].currency", message, "exchange")


def _missing_parties(facts: ReferralFacts, policy: Policy) -> Iterator[Missing]:
    for rule in policy.completeness.parties:
        if rule.when.holds(facts) and set(rule.roles).isdisjoint(facts.roles):
            yield Missing("party", "parties", rule.text, rule.provision)


_PARTS = {"items.hs": "customs_code", "items.claimed_entry": "entry", "end_use.statement": "end_use", "route": "route"}
"""The part of the form in which a field stands that not every kind asks for."""


def _missing_fields(
    application: Application, facts: ReferralFacts, policy: Policy, asks: Collection[str]
) -> Iterator[Missing]:
    """Fields that a rule demands; one that the kind's form does not ask for is never missing."""
    for rule in policy.completeness.fields:
        if rule.when.holds(facts) and (rule.path not in _PARTS or _PARTS[rule.path] in asks):
            for path in _empty(application, facts, rule):
                yield Missing("field", path, rule.text, rule.provision)


def _empty(application: Application, facts: ReferralFacts, rule: FieldRule) -> Iterator[str]:
    """The paths at which the rule's field is empty; a field of items is asked of the items that the rule is about."""
    part, _, name = rule.path.partition(".")
    value = getattr(application, part)
    if part == "items":
        yield from (f"items[{n}].{name}" for n in rule.when.items(facts) if not getattr(value[n], name))
    elif part == "parties":
        yield from (f"parties[{n}].{name}" for n, party in enumerate(value) if not getattr(party, name))
    elif not (getattr(value, name) if name else value):
        yield rule.path


def _missing_documents(facts: ReferralFacts, policy: Policy, documents: Collection[str]) -> Iterator[Missing]:
    asked: set[str] = set()
    for rule in policy.completeness.documents:
        if rule.document in documents or rule.document in asked or not rule.when.holds(facts):
            continue
        if not rule.when.concerned(
            facts, otherwise=False
        ):  # it was handed in for the licence, and nothing of it changed
            continue
        asked.add(rule.document)
        title = policy.documents[rule.document].title
        yield Missing("document", f"documents.{rule.document}", f"{title}: {rule.text}", rule.provision)
