"""Searching cases: by words of everything the reader may see, by parties in any spelling, narrowed by links."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Page, Paginator
from django.db.models import Case as Either
from django.db.models import Count, F, Lookup, Q, QuerySet, TextField, Value, When
from django.db.models.functions import ExtractYear

from exeat.domain.review import CaseState, Role
from exeat.web.accounts.models import User
from exeat.web.cases.models import AgencyNote, Case, CaseParty, Classification
from exeat.web.cases.services.telling import with_role
from exeat.web.countries import country_name
from exeat.web.permissions import notes_read_by, of_the_authority, visible_cases
from exeat.web.policy import policy
from exeat.web.search.headlines import headline, pieces
from exeat.web.search.models import CaseWords
from exeat.web.search.party_names import names_like
from exeat.web.search.services.indexing import CONFIG

A_PAGE = 25
MOST_CHOICES = 12
NEWEST = ("-created_at", "-pk")
FILTERS = ("state", "kind", "year", "country", "entry", "officer")


@dataclass(frozen=True)
class Sought:
    """What is looked for: words, and a value for each filter that is set."""

    text: str = ""
    chosen: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, given: Any) -> Sought:
        """From an address's query; filters that are not known are passed over."""
        chosen = tuple((name, value) for name in FILTERS if (value := _printable(given.get(name, ""))))
        return cls(_printable(given.get("q", "")), chosen)

    @cached_property
    def names(self) -> dict[str, float]:
        """The names that stored parties bear and that may be the one in the words, each with how likely it is."""
        return names_like(self.text)

    def query(self, **changed: str) -> str:
        """The address's query for this search, some of it changed; an empty value takes a filter out."""
        values = {"q": self.text, **dict(self.chosen), **changed}
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True)
class Choice:
    """A value of a filter: how many of the cases found have it, and the query that sets it, or takes it out."""

    label: str
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter with its values, the most frequent first."""

    name: str
    choices: list[Choice]


@dataclass(frozen=True)
class Found:
    """A case that was found, and by what: pieces of its words with marks, parties that may be the one asked for."""

    case: Case
    pieces: list[list[tuple[str, bool]]]
    parties: list[tuple[str, float]]


class AnyOf(Lookup):
    """Among whole numbers, given as one array: thousands of them cost no more than a few, as with `IN` they would."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The condition and its parameters."""
        left, given = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*given, self.rhs)


def _printable(text: str) -> str:
    """What a database can be asked for: no signs that cannot be seen, and not too many."""
    return "".join(sign for sign in text if sign.isprintable()).strip()[:200]


def search(viewer: User, sought: Sought, cases: QuerySet[Case], *, page: Any) -> Page:
    """A page of the `matching` cases, the newest first, as `Found`."""
    shown = Paginator(cases.order_by(*NEWEST).values_list("pk", flat=True), A_PAGE).get_page(page)
    those = Case.objects.filter(pk__in=list(shown.object_list)).select_related("exporter", "officer")
    found = list(_with_headline(viewer, those, sought.text).order_by(*NEWEST))
    parties = CaseParty.objects.filter(case__in=found, name__in=sought.names).order_by("pk").values_list("case", "name")
    by_case: dict[int, dict[str, float]] = {}
    for case, name in parties:
        by_case.setdefault(case, {})[name] = sought.names[name]
    shown.object_list = [Found(one, pieces(one.headline), list(by_case.get(one.pk, {}).items())) for one in found]
    return shown


def matching(viewer: User, sought: Sought) -> QuerySet[Case]:
    """The cases of a search, in no order. The words are looked for now, once for all that is asked of these cases."""
    cases = visible_cases(viewer)
    if sought.text:
        cases = cases.filter(AnyOf(F("pk"), list(_by_text(viewer, sought))))
    for name, value in sought.chosen:
        cases = cases.filter(_condition(name, value))
    return cases


def facets(viewer: User, sought: Sought, cases: QuerySet[Case]) -> list[Facet]:
    """The filters with how many of the `matching` cases have each value."""
    chosen = dict(sought.chosen)
    counted = _own(cases) | {"country": _countries(cases), "entry": _entries(cases)}
    if not of_the_authority(viewer):
        del counted["officer"]
    made = []
    for name in FILTERS:
        often = sorted(counted.get(name, {}).items(), key=lambda one: (-one[1], one[0]))[:MOST_CHOICES]
        choices = [
            Choice(
                label=_label(name, value, extra),
                count=count,
                query=sought.query(**{name: "" if chosen.get(name) == value else value}),
                chosen=chosen.get(name) == value,
            )
            for (value, extra), count in often
        ]
        if choices:
            made.append(Facet(name, choices))
    return made


