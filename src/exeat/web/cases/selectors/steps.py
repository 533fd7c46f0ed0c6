"""What a reader may do with a case now, and what stands in the way: the table's answers, before anything is tried."""

from __future__ import annotations

from dataclasses import dataclass, replace

from exeat.domain.review import (
    CASE_ACTIONS,
    CITING,
    DECISIONS,
    OWN_MOTION,
    Action,
    Actor,
    CaseStanding,
    CaseState,
    Refusal,
    case_action,
    offered,
    refusals,
)
from exeat.web.policy import policy

OUT_OF_PLACE = (
    "role", "own_case", "own_agency_asked", "kind_licensed", "kind_answered", "applied_for", "asked_for", "given_up",
    "own_motion", "announced",
)  # fmt: skip
"""Refusals that no work on the case can lift: the step is somebody else's, or of another kind of application."""
OF_SIGNING = ("may_sign", "countersigned", "separate", "never_recommender", "no_conditions_agreed")
"""Refusals of a grant that say nothing of the case itself."""
OF_A_MEASURE = {"request_information": "ask the holder", "intend_refusal": "hear the holder again"}
"""What steps are called where nobody applied for anything."""


@dataclass(frozen=True)
class Step:
    """A step that the state and the person's capacity allow, with the reasons why it cannot be taken yet."""

    name: str
    label: str
    refusals: tuple[Refusal, ...]

    @property
    def possible(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.refusals

    @property
    def heading(self) -> str:
        """The label as a heading."""
        return self.label[:1].upper() + self.label[1:]


def steps_of(standing: CaseStanding, actor: Actor) -> dict[str, Step]:
    """The steps of a case to offer, by name, in the table's order."""
    return steps_among(CASE_ACTIONS, standing, actor)


def steps_among(actions: tuple[Action, ...], standing: CaseStanding, actor: Actor) -> dict[str, Step]:
    """The steps of a table to offer, by name, in the table's order."""
    steps = (_step(action, standing, actor) for action in offered(standing, actor, actions))
    return {step.name: step for step in steps if not any(r.code in OUT_OF_PLACE for r in step.refusals)}


def decisions_of(steps: dict[str, Step]) -> list[Step]:
    """Those of the steps that decide the case."""
    return [steps[name] for name in DECISIONS if name in steps]


@dataclass(frozen=True)
class Signing:
    """Who signs what, as the reader should know it before signing.

    `due`: a second signature is needed before the decision. `forfeits`: the reader may sign the decision, and could not
    any more after countersigning. `against_grant`: what would stand in the way of a grant, whoever decides.
    """

    due: bool
    forfeits: bool
    against_grant: tuple[Refusal, ...]


def signing_of(standing: CaseStanding, actor: Actor) -> Signing:
    """What the reader should know before recommending or countersigning."""
    recommended = replace(standing, state=CaseState.RECOMMENDED)
    against = refusals(case_action("grant"), recommended, actor, policy())
    parted = any(set(pair) == {"countersign", "decide"} for pair in policy().separation.different)
    signs = not {"role", "may_sign", "never_recommender"} & {refusal.code for refusal in against}
    applies = standing.change not in OWN_MOTION and not any(one.code in OUT_OF_PLACE for one in against)
    return Signing(
        due=standing.countersignature_needed,
        forfeits=parted and signs,
        against_grant=tuple(one for one in against if one.code not in OF_SIGNING) if applies else (),
    )


def _step(action: Action, standing: CaseStanding, actor: Actor) -> Step:
    # Which grounds a refusal or a measure will cite is written in the form that this step offers.
    citing = action.name in ("intend_refusal", *CITING)
    facts = replace(standing, grounds=tuple(policy().grounds_for(standing.change))) if citing else standing
    label = OF_A_MEASURE.get(action.name, action.label) if standing.change in OWN_MOTION else action.label
    return Step(action.name, label, tuple(refusals(action, facts, actor, policy())))
