"""Each file of a policy, read into its values. `read` takes them in the order in which they refer to one another."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from exeat.domain.review.calendar import WorkingCalendar
from exeat.domain.review.policy import model
from exeat.domain.review.policy.appeals import read_appeals
from exeat.domain.review.policy.changes import read_changes
from exeat.domain.review.policy.committee import read_committee
from exeat.domain.review.policy.conditions import (
    ConditionTemplate,
    ObligationRule,
    ObligationRules,
    read_condition,
    read_obligation,
)
from exeat.domain.review.policy.correspondence import read_correspondence
from exeat.domain.review.policy.general import read_general
from exeat.domain.review.policy.inspection import read_inspection
from exeat.domain.review.policy.kinds import Kind, read_kind
from exeat.domain.review.policy.reporting import read_reporting
from exeat.domain.review.policy.rules import COUNTRIES, RuleReader
from exeat.domain.review.policy.scrutiny import read_catch_all, read_red_flags, read_risk
from exeat.domain.review.policy.tables import Table
from exeat.domain.review.roles import Role

LETTERS = (
    "returned",
    "request_for_information",
    "intended_refusal",
    "refusal",
    "review_received",
    "review_decided",
    "catch_all_notice",
    "catch_all_revoked",
    "denial_notice",
    "no_licence_required",
    "surrender_acknowledged",
    "intended_measure",
    "measure_taken",
    "measure_dropped",
)
"""The letters that the authority sends beside the licence itself."""

PAUSE_OF_REQUESTS = "information_request"
"""The pause that every policy must give a legal basis: the one of a request for information to the applicant."""

MARKINGS = ("unmarked", "restricted", "confidential", "secret")
"""What an installation may be trusted with; nothing holds top secret."""

COSTS = ("shortfall", "unfairness", "ask_to_move", "ask_to_fund", "own_money", "late_case")
"""What is taken off the worth of a cooperation plan."""

_EFFECTS: tuple[model.Effect, ...] = get_args(model.Effect)
_SCOPES: tuple[model.EmbargoScope, ...] = get_args(model.EmbargoScope)
_COUNTERSIGNATURES: tuple[model.CountersignatureRule, ...] = get_args(model.CountersignatureRule)


def read(tables: Mapping[str, Table], *, sha256: str) -> model.Policy:
    """The policy in these files, by file name. Raises PolicyError."""
    root, decision = tables["policy.toml"], tables["decision.toml"]
    state = _state(root.table("state"))
    holidays = _holidays(tables["calendar.toml"])
    documents = tables["documents.toml"].named(_document_kind)
    kinds = tables["kinds.toml"].named(lambda key, part: read_kind(key, part, state.languages, tuple(documents)))
    agencies = tables["agencies.toml"].named(_agency)
    clocks = _clocks(tables["clocks.toml"], kinds)
    end_user_kinds = tables["criteria.toml"].table("end_user_kind").texts()
    rules = RuleReader.from_criteria(tables["criteria.toml"], kinds, end_user_kinds)
    conditions = tables["conditions.toml"].named(read_condition)
    return model.Policy(
        id=root.id(),
        version=root.text("version"),
        in_force_from=root.day("in_force_from"),
        sha256=sha256,
        state=state,
        calendar=_calendar(tables["calendar.toml"], holidays),
        holiday_names=holidays,
        kinds=kinds,
        changes=read_changes(tables["changes.toml"]),
        general=tables["general.toml"].named(lambda key, part: read_general(key, part, state.languages, COUNTRIES)),
        agencies=agencies,
        end_user_kinds=end_user_kinds,
        criteria=rules.criteria(tables["criteria.toml"], agencies, clocks.referral_days),
        silence=rules.silence(tables["criteria.toml"].table("silence")),
        clocks=clocks,
        grounds=tables["grounds.toml"].named(_ground),
        conditions=conditions,
        obligations=_obligations(tables["obligations.toml"], rules, conditions, documents),
        documents=documents,
        reading=_reading(root.table("reading", optional=True)),
        completeness=rules.completeness(tables["completeness.toml"], documents),
        watchlists=tables["watchlists.toml"].table("watchlist", optional=True).named(_watchlist),
        watchlist_default=_watchlist("default", tables["watchlists.toml"].table("default")),
        dismissals_stand=tables["watchlists.toml"].flag("dismissals_stand"),
        public_lists=tables["control_lists.toml"].table("public", optional=True).texts(),
        embargoes=tuple(_embargo(table) for table in tables["embargoes.toml"].tables("embargo")),
        separation=_separation(decision, rules),
        signatories=decision.words("signatories", tuple(role.value for role in Role)),
        committee=read_committee(tables["committee.toml"], agencies, rules.when),
        appeals=read_appeals(tables["appeals.toml"]),
        catch_all=read_catch_all(tables["catch_all.toml"]),
        red_flags=read_red_flags(tables["red_flags.toml"]),
        risk=read_risk(tables["risk.toml"], rules.when),
        hearing=_hearing(decision.table("hearing")),
        withheld=_withheld(decision.table("withheld")),
        licence=_licence(tables["licence.toml"], kinds),
        letters={key: _letter(key, tables["letters.toml"].table(key)) for key in LETTERS},
        retention=_retention(root.table("retention")),
        denials=_denials(tables["denials.toml"]),
        inspection=read_inspection(tables["inspection.toml"], agencies),
        exchange=_exchange(root.table("exchange", optional=True), state.currency),
        cooperation=_cooperation(tables["cooperation.toml"], agencies),
        reporting=read_reporting(tables["statistics.toml"]),
    )


def _state(table: Table) -> model.State:
    zone = table.text("timezone")
    try:
        timezone = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise table.fault("timezone", f"expected a zone of the IANA database, such as Europe/Tallinn, found {zone!r}")
    return model.State(
        name=table.text("name"),
        country=table.word("country", COUNTRIES),
        timezone=timezone,
        languages=table.words("languages"),
        currency=table.text("currency"),
        authority_name=table.text("authority_name"),
        authority_address=table.text("authority_address"),
        licence_number=_number_format(table, "licence_number"),
        case_number=_number_format(table, "case_number"),
    )


def _number_format(table: Table, key: str) -> str:
    """A format whose numbers differ with the year and with the serial."""
    pattern = table.text(key)
    try:
        numbers = {pattern.format(year=year, serial=serial) for year in (2027, 2028) for serial in (1, 2)}
    except (KeyError, IndexError, ValueError, AttributeError):
        numbers = set()
    if len(numbers) < 4:
        raise table.fault(key, 'expected a format with year and serial, such as "XA-{year}-{serial:05d}"')
    return pattern


def _holidays(table: Table) -> dict[date, str]:
    holidays: dict[date, str] = {}
    for holiday in table.tables("holiday"):
        day = holiday.day("date")
        if day in holidays:
            raise holiday.fault("date", f"{day} is listed twice")
        holidays[day] = holiday.text("name")
    return holidays


def _hearing(table: Table) -> model.Hearing:
    return model.Hearing(table.flag("required"), table.integer("working_days", least=1))


def _withheld(table: Table) -> model.Withheld:
    return model.Withheld(table.text("marking"), table.text("sentence"))


def _denials(table: Table) -> model.Denials:
    return model.Denials(
        valid_months=table.integer("valid_months", least=1),
        review_days=table.integer("review_days", least=0),
        consultation_days=table.integer("consultation_days", least=1),
        least_score=table.share("least_score"),
        addressees=table.words("addressees"),
    )


def _cooperation(table: Table, agencies: Mapping[str, model.Agency]) -> model.Cooperation:
    costs, travel = table.table("costs"), table.table("travel", optional=True).decimals()
    for agency in travel:
        if agency not in agencies:
            raise table.fault(f"travel.{agency}", "agencies.toml has no such agency")
    return model.Cooperation(
        reserve=table.share("reserve"),
        highest_marking=table.word("highest_marking", MARKINGS),
        gain_steps=table.pairs("gain_steps"),
        costs={name: costs.decimal(name) for name in COSTS},
        travel=travel,
        report_days=table.integer("report_days", least=1),
        trust=table.integer("trust", least=1),
        correspondence=read_correspondence(table.table("correspondence")),
    )


def _calendar(table: Table, holidays: Mapping[date, str]) -> WorkingCalendar:
    try:
        return WorkingCalendar(frozenset(table.integers("weekend")), frozenset(holidays))
    except ValueError as fault:
        raise table.fault("weekend", str(fault).removeprefix("weekend: "))


def _exchange(table: Table, own: str) -> dict[str, Decimal]:
    """The rates, the state's own currency at 1 among them."""
    return {own: Decimal(1), **table.decimals()}


