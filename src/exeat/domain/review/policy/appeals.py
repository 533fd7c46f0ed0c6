"""Which decisions an applicant may have reviewed, within which time, by whom, and how long that may take."""

from dataclasses import dataclass
from datetime import date, timedelta

from exeat.domain.review.policy.tables import Table
from exeat.domain.review.roles import Role

REVIEWABLE = ("refuse", "grant_with_conditions", "revoke_licence", "suspend_licence")
REVIEWERS = (Role.APPEAL, Role.HEAD)


@dataclass(frozen=True)
class Appeals:
    """`of` are decisions; `days` are calendar days from the decision, `working_days` those for the review."""

    of: tuple[str, ...]
    days: int
    legal_basis: str
    working_days: int
    decided_by: tuple[Role, ...]

    def until(self, decided: date) -> date:
        """The last day on which a review of a decision of that day may be asked for."""
        return decided + timedelta(days=self.days)


def read_appeals(table: Table) -> Appeals:
    """What `appeals.toml` says. Raises PolicyError."""
    return Appeals(
        of=table.words("of", REVIEWABLE),
        days=table.integer("days", least=1),
        legal_basis=table.text("legal_basis"),
        working_days=table.integer("working_days", least=1),
        decided_by=table.words("decided_by", REVIEWERS),
    )
