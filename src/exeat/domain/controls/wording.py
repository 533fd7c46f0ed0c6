"""What the words of a record say about its place: and/or, references, what a note does and to what."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exeat.domain.controls.numbering import CODE
from exeat.domain.controls.records import Effect, Kind, Logic, Ref, Relation

_ALL = re.compile(r"\b(?:all|both|each) (?:of )?(?:the )?following", re.I)
_ANY = re.compile(r"\b(?:any|one or more|either|at least one) (?:of )?(?:the )?following|\bas follows\b", re.I)
_EXCLUDES = re.compile(r"\b(?:do|does) not (?:control|apply|include|specify|refer)|\bnot controlled\b", re.I)
_NOTE_VERB = re.compile(r"\b(?:do|does|includes?|controls?|refers?|applies|means?|is|are|specif(?:y|ies))\b|:", re.I)
_NARROWS = re.compile(r"Notes? \d[^.]{0,80} (?:do|does) not apply", re.I)
"""A note that takes something back out of another note's release."""
_INCLUDES = re.compile(r"\b(?:includes?|including|also (?:controls?|applies|covers?)|(?<!not )applies to)\b", re.I)
_QUOTED = r"""[‘'“"](?P<quoted>[^‘'“”"’]{2,80})[’'”"]"""
_MEANS = (
    r"(?:means?|refers? to|denotes?|consists? of|has the (?:same )?meaning|(?:is|are) "
    r"(?!controlled|specified|classified|subject|licensed|described|not\b))"
)
_TERM = re.compile(rf"{_QUOTED}\s*(?:\([^()]*\)\s*)*{_MEANS}")
_BARE_TERM = re.compile(rf"(?P<bare>[A-Z][^.;:“\"|]{{1,60}}?)\s+(?:{_MEANS}|\|\s)")
_OPENING = 200  # characters of a note in which it says what it does

_LINK = re.compile(r"(?:[\s,;.()/]|\band\b|\bor\b|\bto\b|\bthrough\b|\bECCNs?\b|\bentry\b)*$", re.I)
_RELATIONS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    ("see_also", re.compile(r"\b(?:see|see also|refer to)$", re.I)),
    ("other_than", re.compile(r"\b(?:other than|except|excluding)(?: (?:\S+ ){0,6}(?:in|by|under))?$", re.I)),
    ("residual_of", re.compile(r"\bnot (?:\S+ ){0,2}(?:controlled|specified|described|listed)(?: \S+){0,2}$", re.I)),
    ("technology_for", re.compile(r"\b(?:technology|software)\b[^.;]*\b(?:for|of)\b[^.;]*$", re.I)),
    (
        "specified_in",
        re.compile(r"\b(?:specified|described|controlled|listed|enumerated|classified) (?:in|by|under)$", re.I),
    ),
)

_SUPER = dict(zip("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ", strict=True))
_SUB = dict(zip("0123456789", "₀₁₂₃₄₅₆₇₈₉", strict=True))
_SEARCHABLE = str.maketrans({v: k for k, v in _SUB.items()} | {"µ": "μ"})
_ONE_SIGN = str.maketrans("“”„‘’‚–—‐‑µ", "\"\"\"'''----μ")
_PLAIN = str.maketrans({v: k for signs in (_SUPER, _SUB) for k, v in signs.items()} | {"⁻": "-", "−": "-"})


def logic(text: str) -> Logic:
    """Whether a record's children must all be met ("having all of the following") or any of them ("as follows")."""
    if _ALL.search(text):
        return "all"
    return "any" if _ANY.search(text) else ""


def references(text: str, own: str) -> tuple[Ref, ...]:
    """The codes a text points to, each once, with what the words before it say; `own` is the record's own path."""
    return related(text, own, ((match.start(), match[1] + match[2]) for match in CODE.finditer(text)))


def related(text: str, own: str, written: Iterable[tuple[int, str]]) -> tuple[Ref, ...]:
    """References from where codes are written, as (offset, path), in whatever way a list writes them."""
    found: dict[str, Ref] = {}
    for start, target in written:
        if target != own and target not in found:
            before = CODE.sub("", text[max(0, start - 120) : start])
            found[target] = Ref(target, _relation(before))
    return tuple(found.values())


def _relation(before: str) -> Relation:
    words = _LINK.sub("", before)
    return next((name for name, pattern in _RELATIONS if pattern.search(words)), "mention")


def note_kind(label: str, text: str) -> Kind:
    """The kind of a note from its printed label, and whether it takes something out from its first sentence."""
    name = label.casefold()
    if "technical" in name:
        return "technical_note"
    if "n.b" in name or "nb" in name.split():
        return "nb"
    if "definition" in name:
        return "definition"
    return "exclusion" if _EXCLUDES.search(text[:_OPENING]) and not _NARROWS.match(text) else "note"


def note_effect(kind: Kind, text: str) -> Effect:
    """What a note does: an exclusion releases; others say what is in, give a term its meaning, or explain."""
    if kind == "exclusion":
        return "releases"
    if kind == "definition" or (kind != "nb" and defined_terms(kind, text)):
        return "defines"
    if kind == "note" and (_INCLUDES.search(text[:_OPENING]) or _NARROWS.match(text)):
        return "includes"
    return "explains" if kind in ("note", "technical_note", "nb") else ""


def defined_terms(kind: Kind, text: str) -> tuple[str, ...]:
    """The terms that a note or definition gives a meaning: quoted and followed by "means" or "is".

    A definition may print its term without quotation marks, at the beginning, and an abbreviation before a bar.
    """
    if kind not in ("note", "technical_note", "definition"):
        return ()
    terms = [match["quoted"].strip(" ,") for match in _TERM.finditer(text)]
    if kind == "definition" and not terms and (match := _BARE_TERM.match(text)):
        terms = [match["bare"]]
    return tuple(dict.fromkeys(terms))


def note_scope(label: str, text: str, parent: str) -> tuple[str, ...]:
    """The paths a note changes: those of its entry that it names before its verb, else the one it is printed under."""
    verb = _NOTE_VERB.search(text)
    opening = f"{label} {text[: verb.start() if verb else 0]}"
    named = [m[1] + m[2] for m in CODE.finditer(opening) if not CODE.match(parent) or m[1] == parent[: len(m[1])]]
    return tuple(dict.fromkeys(named)) or (parent,)


def superscript(text: str) -> str:
    """Raised characters in plain text: `³` where Unicode has the sign, else `^{2/3}`."""
    return _shifted(text, _SUPER, "^")


def subscript(text: str) -> str:
    """Lowered characters in plain text: `₂` where Unicode has the sign, else `_{max}`."""
    return _shifted(text, _SUB, "_")


def _shifted(text: str, signs: dict[str, str], mark: str) -> str:
    text = text.strip()
    if all(c in signs for c in text):
        return "".join(signs[c] for c in text)
    return f"{mark}{{{text}}}"


def bare(text: str) -> str:
    """A text as bare characters, to compare a record with its source: no white space, nothing raised or lowered."""
    flat = re.sub(r"[\^_]\{([^{}]*)\}", r"\1", text).translate(_PLAIN)
    return "".join(flat.split())


def levelled(text: str) -> str:
    """A text as bare characters with one sign for every quotation mark, dash and micro, to compare two printings."""
    return bare(text).translate(_ONE_SIGN)


def searchable(text: str) -> str:
    """A text as the search index reads it, character for character: lowered digits level, one sign for micro."""
    return text.translate(_SEARCHABLE)
