"""Who must be asked about a case, by when, and what their silence means: the policy's criteria, applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from exeat.domain.review.application import Application, Item
from exeat.domain.review.differences import changed_parts
from exeat.domain.review.policy.model import Criterion, Policy, Silence
from exeat.domain.review.policy.when import ReferralFacts, ReferralItem

STRICTNESS: tuple[Silence, ...] = ("no_objection", "escalate", "never_consent")
"""What silence may mean, the mildest first."""


@dataclass(frozen=True)
class ReferralDue:
    """One referral to one agency.

    `criterion_id` and `criterion_text` are of the criterion with the shortest deadline, `working_days`; `criteria`
    holds all that sent the case to the agency, in the policy's order. `silence` is the strictest that any of them, or
    the goods, ask for.
    """

    agency: str
    criterion_id: str
    criterion_text: str
    working_days: int
    silence: Silence
    criteria: tuple[Criterion, ...]


def referrals_due(facts: ReferralFacts, policy: Policy) -> tuple[ReferralDue, ...]:
    """The referrals that the policy's criteria ask for: one an agency, in the order in which the policy lists them.

    None for a kind of application that does without. In a change of a licence, the criteria alone that it concerns.
    """
    kind = policy.kinds.get(facts.kind)
    if kind is not None and "refer" not in kind.steps:
        return ()
    by_agency: dict[str, list[Criterion]] = {}
    for criterion in policy.criteria:
        if criterion.when.holds(facts) and criterion.when.concerned(facts):
            for agency in criterion.agencies:
                by_agency.setdefault(agency, []).append(criterion)
    return tuple(
        _referral(agency, by_agency[agency], facts, policy) for agency in policy.agencies if agency in by_agency
    )


def _referral(agency: str, criteria: list[Criterion], facts: ReferralFacts, policy: Policy) -> ReferralDue:
    first = min(criteria, key=lambda criterion: criterion.working_days)
    meanings = [criterion.silence or policy.silence.default for criterion in criteria]
    if any(rule.when.holds(facts) for rule in policy.silence.never_consent):
        meanings.append("never_consent")
    return ReferralDue(
        agency=agency,
        criterion_id=first.id,
        criterion_text=first.text,
        working_days=first.working_days,
        silence=max(meanings, key=STRICTNESS.index),
        criteria=tuple(criteria),
    )


def facts_of(
    application: Application,
    policy: Policy,
    *,
    entries: Mapping[int, str] | None = None,
    regimes: Mapping[int, tuple[str, ...]] | None = None,
    end_user_kinds: tuple[str, ...] = (),
    before: Application | None = None,
) -> ReferralFacts:
    """What the policy's rules see of an application.

    `entries` and `regimes` are the officer's classification by line number; a line without one keeps the entry that
    the applicant claims, and no regime. `end_user_kinds` are the officer's, from the policy's register. `before` is
    what was licensed, where the application changes a licence.
    """
    classified, origins = entries or {}, regimes or {}

    def item_facts(item: Item) -> ReferralItem:
        return ReferralItem(
            entry=classified.get(item.line, item.claimed_entry),
            regimes=origins.get(item.line, ()),
            value=policy.in_own_currency(item.value, item.currency) if item.value else Decimal(0),
            nature=item.nature,
        )

    items = tuple(item_facts(item) for item in application.items)
    return ReferralFacts(
        items=items,
        destination=application.destination,
        countries=application.countries,
        end_user_kinds=end_user_kinds,
        military=application.end_use.military,
        wmd=application.end_use.wmd,
        total_value=sum((item.value for item in items), Decimal(0)),
        kind=application.kind,
        roles=tuple(sorted({party.role for party in application.parties})),
        change=application.change.how if before else "",
        changed=changed_parts(before, application) if before else (),
    )
