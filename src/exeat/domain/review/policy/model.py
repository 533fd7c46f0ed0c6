"""What a state's policy says, as values. `load.py` reads them from the policy's files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from exeat.domain.review.calendar import WorkingCalendar
from exeat.domain.review.policy.appeals import Appeals
from exeat.domain.review.policy.changes import OWN_MOTION, ChangeRule
from exeat.domain.review.policy.committee import CommitteeRules
from exeat.domain.review.policy.conditions import ConditionTemplate, ObligationRules
from exeat.domain.review.policy.correspondence import Correspondence
from exeat.domain.review.policy.general import GeneralAuthorisation
from exeat.domain.review.policy.inspection import InspectionRules
from exeat.domain.review.policy.kinds import Kind
from exeat.domain.review.policy.reporting import Reporting
from exeat.domain.review.policy.scrutiny import CatchAll, RedFlag, RiskRules
from exeat.domain.review.policy.when import ReferralFacts, When

Silence = Literal["no_objection", "escalate", "never_consent"]
Effect = Literal["binding", "advisory"]
EmbargoScope = Literal["destination", "involved"]
SEPARABLE_STEPS = ("register", "classify", "recommend", "countersign", "decide")
"""The steps of which a policy may say that they need different people."""

CountersignatureRule = Literal["always", "never", "when"]


@dataclass(frozen=True)
class State:
    """The licensing state and its authority.

    `languages` are IETF tags, the first being the one that binds. `licence_number` and `case_number` are formats with
    the fields `year` and `serial`: `"XA-{year}-{serial:05d}"`.
    """

    name: str
    country: str
    timezone: ZoneInfo
    languages: tuple[str, ...]
    currency: str
    authority_name: str
    authority_address: str
    licence_number: str
    case_number: str


@dataclass(frozen=True)
class Agency:
    """A body that is asked for its position, or that handles the case. `short` is its name where room is scarce."""

    id: str
    name: str
    kind: str
    email: str
    short: str


@dataclass(frozen=True)
class Criterion:
    """A written rule that sends a case to agencies. `silence` is None where the policy's default applies."""

    id: str
    text: str
    provision: str
    agencies: tuple[str, ...]
    working_days: int
    silence: Silence | None
    when: When


@dataclass(frozen=True)
class NeverSilent:
    """Goods for which an agency's silence is never consent."""

    text: str
    provision: str
    when: When


@dataclass(frozen=True)
class SilenceRules:
    """What an agency's silence means at its deadline, unless a criterion or the goods say otherwise."""

    default: Silence
    never_consent: tuple[NeverSilent, ...]


@dataclass(frozen=True)
class PauseReason:
    """A reason that lawfully stops the clock."""

    id: str
    title: str
    legal_basis: str


@dataclass(frozen=True)
class ExtensionRule:
    """By how many working days in all the authority may extend its time for a case, and on what legal basis."""

    working_days: int
    legal_basis: str


@dataclass(frozen=True)
class Clocks:
    """Limits in working days: of a case by its kind, of a referral by default, of an applicant's answer.

    Without `extension` no case's time is extended.
    """

    limits: Mapping[str, int]
    referral_days: int
    answer_days: int
    pauses: Mapping[str, PauseReason]
    extension: ExtensionRule | None = None


@dataclass(frozen=True)
class Ground:
    """A legal provision that a refusal, or a measure against a licence, may cite."""

    id: str
    title: str
    provision: str
    text: str
    of: tuple[str, ...]


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document, with what an upload may be: size in megabytes (10^6 bytes) and media types."""

    id: str
    title: str
    max_mb: int
    media_types: tuple[str, ...]


@dataclass(frozen=True)
class DocumentRule:
    """A document that the cases it applies to must bring."""

    id: str
    document: str
    text: str
    provision: str
    when: When


@dataclass(frozen=True)
class FieldRule:
    """A field, optional in general, that the cases it applies to must fill: `path` as in `items.facts`."""

    id: str
    path: str
    text: str
    provision: str
    when: When


@dataclass(frozen=True)
class PartyRule:
    """Party roles of which the cases it applies to must name at least one."""

    id: str
    roles: tuple[str, ...]
    text: str
    provision: str
    when: When


@dataclass(frozen=True)
class CompletenessRules:
    """What must be there before a case is registered."""

    documents: tuple[DocumentRule, ...]
    fields: tuple[FieldRule, ...]
    parties: tuple[PartyRule, ...]


@dataclass(frozen=True)
class WatchlistPolicy:
    """The legal effect of a watchlist: a confirmed hit on a binding one blocks a grant. `min_score` is in 0..1."""

    effect: Effect
    min_score: float
    legal_basis: str


@dataclass(frozen=True)
class Embargo:
    """A country to which, or (scope "involved") with which, nothing moves without a recorded exemption."""

    country: str
    legal_basis: str
    scope: EmbargoScope


@dataclass(frozen=True)
class Countersignature:
    """When a recommendation needs a second officer's signature."""

    rule: CountersignatureRule
    when: tuple[When, ...]

    def required(self, facts: ReferralFacts) -> bool:
        """Whether a case with these facts needs the countersignature."""
        if self.rule == "when":
            return any(when.holds(facts) for when in self.when)
        return self.rule == "always"


@dataclass(frozen=True)
class Separation:
    """Steps of one case that need different people, beside recommending and deciding, which always do."""

    different: tuple[tuple[str, str], ...]
    countersignature: Countersignature


