"""Searching cases: by words of everything the reader may see, by parties in any spelling, narrowed by links."""

from __future__ import annotations

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
from exeat.web.search.party_names import names_like
from exeat.web.search.services.indexing import CONFIG

A_PAGE = 25
MOST_CHOICES = 12
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
    cases = cases.select_related("exporter", "officer", "words")
    shown = Paginator(_with_headline(viewer, cases, sought.text).order_by("-created_at", "-pk"), A_PAGE).get_page(page)
    found = list(shown.object_list)
    parties = CaseParty.objects.filter(case__in=found, name__in=sought.names).order_by("pk").values_list("case", "name")
    by_case: dict[int, dict[str, float]] = {}
    for case, name in parties:
        by_case.setdefault(case, {})[name] = sought.names[name]
    shown.object_list = [Found(one, pieces(one.headline), list(by_case.get(one.pk, {}).items())) for one in found]
    return shown


def matching(viewer: User, sought: Sought) -> QuerySet[Case]:
    """The cases of a search, in no order. The words are looked for now, once for all that is asked of these cases."""
    cases = Case.objects.filter(pk__in=visible_cases(viewer).values("pk"))
    if sought.text:
        cases = cases.filter(AnyOf(F("pk"), list(_by_text(viewer, sought))))
    for name, value in sought.chosen:
        cases = cases.filter(_condition(name, value))
    return cases


def facets(viewer: User, sought: Sought, cases: QuerySet[Case]) -> list[Facet]:
    """The filters with how many of the `matching` cases have each value: one query each."""
    chosen = dict(sought.chosen)
    made = []
    for name in FILTERS:
        counted = _counted(cases, name)
        if name == "officer" and not of_the_authority(viewer):
            continue
        choices = [
            Choice(
                label=_label(name, value, extra),
                count=count,
                query=sought.query(**{name: "" if chosen.get(name) == value else value}),
                chosen=chosen.get(name) == value,
            )
            for value, extra, count in counted
        ]
        if choices:
            made.append(Facet(name, choices))
    return made


def _by_text(viewer: User, sought: Sought) -> QuerySet[Any]:
    """The keys of cases with the words, a reference or name that holds them, or a party that may bear the name."""
    text = sought.text
    words = SearchQuery(text, search_type="websearch", config=CONFIG)
    found = Q(words__open_words=words)
    found |= Q(reference__icontains=text) | Q(exporter__name__icontains=text)
    found |= Q(pk__in=CaseParty.objects.filter(name__in=sought.names).values("case"))
    if inside := _inside(viewer):
        found |= Q(words__all_words=words) & inside
    if viewer.is_official:
        notes = AgencyNote.objects.filter(notes_read_by(viewer), text__icontains=text)
        found |= Q(pk__in=notes.values("case"))
    return Case.objects.filter(found).values_list("pk", flat=True)


def _inside(viewer: User) -> Q | None:
    """The cases of which the viewer reads the assessment: all for the authority, for a reviewer those referred."""
    if of_the_authority(viewer):
        return ~Q(pk=None)
    if viewer.has_role(Role.REVIEWER):
        return Q(pk__in=Case.objects.filter(referrals__agency=viewer.agency).values("pk"))
    return None


def _with_headline(viewer: User, cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Each case with the pieces of its words that were found: of the inside ones only where the viewer reads them."""
    if not text:
        return cases.annotate(headline=Value("", TextField()))
    words = SearchQuery(text, search_type="websearch", config=CONFIG)
    opened = headline("words__open_text", words)
    if (inside := _inside(viewer)) is None:
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


def _counted(cases: QuerySet[Case], name: str) -> list[tuple[str, str, int]]:
    """Value, what else its label needs, and how many cases have it; the most frequent first."""
    ordered = cases.order_by()
    rows: QuerySet[Any]
    if name == "country":
        parties = CaseParty.objects.filter(case__in=ordered.values("pk")).exclude(role="exporter").exclude(country="")
        rows = parties.order_by().values(value=F("country")).annotate(n=Count("case", distinct=True))
    elif name == "entry":
        classified = Classification.objects.filter(item__case__in=ordered.values("pk")).exclude(entry="")
        rows = classified.order_by().values(value=F("entry")).annotate(n=Count("item__case", distinct=True))
    elif name == "officer":
        rows = ordered.exclude(officer=None).values("officer__name", value=F("officer")).annotate(n=Count("pk"))
    elif name == "year":
        rows = ordered.values(value=ExtractYear("created_at")).annotate(n=Count("pk"))
    else:
        rows = ordered.values(value=F(name)).annotate(n=Count("pk"))
    found = rows.order_by("-n", "value")[:MOST_CHOICES]
    return [(str(row["value"]), row.get("officer__name", ""), row["n"]) for row in found]


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
