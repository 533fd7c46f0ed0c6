"""Worked examples of a policy: what is given, and what must follow. They are the tests of whoever writes a policy.

`examples/*.toml` in a policy's folder hold tables headed `[[example]]`, each with a `title`, one thing given (`facts`,
`application`, `clock`, `grant` or `finding`) and what to `expect` of it. docs/policy.md shows each form.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from exeat.domain.review.application import NATURES, PARTY_ROLES, Application
from exeat.domain.review.blocks import grant_blocks
from exeat.domain.review.clock import ClockError, ClockEvent, EventKind, read_clock
from exeat.domain.review.completeness import missing
from exeat.domain.review.policy.changes import CHANGEABLE, COMPUTED
from exeat.domain.review.policy.model import Policy
from exeat.domain.review.policy.scrutiny import HISTORY
from exeat.domain.review.policy.tables import PolicyError, Table
from exeat.domain.review.policy.when import ReferralFacts, ReferralItem
from exeat.domain.review.referral import referrals_due
from exeat.domain.review.risk import History, risk_of

_EVENTS: tuple[EventKind, ...] = ("start", "pause", "resume", "stop", "extend")


@dataclass(frozen=True)
class ExampleResult:
    """How an example came out: `failures` are sentences, none when it holds; `criteria` are those that it triggered."""

    file: str
    title: str
    failures: tuple[str, ...]
    criteria: frozenset[str] = frozenset()

    @property
    def holds(self) -> bool:
        """Whether everything followed as expected."""
        return not self.failures


def run_examples(folder: Path, policy: Policy) -> list[ExampleResult]:
    """Run the examples in `folder`/examples, in the order of files and of examples within them.

    Raises PolicyError when an example cannot be read.
    """
    return [
        _run(example, policy)
        for path in sorted((folder / "examples").glob("*.toml"))
        for example in _examples(Table.from_file(path))
    ]


def untried_criteria(results: list[ExampleResult], policy: Policy) -> list[str]:
    """The ids of criteria that no example triggers."""
    tried = frozenset[str]().union(*(result.criteria for result in results))
    return [criterion.id for criterion in policy.criteria if criterion.id not in tried]


def _examples(table: Table) -> list[Table]:
    examples = table.tables("example")
    if not examples:
        raise PolicyError(table.file, "", "expected examples headed [[example]]")
    for key in table.data:
        if key != "example":
            raise table.fault(key, "unknown key; expected example")
    return examples


def _run(example: Table, policy: Policy) -> ExampleResult:
    title, expect = example.text("title"), example.raw("expect")
    given = [kind for kind in _RUNNERS if example.has(kind)]
    if len(given) != 1:
        raise example.fault(
            "title", f"an example gives one of {', '.join(_RUNNERS)}, found {', '.join(given) or 'none'}"
        )
    found, criteria = _RUNNERS[given[0]](example, policy)
    failures = tuple(_differences(example, expect, found))
    example.close()
    return ExampleResult(example.file, title, failures, criteria)


Found = Mapping[str, object]
"""What followed, under the keys of `expect`."""


def _differences(example: Table, expect: Found, found: Found) -> Iterator[str]:
    """Sentences on what was expected and did not follow; only what the example states is compared."""
    for key in expect or [""]:
        if key not in found:
            raise example.fault(f"expect.{key}", f"unknown key; expected some of {', '.join(found)}")
    for key, expected in expect.items():
        came = found[key]
        if isinstance(expected, dict) and isinstance(came, dict):
            yield from _parts(key, expected, came)
        elif expected != came:
            yield f"{key}: expected {expected!r}, found {came!r}"


def _parts(key: str, expected: Mapping[str, object], found: Mapping[str, object]) -> Iterator[str]:
    """The same for each part by itself, such as an agency that is asked."""
    for part in sorted({*expected, *found}):
        if expected.get(part) != found.get(part):
            wanted, came = expected.get(part, "nothing"), found.get(part, "nothing")
            yield f"{key}.{part}: expected {wanted}, found {came}"


def _run_facts(example: Table, policy: Policy) -> tuple[Found, frozenset[str]]:
    facts = _facts(example.table("facts"), policy)
    referrals = referrals_due(facts, policy)
    found = {
        "referrals": {
            due.agency: {
                "working_days": due.working_days,
                "silence": due.silence,
                "criteria": [criterion.id for criterion in due.criteria],
            }
            for due in referrals
        },
        "countersignature": policy.needs_countersignature(facts),
    }
    return found, frozenset(criterion.id for due in referrals for criterion in due.criteria)


def _facts(table: Table, policy: Policy) -> ReferralFacts:
    items = tuple(_item(item) for item in table.tables("items"))
    return ReferralFacts(
        items=items,
        destination=table.text("destination"),
        countries=table.words("countries", default=()),
        end_user_kinds=table.words("end_user_kinds", tuple(policy.end_user_kinds), default=()),
        military=table.flag("military", default=False),
        wmd=table.flag("wmd", default=False),
        total_value=sum((item.value for item in items), Decimal(0)),
        kind=table.word("kind", tuple(policy.kinds), default="export"),
        roles=table.words("roles", PARTY_ROLES, default=()),
        change=table.word("change", tuple(policy.changes)) if table.has("change") else "",
        changed=table.words("changed", (*CHANGEABLE, *COMPUTED), default=()),
    )


def _item(table: Table) -> ReferralItem:
    return ReferralItem(
        entry=table.text("entry", default=""),
        regimes=table.words("regimes", default=()),
        value=table.decimal("value", default=Decimal(0)),
        nature=table.word("nature", NATURES, default="goods"),
    )


def _run_application(example: Table, policy: Policy) -> tuple[Found, frozenset[str]]:
    application = Application.draft_from_json(example.raw("application"))
    at_hand = [document.kind for document in application.documents]
    lacking = missing(application, policy, at_hand)
    return {"missing": [lack.path for lack in lacking]}, frozenset()


def _run_clock(example: Table, policy: Policy) -> tuple[Found, frozenset[str]]:
    clock = example.table("clock")
    zone, kind = policy.state.timezone, clock.word("kind", tuple(policy.kinds))
    events = [
        ClockEvent(
            at=event.moment("at", zone),
            kind=event.word("kind", _EVENTS),
            reason=event.word("reason", tuple(policy.clocks.pauses)) if event.has("reason") else "",
            days=event.integer("days", least=1) if event.has("days") else 0,
        )
        for event in clock.tables("events")
    ]
    try:
        reading = read_clock(events, policy.clocks.limits[kind], policy.calendar, clock.moment("now", zone), zone)
    except ClockError as fault:
        raise clock.fault("events", str(fault))
    found = {
        "days_used": reading.days_used,
        "limit": reading.limit,
        "due": reading.due or "none",
        "paused_by": reading.paused_by or "none",
        "overdue": reading.overdue,
        "running": reading.running,
    }
    return found, frozenset()


def _run_grant(example: Table, policy: Policy) -> tuple[Found, frozenset[str]]:
    grant = example.table("grant")
    blocks = grant_blocks(
        destination=grant.text("destination"),
        countries=grant.words("countries", default=()),
        confirmed_lists=grant.words("confirmed_hits", default=()),
        policy=policy,
    )
    return {"blocks": [f"{block.kind} {block.subject}" for block in blocks]}, frozenset()


def _run_risk(example: Table, policy: Policy) -> tuple[Found, frozenset[str]]:
    table = example.table("risk")
    past = table.table("history", optional=True)
    history = History(**{name: past.integer(name, least=0, default=0) for name in HISTORY})
    flags = table.words("flags", tuple(policy.red_flags), default=())
    risk = risk_of(_facts(table, policy), history, flags, policy)
    found = {"total": risk.total, "level": risk.level.id, "points": [point.id for point in risk.points]}
    return found, frozenset()


def _run_finding(example: Table, policy: Policy) -> tuple[Found, frozenset[str]]:
    finding, rules = example.table("finding"), policy.inspection
    severity, disclosed = finding.word("severity", tuple(rules.severities)), False
    if finding.has("disclosed_on"):
        disclosed = rules.disclosed_in_time(finding.day("discovered_on"), finding.day("disclosed_on"))
    found = {
        "measures": [measure.id for measure in rules.open_measures(severity, disclosed=disclosed)],
        "due": rules.due(severity, finding.day("found_on")),
    }
    return found, frozenset()


_RUNNERS: dict[str, Callable[[Table, Policy], tuple[Found, frozenset[str]]]] = {
    "facts": _run_facts,
    "application": _run_application,
    "clock": _run_clock,
    "grant": _run_grant,
    "risk": _run_risk,
    "finding": _run_finding,
}