def _by_text(viewer: User, sought: Sought) -> QuerySet[Any]:
    """The keys of cases with the words, a reference or name that holds them, or a party that may bear the name.

    Each is looked for by itself, with an index of its own; as alternatives of one condition none would be used.
    """
    text = sought.text
    words = SearchQuery(text, search_type="websearch", config=CONFIG)
    named = Case.objects.filter(Q(reference__icontains=text) | Q(exporter__name__icontains=text))
    found = [CaseParty.objects.filter(name__in=sought.names).order_by().values_list("case")]
    inside = _inside(viewer, "case")
    if not of_the_authority(viewer):  # for which the open words are among all
        found.append(CaseWords.objects.filter(open_words=words).values_list("case"))
    if inside:
        found.append(CaseWords.objects.filter(inside, all_words=words).values_list("case"))
    if viewer.is_official:
        notes = AgencyNote.objects.filter(notes_read_by(viewer), text__icontains=text)
        found.append(notes.order_by().values_list("case"))
    return named.order_by().values_list("pk").union(*found).values_list("pk", flat=True)


def _inside(viewer: User, case: str) -> Q | None:
    """Where the viewer reads the assessment, `case` being the field that tells the case: all for the authority, for a
    reviewer those referred.
    """
    if of_the_authority(viewer):
        return ~Q(pk=None)
    if viewer.has_role(Role.REVIEWER):
        return Q(**{f"{case}__in": Case.objects.filter(referrals__agency=viewer.agency).values("pk")})
    return None


def _with_headline(viewer: User, cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Each case with the pieces of its words that were found: of the inside ones only where the viewer reads them."""
    if not text:
        return cases.annotate(headline=Value("", TextField()))
    words = SearchQuery(text, search_type="websearch", config=CONFIG)
    opened = headline("words__open_text", words)
    if (inside := _inside(viewer, "pk")) is None:
        return cases.annotate(headline=opened)
    within = headline("words__inside_text", words)
    found_open = When(words__open_words=words, then=opened)
    found_inside = When(inside & Q(words__all_words=words), then=within)
    return cases.annotate(headline=Either(found_open, found_inside, default=Value(""), output_field=TextField()))


def _condition(name: str, value: str) -> Q:
    if name == "year":
        return Q(created_at__year=int(value)) if value.isdecimal() and len(value) == 4 else Q(pk=None)
    if name == "country":
        return Q(pk__in=CaseParty.objects.exclude(role="exporter").filter(country=value.upper()).values("case"))
    if name == "entry":
        return Q(pk__in=Case.objects.filter(items__classifications__entry=value).values("pk"))
    if name == "officer":
        return Q(officer=int(value)) if value.isdecimal() else Q(pk=None)
    return Q(**{name: value})


def _own(cases: QuerySet[Case]) -> dict[str, Counter[tuple[str, str]]]:
    """How many cases have each state, kind, year and officer: value, and what else its label needs."""
    found: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in ("state", "kind", "year", "officer")}
    asked = cases.order_by().values_list("state", "kind", ExtractYear("created_at"), "officer", "officer__name")
    for state, kind, year, officer, name, count in asked.annotate(n=Count("pk")):
        found["state"][state, ""] += count
        found["kind"][kind, ""] += count
        found["year"][str(year), ""] += count
        if officer is not None:
            found["officer"][str(officer), name] += count
    return found


def _countries(cases: QuerySet[Case]) -> Counter[tuple[str, str]]:
    parties = CaseParty.objects.filter(case__in=cases.order_by().values("pk")).exclude(role="exporter")
    rows = parties.exclude(country="").order_by().values_list("country").annotate(n=Count("case", distinct=True))
    return Counter({(country, ""): count for country, count in rows})


def _entries(cases: QuerySet[Case]) -> Counter[tuple[str, str]]:
    classified = Classification.objects.filter(item__case__in=cases.order_by().values("pk")).exclude(entry="")
    rows = classified.order_by().values_list("entry").annotate(n=Count("item__case", distinct=True))
    return Counter({(entry, ""): count for entry, count in rows})


def _label(name: str, value: str, extra: str) -> str:
    if name == "state":
        return CaseState(value).label.capitalize()
    if name == "kind":
        known = policy().kinds.get(value)
        return known.title if known else value
    if name == "country":
        return country_name(value)
    return extra or value


def officers() -> QuerySet[User]:
    """Those to whom a case may be given."""
    return with_role(Role.OFFICER).order_by("name")