def _retention(table: Table) -> model.Retention:
    return model.Retention(table.integer("years", least=1), table.text("legal_basis"))


def _reading(table: Table) -> model.Reading:
    everything = MARKINGS[-1]
    return model.Reading(
        applicant=table.word("applicant", MARKINGS, everything), agencies=table.word("agencies", MARKINGS, everything)
    )


def _agency(key: str, table: Table) -> model.Agency:
    short = table.text("short") if table.has("short") else key
    return model.Agency(key, table.text("name"), table.text("kind"), table.text("email"), short)


def _clocks(table: Table, kinds: Mapping[str, Kind]) -> model.Clocks:
    pauses = table.table("pause").named(
        lambda key, part: model.PauseReason(key, part.text("title"), part.text("legal_basis"))
    )
    if PAUSE_OF_REQUESTS not in pauses:
        raise table.fault(f"pause.{PAUSE_OF_REQUESTS}", "required: requests to the applicant stop the clock by it")
    return model.Clocks(
        limits={kind.id: kind.working_days for kind in kinds.values()},
        referral_days=table.table("referral").integer("working_days", least=1),
        answer_days=table.table("answer").integer("working_days", least=1),
        pauses=pauses,
        extension=_extension(table.table("extension")) if table.has("extension") else None,
    )


