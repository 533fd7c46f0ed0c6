"""The parts of a policy that say to which cases they apply: criteria, silence, completeness."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, get_args

from exeat.domain.review.application import NATURES, PARTY_ROLES
from exeat.domain.review.countries import ASSIGNED, USER_ASSIGNED
from exeat.domain.review.policy import model
from exeat.domain.review.policy.changes import CHANGEABLE, COMPUTED, HOWS
from exeat.domain.review.policy.kinds import Kind
from exeat.domain.review.policy.tables import Table
from exeat.domain.review.policy.when import When

COUNTRIES = sorted(ASSIGNED | USER_ASSIGNED)
FIELD_PATHS = (
    "applicant_reference",
    "exporter.registration",
    "end_use.statement",
    "route",
    "items.facts",
    "items.hs",
    "items.claimed_entry",
    "parties.address",
)
"""The parts of an application that the form leaves optional and a policy may require."""

_SILENCES: tuple[model.Silence, ...] = get_args(model.Silence)
_UNKNOWN_AT_INTAKE = ("regime", "end_user_kind", "risk_at_least")

Rule = TypeVar("Rule", model.Criterion, model.DocumentRule, model.FieldRule, model.PartyRule)


@dataclass(frozen=True)
class RuleReader:
    """Reads rules whose `when` may name these kinds of application, kinds of end user, and regimes.

    `regimes` gives, for each regime of the policy, the names that control lists use for it.
    """

    kinds: tuple[str, ...]
    end_user_kinds: tuple[str, ...]
    regimes: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_criteria(cls, table: Table, kinds: Mapping[str, Kind], end_user_kinds: Mapping[str, str]) -> RuleReader:
        """A reader with the regimes that the criteria's file defines."""
        names = table.table("regime", optional=True)
        regimes = {key: (key, *names.words(key)) for key in names.data}
        return cls(tuple(kinds), tuple(end_user_kinds), regimes)

    def criteria(
        self, table: Table, agencies: Mapping[str, model.Agency], referral_days: int
    ) -> tuple[model.Criterion, ...]:
        """The referral criteria, each with its own deadline or the policy's."""

        def criterion(part: Table) -> model.Criterion:
            return model.Criterion(
                id=part.id(),
                text=part.text("text"),
                provision=part.text("provision"),
                agencies=part.words("agencies", tuple(agencies)),
                working_days=part.integer("working_days", least=1, default=referral_days),
                silence=part.word("silence", _SILENCES) if part.has("silence") else None,
                when=self._when_of(part),
            )

        return _distinct(table, "criterion", criterion)

    def silence(self, table: Table) -> model.SilenceRules:
        """What silence means by default, and the goods for which it is never consent."""
        return model.SilenceRules(
            default=table.word("default", _SILENCES),
            never_consent=tuple(
                model.NeverSilent(part.text("text"), part.text("provision"), self._when_of(part))
                for part in table.tables("never_consent")
            ),
        )

    def completeness(self, table: Table, documents: Mapping[str, model.DocumentKind]) -> model.CompletenessRules:
        """What an application must bring."""

        def document(part: Table) -> model.DocumentRule:
            kind = part.word("document", tuple(documents))
            return model.DocumentRule(
                part.id(), kind, part.text("text"), part.text("provision"), self._when_at_intake(part)
            )

        def optional_field(part: Table) -> model.FieldRule:
            path = part.word("path", FIELD_PATHS)
            return model.FieldRule(
                part.id(), path, part.text("text"), part.text("provision"), self._when_at_intake(part)
            )

        def party(part: Table) -> model.PartyRule:
            roles = part.words("roles", PARTY_ROLES)
            return model.PartyRule(
                part.id(), roles, part.text("text"), part.text("provision"), self._when_at_intake(part)
            )

        return model.CompletenessRules(
            documents=_distinct(table, "document", document),
            fields=_distinct(table, "field", optional_field),
            parties=_distinct(table, "party", party),
        )

    def when(self, table: Table) -> When:
        """The tests in a table, each value checked against what it refers to."""
        return When(
            entry=table.words("entry", default=()),
            regime=self._regime_names(table),
            nature=table.words("nature", NATURES, default=()),
            value_at_least=table.decimal("value_at_least") if table.has("value_at_least") else None,
            kind=table.words("kind", self.kinds, default=()),
            destination=table.words("destination", COUNTRIES, default=()),
            destination_not=table.words("destination_not", COUNTRIES, default=()),
            country=table.words("country", COUNTRIES, default=()),
            end_user_kind=table.words("end_user_kind", self.end_user_kinds, default=()),
            role=table.words("role", PARTY_ROLES, default=()),
            military=table.flag("military") if table.has("military") else None,
            wmd=table.flag("wmd") if table.has("wmd") else None,
            total_value_at_least=table.decimal("total_value_at_least") if table.has("total_value_at_least") else None,
            change=table.words("change", HOWS, default=()),
            changed=table.words("changed", (*CHANGEABLE, *COMPUTED), default=()),
            risk_at_least=table.integer("risk_at_least", least=1) if table.has("risk_at_least") else None,
        )

    def _regime_names(self, table: Table) -> tuple[str, ...]:
        chosen = table.words("regime", tuple(self.regimes), default=())
        return tuple(name for regime in chosen for name in self.regimes[regime])

    def _when_of(self, table: Table) -> When:
        return self.when(table.table("when", optional=True))

    def _when_at_intake(self, table: Table) -> When:
        """Tests that can be made before an officer has looked: a rule on anything else would silently never apply."""
        when = self._when_of(table)
        for name in _UNKNOWN_AT_INTAKE:
            if name in when.stated:
                raise table.fault(
                    f"when.{name}", "is not known before the review, so no rule of completeness can use it"
                )
        return when


def _distinct(table: Table, key: str, read: Callable[[Table], Rule]) -> tuple[Rule, ...]:
    """The rules under `[[key]]`, refusing an id that is used twice."""
    rules: dict[str, Rule] = {}
    for part in table.tables(key):
        rule = read(part)
        if rule.id in rules:
            raise part.fault("id", f"{rule.id} is used twice")
        rules[rule.id] = rule
    return tuple(rules.values())
