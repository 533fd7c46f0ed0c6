"""The capacities in which people act on a case."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A capacity. A person may hold several; each step of a case says which it needs."""

    EXPORTER = "exporter"
    OFFICER = "officer"
    REVIEWER = "reviewer"
    HEAD = "head"
    CUSTOMS = "customs"
    SECRETARY = "secretary"
    APPEAL = "appeal"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The role as a person reads it."""
        return _LABELS[self]


_LABELS = {
    Role.EXPORTER: "exporter",
    Role.OFFICER: "licensing officer",
    Role.REVIEWER: "agency reviewer",
    Role.HEAD: "head of the authority",
    Role.CUSTOMS: "customs officer",
    Role.SECRETARY: "committee secretary",
    Role.APPEAL: "member of the appeal body",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
    Role.SYSTEM: "Exeat itself",
}
