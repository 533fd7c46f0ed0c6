"""How a policy groups figures for reports, and which it thinks too small to publish."""

from collections.abc import Mapping
from dataclasses import dataclass

from exeat.domain.review.policy.tables import Table
from exeat.domain.review.policy.when import covers


@dataclass(frozen=True)
class ReportGroup:
    """The entries that a report counts together, as patterns."""

    id: str
    title: str
    entry: tuple[str, ...]


@dataclass(frozen=True)
class ReportScheme:
    """A way to sort entries into groups; `source` is what asks for it."""

    id: str
    title: str
    source: str
    groups: tuple[ReportGroup, ...]

    def group_of(self, entry: str) -> str:
        """The id of the first group that covers the entry; "other" where none does."""
        return next((group.id for group in self.groups if any(covers(each, entry) for each in group.entry)), "other")


@dataclass(frozen=True)
class Reporting:
    """What statistics follow: a public figure of fewer than `least_exporters` exporters is withheld."""

    least_exporters: int
    schemes: Mapping[str, ReportScheme]


def read_reporting(table: Table) -> Reporting:
    """What `statistics.toml` says. Raises PolicyError."""
    return Reporting(
        least_exporters=table.integer("least_exporters", least=2),
        schemes=table.table("scheme", optional=True).named(_scheme),
    )


def _scheme(key: str, table: Table) -> ReportScheme:
    groups = tuple(
        ReportGroup(group.id(), group.text("title"), group.words("entry")) for group in table.tables("group")
    )
    if len({group.id for group in groups}) < len(groups):
        raise table.fault("group", "two groups have one id")
    return ReportScheme(key, table.text("title"), table.text("source"), groups)
