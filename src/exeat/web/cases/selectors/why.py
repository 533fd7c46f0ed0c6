"""Why a party resembles a listed one, in the reader's words: the words side by side, what else counted, the entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from exeat.web.countries import country_name

KINDS: dict[str, Promise] = {
    "same": gettext_lazy("the same"),
    "joined": gettext_lazy("other word breaks"),
    "legal form": gettext_lazy("two legal forms"),
    "abbreviation": gettext_lazy("one is short for the other"),
    "nickname": gettext_lazy("forms of one name"),
    "slip": gettext_lazy("a letter differs"),
    "sound": gettext_lazy("sounds alike"),
    "vowels left out": gettext_lazy("vowels left out"),
    "spelling": gettext_lazy("spelt otherwise"),
    "cut off": gettext_lazy("one is cut off"),
    "beyond the end": gettext_lazy("beyond where the other name ends"),
    "initial": gettext_lazy("an initial"),
    "acronym": gettext_lazy("first letters of the other"),
    "exchanged": gettext_lazy("between names that changed places"),
    "missing": gettext_lazy("only in the listed name"),
    "extra": gettext_lazy("only in the party's name"),
}
"""How two words stand to one another; a kind that a newer engine has besides is shown by its own name."""
ALIKE = ("same", "joined")


@dataclass(frozen=True)
class Word:
    """Two words laid side by side, either may be absent; `marked` when they are one word."""

    asked: str
    listed: str
    how: str
    cost: float
    marked: bool


@dataclass(frozen=True)
class Extra:
    """What something beside the spelling added to the score, or took away."""

    note: str
    effect: float


@dataclass(frozen=True)
class Why:
    """The reason of a match, and what the list says of the listed party as (heading, text)."""

    sentence: str
    words: tuple[Word, ...]
    extras: tuple[Extra, ...]
    listed: tuple[tuple[str, str], ...]


def why_of(why: Mapping[str, Any], *, listed: Mapping[str, Any], country: str) -> Why:
    """The stored reason for people to read; countries, bare codes in it, are named."""
    sentence, extras = why["sentence"], []
    for one in why["adjustments"]:
        note = one["note"]
        if one["kind"] == "country":
            note = _countries_beside(country, listed.get("countries", []))
            sentence = sentence.replace(one["note"], note)
        extras.append(Extra(note, float(one["effect"])))
    return Why(sentence, tuple(_word(one) for one in why["words"]), tuple(extras), tuple(_facts(listed)))


def countries_named(codes: Iterable[str]) -> str:
    """Countries by their names; what is no code stays as the list has it."""
    language = get_language() or "en"
    return ", ".join(country_name(code.upper(), language) if len(code) == 2 else code for code in codes)


def _countries_beside(ours: str, theirs: Iterable[str]) -> str:
    names = {"ours": countries_named([ours]), "theirs": countries_named(theirs)}
    if ours.lower() in theirs:
        return _("%(ours)s on both sides") % names
    return _("%(ours)s, listed with %(theirs)s") % names


def _word(one: Mapping[str, Any]) -> Word:
    kind = one["kind"]
    how = str(KINDS.get(kind, kind.replace("_", " ")))
    return Word(one["asked"] or "", one["listed"] or "", how, float(one["cost"]), kind in ALIKE)


def _facts(listed: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What the list says of the party, as (heading, text); empty ones left out."""
    numbers = ", ".join(f"{number['kind']} {number['value']}" for number in listed.get("identifiers", []))
    facts = (
        (_("Type"), listed.get("type", "")),
        (_("Names"), "; ".join(listed.get("names", []))),
        (_("Weak aliases"), "; ".join(listed.get("weak_names", []))),
        (_("Born"), ", ".join(listed.get("born", []))),
        (_("Countries"), countries_named(listed.get("countries", []))),
        (_("Numbers"), numbers),
        (_("Programmes"), ", ".join(listed.get("programmes", []))),
    )
    return ((heading, text) for heading, text in facts if text)
