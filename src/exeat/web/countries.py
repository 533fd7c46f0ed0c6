"""Country names in the reader's language, from the Unicode CLDR."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError

from exeat.domain.review.countries import ASSIGNED
from exeat.web.policy import policy

PSEUDO = ("QO", "XA", "XB", "ZZ")
"""Codes that ISO leaves to their users, and that the CLDR uses for what is no country."""


@lru_cache(maxsize=32)
def _names(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language, sep="-").territories)
    except UnknownLocaleError:
        return dict(Locale("en").territories)


def country_name(code: str, language: str = "en") -> str:
    """The name of an ISO 3166-1 alpha-2 country; the policy's own state by the policy; else the code itself."""
    state = policy().state
    if code == state.country:
        return state.name
    return code if code in PSEUDO else _names(language).get(code, code)


def countries(language: str = "en") -> list[tuple[str, str]]:
    """Codes and names of all countries that an application may name, by name: those of ISO, Kosovo, the policy's own
    state, and whatever else its rules name.
    """
    codes = {*ASSIGNED, "XK", policy().state.country, *_in_rules()}
    return sorted(((code, country_name(code, language)) for code in codes), key=lambda pair: pair[1])


def _in_rules() -> Iterator[str]:
    """The countries that the policy's criteria and general authorisations name."""
    rules = policy()
    for when in (criterion.when for criterion in rules.criteria):
        yield from (*when.destination, *when.destination_not, *when.country)
    for general in rules.general.values():
        yield from general.destinations
