"""The kinds of application, and for each all in which it differs. A new kind is one more table of `kinds.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from exeat.domain.review.application import NATURES, OPTIONAL_PARTS, PARTY_ROLES
from exeat.domain.review.policy.tables import Table

Ending = Literal["licence", "certificate", "letter"]
Supply = Literal["individual", "global", "open"]
ENDINGS: tuple[Ending, ...] = get_args(Ending)
SUPPLIES: tuple[Supply, ...] = get_args(Supply)
STEPS = ("classify", "refer", "countersign")
"""The steps of a review that a kind may do without."""
APPLICANTS = ("exporter", "importer", "broker", "holder", "provider")
"""What the applicant of a kind is called, on its form and on paper."""


@dataclass(frozen=True)
class Kind:
    """A kind of application.

    It `ends_in` a licence (goods leave on it), a certificate or a letter, each signed and valid for `validity_months`.
    `asks` are the parts of the form that it needs, beside a
    description and technical values; `roles` the parties that it may name, none of them for a kind without parties;
    `documents` those that its form offers beside what the rules demand; `steps` those of STEPS that it goes through.
    `titles` are what its document is called, by language. A `reusable` letter is offered when the question comes again.
    """

    id: str
    title: str
    working_days: int
    validity_months: int
    ends_in: Ending = "licence"
    supply: Supply = "individual"
    about: str = ""
    applicant: str = "exporter"
    asks: tuple[str, ...] = OPTIONAL_PARTS
    roles: tuple[str, ...] = PARTY_ROLES
    natures: tuple[str, ...] = NATURES
    documents: tuple[str, ...] = ()
    steps: tuple[str, ...] = STEPS
    reusable: bool = False
    titles: Mapping[str, str] | None = None

    @property
    def form_steps(self) -> tuple[str, ...]:
        """The pages of its form, in order, by name."""
        use = {"end_use", "route"} & set(self.asks)
        pages = (("start", True), ("goods", True), ("parties", bool(self.roles)), ("use", bool(use)))
        flags = ("flags",) if "end_use" in self.asks else ()
        return (*(name for name, needed in pages if needed), *flags, "documents", "check")


def read_kind(key: str, table: Table, languages: tuple[str, ...], documents: tuple[str, ...]) -> Kind:
    """One table of `kinds.toml`. What it leaves out is as for an export of goods."""
    return Kind(
        id=key,
        title=table.text("title"),
        working_days=table.integer("working_days", least=1),
        validity_months=table.integer("validity_months", least=1),
        ends_in=table.word("ends_in", ENDINGS, default="licence"),
        supply=table.word("supply", SUPPLIES, default="individual"),
        about=table.text("about", default=""),
        applicant=table.word("applicant", APPLICANTS, default="exporter"),
        asks=_some(table, "asks", OPTIONAL_PARTS),
        roles=_some(table, "roles", PARTY_ROLES),
        natures=table.words("natures", NATURES, default=NATURES),
        documents=table.words("documents", documents, default=()),
        steps=_some(table, "steps", STEPS),
        reusable=table.flag("reusable", default=False),
        titles=_titles(table, languages),
    )


def _some(table: Table, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Some of the allowed words: all where the key is absent, and none where its list is empty."""
    if not table.has(key):
        return allowed
    return () if table.data[key] == [] else table.words(key, allowed)


def _titles(table: Table, languages: tuple[str, ...]) -> dict[str, str] | None:
    titles = table.table("document", optional=True).texts()
    for language in titles:
        if language not in languages:
            raise table.fault(f"document.{language}", f"expected a language of the state: {', '.join(languages)}")
    return titles or None
