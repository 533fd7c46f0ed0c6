"""What a policy asks about end use, what it makes licensable beyond the lists, and what it counts as risk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from exeat.domain.review.policy.tables import Table
from exeat.domain.review.policy.when import When

SIDES = ("exporter", "officer")
ABOUT = ("destination", "end_user", "goods", "route")
HISTORY = ("identical_denials", "alike_denials", "hits", "refusals", "late_obligations")


@dataclass(frozen=True)
class RedFlag:
    """A question on end use, whom it is asked, and what a yes weighs in points of risk."""

    id: str
    text: str
    asked: tuple[str, ...]
    weight: int
    source: str


@dataclass(frozen=True)
class Basis:
    """A provision that lets the authority make unlisted goods licensable."""

    id: str
    title: str
    provision: str


@dataclass(frozen=True)
class CatchAll:
    """How long a notice counts, how alike a party must be to one of its end users, how large a share of the words of
    its goods a line must have, and the bases it may rest on."""

    valid_months: int
    least_score: float
    goods_share: float
    bases: Mapping[str, Basis]


@dataclass(frozen=True)
class RiskFactor:
    """Points for what a case itself says; `about` is destination, end_user, goods or route."""

    id: str
    about: str
    text: str
    weight: int
    source: str
    when: When


@dataclass(frozen=True)
class HistoryFactor:
    """Points for each thing of the past, at most `most`; `of` is one of HISTORY."""

    id: str
    text: str
    of: str
    each: int
    most: int
    source: str


@dataclass(frozen=True)
class RiskLevel:
    """How closely a case of at least so many points is looked at."""

    id: str
    title: str
    least: int


@dataclass(frozen=True)
class RiskRules:
    """The points of a policy; levels stand from the lowest to the highest."""

    factors: tuple[RiskFactor, ...]
    history: tuple[HistoryFactor, ...]
    flags_most: int
    levels: tuple[RiskLevel, ...]


def read_red_flags(table: Table) -> dict[str, RedFlag]:
    """What `red_flags.toml` says, by id. Raises PolicyError."""
    flags = [_flag(part) for part in table.tables("flag")]
    if len({flag.id for flag in flags}) < len(flags):
        raise table.fault("flag", "two flags have one id")
    return {flag.id: flag for flag in flags}


def read_catch_all(table: Table) -> CatchAll:
    """What `catch_all.toml` says. Raises PolicyError."""
    return CatchAll(
        valid_months=table.integer("valid_months", least=1),
        least_score=table.share("least_score"),
        goods_share=table.share("goods_share", 0.5),
        bases=table.table("basis").named(lambda key, part: Basis(key, part.text("title"), part.text("provision"))),
    )


def read_risk(table: Table, when: Callable[[Table], When]) -> RiskRules:
    """What `risk.toml` says; `when` reads the tests in a table. Raises PolicyError."""
    levels = tuple(_level(part) for part in table.tables("level"))
    if not levels or levels[0].least != 0 or sorted(levels, key=lambda one: one.least) != list(levels):
        raise table.fault("level", "expected levels from the lowest to the highest, the first from 0 points")
    return RiskRules(
        factors=tuple(_factor(part, when) for part in table.tables("factor")),
        history=tuple(_history(part) for part in table.tables("history")),
        flags_most=table.table("flags").integer("most", least=0),
        levels=levels,
    )


def _flag(part: Table) -> RedFlag:
    asked = part.words("asked", SIDES)
    return RedFlag(part.id(), part.text("text"), asked, part.integer("weight", least=0), part.text("source"))


def _level(part: Table) -> RiskLevel:
    return RiskLevel(part.id(), part.text("title"), part.integer("least", least=0))


def _factor(part: Table, when: Callable[[Table], When]) -> RiskFactor:
    tests = when(part.table("when"))
    if "risk_at_least" in tests.stated:
        raise part.fault("when.risk_at_least", "points cannot depend on points")
    about, text, source = part.word("about", ABOUT), part.text("text"), part.text("source")
    return RiskFactor(part.id(), about, text, part.integer("weight", least=1), source, tests)


def _history(part: Table) -> HistoryFactor:
    of, each, most = part.word("of", HISTORY), part.integer("each", least=1), part.integer("most", least=1)
    return HistoryFactor(part.id(), part.text("text"), of, each, most, part.text("source"))
