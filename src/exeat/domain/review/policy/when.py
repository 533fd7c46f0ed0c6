"""To which cases a rule applies: the one way in which policy files say so.

A `When` is a set of stated tests; all must hold, and one that names several values holds for any of them. The tests on
goods (entry, regime, nature, value of the line) must hold for one and the same item. A `When` without tests always
holds.
"""

from dataclasses import dataclass, fields
from decimal import Decimal
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class ReferralItem:
    """What rules see of an item. `regimes` are those that its entry comes from; `value` is in the state's currency."""

    entry: str
    regimes: tuple[str, ...] = ()
    value: Decimal = Decimal(0)
    nature: str = "goods"


@dataclass(frozen=True)
class ReferralFacts:
    """What rules see of a case: `countries` are all that it touches, values in the state's currency, `risk` in points.

    `change` and `changed` are how a licence is changed and in which parts; empty for an application of its own.
    """

    items: tuple[ReferralItem, ...]
    destination: str
    countries: tuple[str, ...] = ()
    end_user_kinds: tuple[str, ...] = ()
    military: bool = False
    wmd: bool = False
    total_value: Decimal = Decimal(0)
    kind: str = "export"
    roles: tuple[str, ...] = ()
    change: str = ""
    changed: tuple[str, ...] = ()
    risk: int = 0


_LOOKS_AT = {
    "entry": ("goods",),
    "regime": ("goods",),
    "nature": ("goods",),
    "value_at_least": ("amounts",),
    "total_value_at_least": ("amounts",),
    "destination": ("destination",),
    "destination_not": ("destination",),
    "country": ("countries",),
    "end_user_kind": ("parties",),
    "role": ("parties",),
    "military": ("end_use",),
    "wmd": ("end_use",),
}
"""The parts of an application that each test looks at."""


@dataclass(frozen=True)
class When:
    """Tests that are not stated are empty or None, and hold.

    `entry` holds patterns: a code stands for itself and every provision under it (`6A003` covers `6A003.b.4`, and
    `3A001.a.1` does not cover `3A001.a.10`); `*` and `?` are wildcards (`0*` is all of category 0).
    """

    entry: tuple[str, ...] = ()
    regime: tuple[str, ...] = ()
    nature: tuple[str, ...] = ()
    value_at_least: Decimal | None = None
    kind: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()
    destination_not: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    end_user_kind: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    military: bool | None = None
    wmd: bool | None = None
    total_value_at_least: Decimal | None = None
    change: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    risk_at_least: int | None = None

    def holds(self, facts: ReferralFacts) -> bool:
        """Whether the rule applies to the case."""
        return self._holds_for_case(facts) and (not self._is_about_goods or bool(self._items(facts)))

    def items(self, facts: ReferralFacts) -> tuple[int, ...]:
        """The positions of the items to which the rule applies, in a case to which it applies."""
        return self._items(facts) if self._holds_for_case(facts) else ()

    def concerned(self, facts: ReferralFacts, *, otherwise: bool = True) -> bool:
        """Whether what changed is a matter for a rule that holds: always, in an application of its own.

        A rule is concerned by the parts that its tests look at, and one that says itself which changes it is about by
        those. `otherwise` is the answer for a rule that looks at nothing that can change.
        """
        if not facts.change or self.change or self.changed:
            return True
        parts = {part for name in self.stated for part in _LOOKS_AT.get(name, ())}
        return not parts.isdisjoint(facts.changed) if parts else otherwise

    @property
    def stated(self) -> tuple[str, ...]:
        """The names of the tests that are stated."""
        return tuple(f.name for f in fields(self) if getattr(self, f.name) not in ((), None))

    @property
    def _is_about_goods(self) -> bool:
        return bool(self.entry or self.regime or self.nature) or self.value_at_least is not None

    def _items(self, facts: ReferralFacts) -> tuple[int, ...]:
        return tuple(position for position, item in enumerate(facts.items) if self._holds_for_item(item))

    def _holds_for_item(self, item: ReferralItem) -> bool:
        return (
            (not self.entry or any(covers(pattern, item.entry) for pattern in self.entry))
            and (not self.regime or not set(self.regime).isdisjoint(item.regimes))
            and (not self.nature or item.nature in self.nature)
            and (self.value_at_least is None or item.value >= self.value_at_least)
        )

    def _holds_for_case(self, facts: ReferralFacts) -> bool:
        return (
            (not self.kind or facts.kind in self.kind)
            and (not self.destination or facts.destination in self.destination)
            and facts.destination not in self.destination_not
            and (not self.country or not set(self.country).isdisjoint(facts.countries))
            and (not self.end_user_kind or not set(self.end_user_kind).isdisjoint(facts.end_user_kinds))
            and (not self.role or not set(self.role).isdisjoint(facts.roles))
            and self.military in (None, facts.military)
            and self.wmd in (None, facts.wmd)
            and (self.total_value_at_least is None or facts.total_value >= self.total_value_at_least)
            and (not self.change or facts.change in self.change)
            and (not self.changed or not set(self.changed).isdisjoint(facts.changed))
            and (self.risk_at_least is None or facts.risk >= self.risk_at_least)
        )


def covers(pattern: str, entry: str) -> bool:
    """Whether an entry pattern of a policy covers a classified entry or provision."""
    pattern, entry = pattern.upper(), entry.upper()
    return bool(entry) and (fnmatchcase(entry, pattern) or fnmatchcase(entry, pattern + ".*"))