def _extension(table: Table) -> model.ExtensionRule:
    return model.ExtensionRule(table.integer("working_days", least=1), table.text("legal_basis"))


def _ground(key: str, table: Table) -> model.Ground:
    of = table.words("of", ("refusal", "measure")) if table.has("of") else ("refusal",)
    return model.Ground(key, table.text("title"), table.text("provision"), table.text("text"), of)


def _obligations(
    table: Table, rules: RuleReader, conditions: Mapping[str, ConditionTemplate], documents: Mapping[str, object]
) -> ObligationRules:
    overdue = table.table("overdue")

    def read(key: str, part: Table) -> ObligationRule:
        return read_obligation(key, part, rules.when(part.table("when", optional=True)), conditions, tuple(documents))

    return ObligationRules(
        remind_days=overdue.integer("remind_working_days", least=1),
        overdue_blocks_grant=overdue.flag("blocks_grant"),
        rules=table.table("obligation", optional=True).named(read),
    )


def _document_kind(key: str, table: Table) -> model.DocumentKind:
    return model.DocumentKind(key, table.text("title"), table.integer("max_mb", least=1), table.words("media_types"))


def _watchlist(_: str, table: Table) -> model.WatchlistPolicy:
    return model.WatchlistPolicy(table.word("effect", _EFFECTS), table.share("min_score"), table.text("legal_basis"))


def _embargo(table: Table) -> model.Embargo:
    return model.Embargo(table.word("country", COUNTRIES), table.text("legal_basis"), table.word("scope", _SCOPES))


def _separation(table: Table, rules: RuleReader) -> model.Separation:
    pairs = []
    for part in table.tables("different"):
        steps = part.words("steps", model.SEPARABLE_STEPS)
        if len(set(steps)) != 2:
            raise part.fault("steps", "expected two different steps")
        pairs.append((steps[0], steps[1]))
    countersignature = table.table("countersignature")
    rule = countersignature.word("rule", _COUNTERSIGNATURES)
    cases = tuple(rules.when(case) for case in countersignature.tables("case"))
    if (rule == "when") != bool(cases):
        raise countersignature.fault("case", 'goes with rule = "when", and only with it')
    return model.Separation(tuple(pairs), model.Countersignature(rule, cases))


def _licence(table: Table, kinds: Mapping[str, Kind]) -> model.LicenceTerms:
    return model.LicenceTerms(
        validity_months={kind.id: kind.validity_months for kind in kinds.values()},
        tolerance_percent=table.table("tolerance_percent").decimals(),
    )


def _letter(key: str, table: Table) -> model.Letter:
    return model.Letter(key, table.text("title"), table.text("opening"), table.text("closing"))
