"""The changes that a licence in force may undergo, and what each may touch: `changes.toml`."""

from __future__ import annotations

from dataclasses import dataclass

from exeat.domain.review.policy.tables import Table

HOWS = ("amend", "extend", "replace", "transfer", "surrender", "suspend", "revoke")
OWN_MOTION = ("suspend", "revoke")
"""What the authority opens of its own motion against a licence, and hears its holder on."""
WITHOUT_LICENCE = ("surrender", *OWN_MOTION)
"""Changes that end in no other licence, and change nothing of what was licensed."""
CHANGEABLE = ("goods", "amounts", "parties", "end_use", "route", "holder", "validity", "reason")
"""Parts of what was licensed, as a change may touch them."""
COMPUTED = ("destination", "countries")
"""What follows from parties and route, and is told apart because criteria speak of it."""


@dataclass(frozen=True)
class ChangeRule:
    """A change of a licence: its limit in working days, the parts of CHANGEABLE that it may touch, and by how many
    months the last day of validity may move."""

    id: str
    title: str
    about: str
    working_days: int
    may_change: tuple[str, ...]
    months_longer: int = 0

    @property
    def own_motion(self) -> bool:
        """Whether the authority opens it, and not the holder."""
        return self.id in OWN_MOTION

    @property
    def ends_in_licence(self) -> bool:
        """Whether it ends in a licence that replaces the old one."""
        return self.id not in WITHOUT_LICENCE


def read_changes(table: Table) -> dict[str, ChangeRule]:
    """The changes that the policy allows, by name; a policy may leave some of them out."""
    for key in table.data:
        if key not in HOWS:
            raise table.fault(key, f"expected one of {', '.join(HOWS)}")
    return table.named(_rule)


def _rule(key: str, table: Table) -> ChangeRule:
    may_change = () if table.data.get("may_change") == [] and table.has("may_change") else None
    parts = table.words("may_change", CHANGEABLE) if may_change is None else may_change
    if key in WITHOUT_LICENCE and set(parts) - {"reason"}:
        raise table.fault("may_change", "at most a reason: this change ends in no other licence")
    months = table.integer("months_longer", least=1) if table.has("months_longer") else 0
    if bool(months) != ("validity" in parts):
        raise table.fault("months_longer", 'goes with "validity" in may_change, and only with it')
    return ChangeRule(
        id=key,
        title=table.text("title"),
        about=table.text("about", default=""),
        working_days=table.integer("working_days", least=1),
        may_change=parts,
        months_longer=months,
    )
