"""Country names in the reader's language, from the Unicode CLDR."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError

from exeat.domain.review.countries import is_country
from exeat.web.policy import policy

PSEUDO = ("XA", "XB")
"""Codes that ISO leaves to their users, and that the CLDR calls after the pseudo-languages of its tests."""


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
    """Codes and names of all countries that an application may name, by name."""
    codes = (code for code in _names(language) if len(code) == 2 and is_country(code))
    return sorted(((code, country_name(code, language)) for code in codes), key=lambda pair: pair[1])
