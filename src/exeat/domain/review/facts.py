"""What the rules look at: a case and a person, reduced to what matters for deciding whether a step may be taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from exeat.domain.review.roles import Role


class PositionKind(StrEnum):
    """What an agency says."""

    NO_OBJECTION = "no_objection"
    NO_OBJECTION_WITH_CONDITIONS = "no_objection_with_conditions"
    OBJECTION = "objection"
    NO_VIEW = "no_view"
    NEEDS_INFORMATION = "needs_information"

    @property
    def label(self) -> str:
        """The position as a person reads it."""
        return self.value.replace("_", " ").replace("objection with", "objection, with")


@dataclass(frozen=True)
class Actor:
    """A signed-in person at one moment.

    `roles` are those held in person; `deputising` maps a role held under a delegation to the colleagues for whom.
    """

    user_id: int | None
    roles: frozenset[Role]
    agency: str = ""
    exporters: frozenset[int] = frozenset()
    deputising: Mapping[Role, frozenset[int]] = field(default_factory=dict)

    def in_any(self, roles: Collection[Role]) -> bool:
        """Whether the person may act in one of these roles."""
        return any(role in self.roles or role in self.deputising for role in roles)

    def identities(self, roles: Collection[Role]) -> frozenset[int]:
        """The people whom a step in these roles counts as: the person and, when only deputising, the principals."""
        own = frozenset() if self.user_id is None else frozenset({self.user_id})
        if any(role in self.roles for role in roles):
            return own
        return own.union(*(self.deputising.get(role, frozenset()) for role in roles))


SYSTEM = Actor(user_id=None, roles=frozenset({Role.SYSTEM}))


@dataclass(frozen=True)
class ItemStanding:
    """A line of the application; `listed` is None until an officer has classified it.

    `caught` is the number of the notice that makes an unlisted line licensable.
    """

    line: int
    listed: bool | None
    entry: str = ""
    caught: str = ""


@dataclass(frozen=True)
class MatchStanding:
    """A match of a party with a watchlist; `effect` is the policy's word on the list: binding or advisory."""

    party: str
    list_id: str
    listed_id: str
    status: str
    effect: str
    exempted: bool = False


@dataclass(frozen=True)
class DenialStanding:
    """A denial in force that the case resembles; `own` when we made it. `answered` once an officer has settled it."""

    reference: str
    authority: str
    own: bool
    identical: bool
    answered: bool


@dataclass(frozen=True)
class NoticeStanding:
    """A catch-all notice in force that the case meets; `settled` once an officer has said to which lines it applies."""

    number: str
    settled: bool


@dataclass(frozen=True)
class FlagStanding:
    """A red flag that was raised; `weighed` once an officer has said what it comes to."""

    text: str
    weighed: bool


@dataclass(frozen=True)
class HearingStanding:
    """An intended refusal that was notified: until when the applicant may answer, and whether that is over."""

    due: date
    over: bool


@dataclass(frozen=True)
class AppealStanding:
    """A decision that the applicant may have reviewed until `until` (inclusive); `status` is empty, open, decided or
    withdrawn. `deciders` are all who recommended, countersigned or decided, with the principals of deputies.
    `on_review` when the decision was itself made on review.
    """

    decided: str
    until: date
    in_time: bool
    status: str = ""
    deciders: frozenset[int] = frozenset()
    on_review: bool = False


@dataclass(frozen=True)
class CommitteeStanding:
    """The case before the committee: `named` are the policy's criteria that send it there, as sentences; `status` is
    empty, waiting (on an agenda), escalated or concluded; `advice` is then one of grant, grant_with_conditions, refuse.
    """

    named: tuple[str, ...] = ()
    status: str = ""
    advice: str = ""


@dataclass(frozen=True)
class ReferralStanding:
    """An agency that was asked, its position in force, and what its silence means once the deadline has passed.

    `lifted` when the committee, or whoever decided after it, has agreed to a grant since the agency objected;
    `reminded` when the agency was reminded today.
    """

    agency: str
    position: PositionKind | None
    silence: str
    overdue: bool
    silence_applied: bool = False
    lifted: bool = False
    reminded: bool = False

    @property
    def owes(self) -> bool:
        """Whether the agency has not given its position, and its silence was not counted."""
        return self.position in (None, PositionKind.NEEDS_INFORMATION) and not self.silence_applied

    @property
    def late(self) -> bool:
        """Whether it owes its position past the day."""
        return self.overdue and self.owes


@dataclass(frozen=True)
class ConditionStanding:
    """A condition on a licence and the agency that asked for it (empty: the authority itself)."""

    title: str
    agency: str
    dropped: bool = False


@dataclass(frozen=True)
class OverrideStanding:
    """A recorded exception to a separation of duties; never for recommending and deciding."""

    steps: frozenset[str]
    expires: datetime


@dataclass(frozen=True)
class CaseStanding:
    """A case as the rules see it.

    `done_by` maps each step of the current round (since the case last came under review) to the people who took it,
    with their principals where they deputised; `recommenders` are those of every round, and who opened the
    proceeding. `missing` are sentences of the completeness rules, `embargoes` those on a country of the case
    without a recorded exemption. `grounds` are those that a refusal about to be made cites. `referrals_due` are the
    agencies that the criteria name. `change` is how the case changes a licence, `risk` the sum of the points of
    risk, `extended` the working days by which the authority's time was extended.
    """

    state: str
    now: datetime
    risk: int = 0
    extended: int = 0
    kind: str = "export"
    change: str = ""
    exporter_id: int | None = None
    exporter_verified: bool = True
    on_paper: bool = False
    missing: tuple[str, ...] = ()
    screened: bool = True
    items: tuple[ItemStanding, ...] = ()
    matches: tuple[MatchStanding, ...] = ()
    denials: tuple[DenialStanding, ...] = ()
    notices: tuple[NoticeStanding, ...] = ()
    flags: tuple[FlagStanding, ...] = ()
    hearing: HearingStanding | None = None
    referrals: tuple[ReferralStanding, ...] = ()
    referrals_due: tuple[str, ...] = ()
    committee: CommitteeStanding = CommitteeStanding()
    appeal: AppealStanding | None = None
    conditions: tuple[ConditionStanding, ...] = ()
    open_requests: int = 0
    overdue_obligations: tuple[str, ...] = ()
    embargoes: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    countersignature_needed: bool = True
    done_by: Mapping[str, frozenset[int]] = field(default_factory=dict)
    recommenders: frozenset[int] = frozenset()
    overrides: tuple[OverrideStanding, ...] = ()