@dataclass(frozen=True)
class Letter:
    """The fixed words of a letter to the applicant."""

    id: str
    title: str
    opening: str
    closing: str


@dataclass(frozen=True)
class LicenceTerms:
    """Validity in months by kind of application; tolerance in percent by unit."""

    validity_months: Mapping[str, int]
    tolerance_percent: Mapping[str, Decimal]

    def tolerance(self, unit: str) -> Decimal:
        """The percentage by which a line in `unit` may be exceeded; zero for a unit that the policy does not name."""
        return self.tolerance_percent.get(unit, Decimal(0))


@dataclass(frozen=True)
class Retention:
    """How long records are kept after a case is closed."""

    years: int
    legal_basis: str


@dataclass(frozen=True)
class Hearing:
    """Whether a refusal is notified as intended first, and how many working days the applicant has to answer."""

    required: bool
    working_days: int


@dataclass(frozen=True)
class Withheld:
    """How a paragraph of reasons is marked that the applicant is not told, and what the letter says instead."""

    marking: str
    sentence: str


@dataclass(frozen=True)
class Reading:
    """Up to which marking the applicant reads documents of a case, and the agencies and bodies outside the authority;
    the authority reads whatever it holds."""

    applicant: str
    agencies: str


@dataclass(frozen=True)
class Denials:
    """How long a denial is in force, how long a denying state has to answer, and how alike a party must be to one.

    `review_days` before it runs out it is to be reviewed; notices of ours go to the `addressees`.
    """

    valid_months: int
    review_days: int
    consultation_days: int
    least_score: float
    addressees: tuple[str, ...]


@dataclass(frozen=True)
class Cooperation:
    """What offers of partners are weighed at.

    `gain_steps` are (share of a capability's gap, worth of a unit); `costs` what is taken off a plan's worth, by name;
    `travel` each agency's money in the state's currency. Text marked above `highest_marking` is refused. Who was away
    reports within `report_days` working days; after `trust` units that were expected of events of one host and kind,
    what they achieved counts half of the estimate for the next.
    """

    reserve: float
    highest_marking: str
    gain_steps: tuple[tuple[Decimal, Decimal], ...]
    costs: Mapping[str, Decimal]
    travel: Mapping[str, Decimal]
    report_days: int
    trust: int
    correspondence: Correspondence


@dataclass(frozen=True)
class Policy:
    """A version of a state's licensing policy, every reference in it checked.

    `sha256` is of the policy's files (worked examples left out). `exchange` gives, for each currency in which an
    application may state values, the worth of one unit in the state's currency; it serves thresholds only.
    `dismissals_stand` says whether a dismissed match of the same two parties stands until something relevant changes.
    `public_lists` are the control lists that anybody may read, each with what allows it.
    """

    id: str
    version: str
    in_force_from: date
    sha256: str
    state: State
    calendar: WorkingCalendar
    holiday_names: Mapping[date, str]
    kinds: Mapping[str, Kind]
    changes: Mapping[str, ChangeRule]
    general: Mapping[str, GeneralAuthorisation]
    agencies: Mapping[str, Agency]
    end_user_kinds: Mapping[str, str]
    criteria: tuple[Criterion, ...]
    silence: SilenceRules
    clocks: Clocks
    grounds: Mapping[str, Ground]
    conditions: Mapping[str, ConditionTemplate]
    obligations: ObligationRules
    documents: Mapping[str, DocumentKind]
    reading: Reading
    completeness: CompletenessRules
    watchlists: Mapping[str, WatchlistPolicy]
    watchlist_default: WatchlistPolicy
    dismissals_stand: bool
    public_lists: Mapping[str, str]
    embargoes: tuple[Embargo, ...]
    separation: Separation
    signatories: tuple[str, ...]
    committee: CommitteeRules
    appeals: Appeals
    catch_all: CatchAll
    red_flags: Mapping[str, RedFlag]
    risk: RiskRules
    hearing: Hearing
    withheld: Withheld
    licence: LicenceTerms
    letters: Mapping[str, Letter]
    retention: Retention
    denials: Denials
    inspection: InspectionRules
    exchange: Mapping[str, Decimal]
    cooperation: Cooperation
    reporting: Reporting

    def watchlist(self, list_id: str) -> WatchlistPolicy:
        """The legal effect of a watchlist; the default for one that the policy does not name."""
        return self.watchlists.get(list_id, self.watchlist_default)

    def needs_countersignature(self, facts: ReferralFacts) -> bool:
        """Whether a case with these facts needs a second officer's signature; never one of a kind that does without."""
        kind = self.kinds.get(facts.kind)
        return (kind is None or "countersign" in kind.steps) and self.separation.countersignature.required(facts)

    def grounds_for(self, change: str) -> Mapping[str, Ground]:
        """The grounds that may be cited: against a licence in a proceeding of the authority's own motion, else
        against an application."""
        of = "measure" if change in OWN_MOTION else "refusal"
        return {key: ground for key, ground in self.grounds.items() if of in ground.of}

    def in_own_currency(self, value: Decimal, currency: str) -> Decimal:
        """`value` in the state's currency; infinite without a rate, so that every threshold counts as reached."""
        rate = self.exchange.get(currency)
        return Decimal("Infinity") if rate is None else value * rate
