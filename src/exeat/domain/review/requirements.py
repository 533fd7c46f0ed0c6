"""What a step requires, one named predicate each. A predicate answers with the reasons why not; none means yes.

The names are those of the `requires` column in `actions`. Each looks only at its arguments.
"""

from __future__ import annotations

from collections.abc import Iterator

from exeat.domain.review.facts import Actor, CaseStanding, PositionKind
from exeat.domain.review.policy import Policy
from exeat.domain.review.policy.changes import OWN_MOTION, WITHOUT_LICENCE
from exeat.domain.review.requirement import REQUIREMENTS, capacities, requirement, step_of
from exeat.domain.review.roles import Role

__all__ = ["REQUIREMENTS"]
"""Read from here, they are all there."""


@requirement("the applicant acts for the exporter whose case it is; an officer may act for one who applied by letter")
def own_case(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    by_letter = facts.on_paper and actor.in_any((Role.OFFICER,))
    if not by_letter and facts.exporter_id not in actor.exporters:
        yield "this case belongs to another exporter"


@requirement("somebody applied for it: the authority did not open it of its own motion")
def asked_for(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.change in OWN_MOTION:
        yield "the authority opened this proceeding, and ends it"


@requirement("an application is decided: no licence is given up, and no measure weighed")
def applied_for(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.change in WITHOUT_LICENCE:
        yield "nothing is applied for in a case of this kind"


@requirement("the holder gives the licence up")
def given_up(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.change != "surrender":
        yield "no licence is given up in this case"


@requirement("the authority weighs a measure against a licence, of its own motion")
def own_motion(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.change not in OWN_MOTION:
        yield "no measure against a licence is weighed in this case"


@requirement("the measure goes no further than the one on which the holder was heard")
def announced(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if action == "revoke_licence" and facts.change != "revoke":
        yield "the holder was heard on a suspension only: open a proceeding for a revocation"


@requirement("the exporter is verified")
def exporter_verified(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if not facts.exporter_verified:
        yield "the exporter is not yet verified: the authority checks the registration first"


@requirement("the application holds every field and document that the policy asks for")
def complete(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    yield from facts.missing


@requirement("every party was screened against the lists in force")
def screened(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if not facts.screened:
        yield "the parties have not been screened yet"


@requirement("the policy lets the authority's time be extended, and not all of that was used")
def extension_left(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    rule = policy.clocks.extension
    if rule is None:
        yield "the policy knows no extension of the authority's time"
    elif facts.extended >= rule.working_days:
        yield f"the time was extended by all of the {rule.working_days} working days of {rule.legal_basis}"


@requirement("the applicant has a question to answer")
def request_open(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if not facts.open_requests:
        yield "there is no open request for information"


@requirement("no question to the applicant is open")
def no_request_open(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.open_requests:
        yield "a request for information to the applicant is still open"


@requirement("an officer has classified every line, where the kind of application asks for it")
def classified(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if not _goes_through("classify", facts, policy):
        return
    for item in facts.items:
        if item.listed is None:
            yield f"line {item.line} is not classified yet"


@requirement("every match is confirmed, dismissed or gone")
def matches_settled(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    for match in facts.matches:
        if match.status not in ("confirmed", "dismissed", "cleared"):
            yield f"the match of {match.party} with {match.listed_id} ({match.list_id}) is not settled yet"


@requirement("no essentially identical denial stands: its state was consulted, or an officer said why this differs")
def denials_answered(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    for denial in facts.denials:
        if denial.identical and not denial.answered:
            to_do = "say what differs or has changed" if denial.own else f"consult {denial.authority} first"
            yield f"an essentially identical transaction was denied ({denial.reference}): {to_do}"


@requirement("of every catch-all notice that it meets, an officer said to which lines it applies")
def notices_settled(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    for notice in facts.notices:
        if not notice.settled:
            yield f"it meets the notice {notice.number}: say to which lines it applies"


@requirement("of every red flag that was raised, an officer said what it comes to")
def flags_weighed(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    for flag in facts.flags:
        if not flag.weighed:
            yield f"a red flag was raised ({flag.text}): say what it comes to"


@requirement("every agency that the criteria name was asked")
def referred(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    asked = {referral.agency for referral in facts.referrals}
    for agency in facts.referrals_due:
        if agency not in asked:
            yield f"the criteria name {policy.agencies[agency].name}, which has not been asked yet"


@requirement("the actor's own agency was asked")
def own_agency_asked(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if actor.agency not in {referral.agency for referral in facts.referrals}:
        yield "your agency was not asked about this case"


@requirement("an agency owes its position past the day, and was not reminded today")
def position_late(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    late = [referral for referral in facts.referrals if referral.late]
    if not late:
        yield "no agency is late with its position"
    elif all(referral.reminded for referral in late):
        yield "the agencies that are late were reminded today"


@requirement("every agency has given its position, or its silence counts by policy")
def positions_in(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    for referral in facts.referrals:
        if referral.owes:
            yield f"{policy.agencies[referral.agency].name} has not given its position yet"


@requirement("an agency objects, or the policy names the case, and it does not lie before the committee already")
def for_committee(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    objects = any(referral.position is PositionKind.OBJECTION and not referral.lifted for referral in facts.referrals)
    if facts.committee.status in ("waiting", "escalated"):
        yield f"it lies before the {policy.committee.name} already"
    elif facts.committee.status == "concluded" and not objects:
        yield f"the {policy.committee.name} has concluded"
    elif not objects and not facts.committee.named:
        yield "no agency objects, and the policy does not name this case"


@requirement("it is on the agenda of the committee")
def before_committee(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.committee.status != "waiting":
        yield "it is on no agenda of the committee"


@requirement("the committee could not agree, and whoever the policy names decides")
def escalated(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.committee.status != "escalated":
        yield "nothing is escalated"


@requirement("the committee has concluded on a case that the policy lays before it")
def committee_heard(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.committee.status == "concluded":
        return
    for criterion in facts.committee.named:
        yield f"the {policy.committee.name} has not concluded yet ({criterion})"


@requirement("the committee, where the case came before it, agreed to a grant, and to this kind of one")
def committee_allows(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    name, committee = policy.committee.name, facts.committee
    if committee.status in ("waiting", "escalated"):
        yield f"it lies before the {name}"
    elif committee.advice == "refuse":
        yield f"the {name} concluded that it be refused"
    elif committee.advice == "grant_with_conditions" and action == "grant":
        yield f"the {name} agreed to a grant with conditions only"


@requirement("no objection stands, and goods for which silence is never consent have a position of every agency")
def positions_allow_grant(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    for referral in facts.referrals:
        name = policy.agencies[referral.agency].name
        if referral.position is PositionKind.OBJECTION:
            if not referral.lifted:
                yield f"{name} objects"
        elif referral.position in (None, PositionKind.NEEDS_INFORMATION) and referral.silence != "no_objection":
            yield f"{name} is silent, and here silence is not consent"


@requirement("the step is taken by someone else than the steps that the policy separates from it")
def separate(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    step = step_of(action)
    me = actor.identities(capacities(step, policy))
    for pair in policy.separation.different:
        if step not in pair:
            continue
        other = next(name for name in pair if name != step)
        overridden = any(o.steps == frozenset(pair) and facts.now < o.expires for o in facts.overrides)
        if me & facts.done_by.get(other, frozenset()) and not overridden:
            yield f"the policy asks for different people to {other} and to {step}, and you did {other}"


@requirement("the policy lets the role sign decisions")
def may_sign(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if not actor.in_any([Role(role) for role in policy.signatories]):
        yield f"decisions are signed by the {' or '.join(Role(role).label for role in policy.signatories)}"


@requirement("who proposes or recommends never decides, in no case and under no override")
def never_recommender(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if actor.identities(capacities("decide", policy)) & facts.recommenders:
        yield "who proposes or recommends never decides"


@requirement("countersigned, where the policy asks for it")
def countersigned(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.countersignature_needed and facts.state != "countersigned":
        yield "the recommendation is not countersigned yet"


@requirement("no embargo and no confirmed hit on a binding list stands without a recorded exemption")
def unblocked(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    yield from facts.embargoes
    for match in facts.matches:
        if match.status == "confirmed" and match.effect == "binding" and not match.exempted:
            listing = f"{match.list_id} ({match.listed_id})"
            yield f"{match.party} is listed in {listing}, which binds: record an exemption first"


@requirement("a refusal, or a measure, cites at least one ground of the policy's register")
def grounds_cited(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    known = policy.grounds_for(facts.change)
    if not facts.grounds:
        yield f"a {'measure' if facts.change in OWN_MOTION else 'refusal'} cites at least one ground"
    for ground in facts.grounds:
        if ground not in known:
            yield f"{ground} is not a ground of the policy's register for it"


@requirement("the applicant was heard on what was notified as intended: always on a measure, on a refusal by policy")
def heard(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.hearing is None:
        if policy.hearing.required or facts.change in OWN_MOTION:
            yield f"the applicant has not been told of the {_intended(facts)} yet"
    elif not facts.hearing.over:
        yield f"the applicant may answer the {_intended(facts)} until {facts.hearing.due:%d %B %Y}"


@requirement("what the authority intends waits for the applicant's answer")
def hearing_open(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.hearing is None or facts.hearing.over:
        yield f"no {_intended(facts)} waits for an answer"


@requirement("nothing that is intended waits for the applicant's answer")
def no_hearing_open(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.hearing is not None and not facts.hearing.over:
        yield f"an {_intended(facts)} waits for an answer until {facts.hearing.due:%d %B %Y}"


@requirement("the policy lets the decision be reviewed, nobody has asked yet, and the time for it has not passed")
def reviewable(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.appeal is None or facts.appeal.decided not in policy.appeals.of:
        yield "against this decision no review can be asked"
    elif facts.appeal.on_review:
        yield "it was decided on review: what is left is the remedy that its letter names"
    elif facts.appeal.status:
        yield "a review of this decision was asked before"
    elif not facts.appeal.in_time:
        yield f"a review could be asked until {facts.appeal.until:%d %B %Y}"


@requirement("the applicant asked for a review that is not decided yet")
def review_open(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if facts.appeal is None or facts.appeal.status != "open":
        yield "no review waits for a decision"


@requirement("the policy lets the role decide reviews")
def may_review(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if not actor.in_any(policy.appeals.decided_by):
        yield f"reviews are decided by the {' or '.join(role.label for role in policy.appeals.decided_by)}"


@requirement("who reviews took no part in the decision, and stands in for nobody who did")
def other_decider(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    me = actor.identities(policy.appeals.decided_by).union(*actor.deputising.values())
    if facts.appeal is not None and me & facts.appeal.deciders:
        yield "who took part in a decision, or stands in for somebody who did, does not review it"


@requirement("the kind of application ends in a licence or a certificate")
def kind_licensed(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if _ending(facts, policy) not in ("licence", "certificate"):
        yield "an application of this kind does not end in a licence"


@requirement("the kind of application is a question, which ends in a letter")
def kind_answered(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if _ending(facts, policy) != "letter":
        yield "an application of this kind does not end in an answer"


@requirement("the exporter owes nothing that is overdue, where the policy lets that stand in the way")
def obligations_met(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if policy.obligations.overdue_blocks_grant:
        yield from facts.overdue_obligations


@requirement("at least one condition stands")
def conditions_agreed(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    if all(condition.dropped for condition in facts.conditions):
        yield "no condition stands: grant without conditions"


@requirement("no condition stands")
def no_conditions_agreed(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    standing = [condition.title for condition in facts.conditions if not condition.dropped]
    if standing:
        yield f"conditions stand ({'; '.join(standing)}): grant with conditions, or drop them first"


@requirement("at least one line is listed, or licensable by a notice, where a licence is granted for classified goods")
def something_listed(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    weighed = _ending(facts, policy) == "licence" and _goes_through("classify", facts, policy)
    if weighed and not any(item.listed or item.caught for item in facts.items):
        yield "no line was classified in an entry: find that no licence is required"


@requirement("no line is listed, nor licensable by a notice")
def nothing_listed(action: str, facts: CaseStanding, actor: Actor, policy: Policy) -> Iterator[str]:
    for item in facts.items:
        if item.listed:
            yield f"line {item.line} is listed in {item.entry}"
        elif item.caught:
            yield f"line {item.line} is licensable by notice {item.caught}"


def _intended(facts: CaseStanding) -> str:
    return "intended measure" if facts.change in OWN_MOTION else "intended refusal"


def _ending(facts: CaseStanding, policy: Policy) -> str:
    """What the kind of application ends in; empty for a kind that the policy has dropped, and where a licence ends."""
    if facts.change in WITHOUT_LICENCE:
        return ""
    kind = policy.kinds.get(facts.kind)
    return kind.ends_in if kind else ""


def _goes_through(step: str, facts: CaseStanding, policy: Policy) -> bool:
    """Whether the kind of application goes through a step that not every kind does; goods that are licensed already
    are not classified anew for a licence to end."""
    if facts.change in WITHOUT_LICENCE and step == "classify":
        return False
    kind = policy.kinds.get(facts.kind)
    return kind is None or step in kind.steps
