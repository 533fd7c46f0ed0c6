"""What a licence says on paper: every piece of text, in order, before any layout.

The page is made from these blocks and nothing else, and they are part of what is signed. So a PDF can be compared
with its own signature years later, whatever has become of the labels or the layout since.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from .document import LicenceDocument, LicenceError, LicenceLine, LicenceParty
from .totals import totals

_LABELS = Path(__file__).parent / "labels"
_NARROW_SPACE = "\u202f"  # groups thousands, and cannot be taken for a decimal mark in any language


@dataclass(frozen=True)
class Block:
    """One block of the page. `kind` says how it is laid out, `field` what a difference in it is called.

    `labels` holds one text a language, `values` what the licence says; both are printed in this order.
    """

    kind: str
    field: str
    labels: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@cache
def load_labels(language: str) -> dict[str, Any]:
    """The words of one language. Raises LicenceError when Exeat has none in it."""
    path = _LABELS / f"{language}.toml"
    if not path.is_file():
        known = ", ".join(sorted(path.stem for path in _LABELS.glob("*.toml")))
        raise LicenceError(f"languages: there are no labels in {language!r}; there are in {known}")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def format_amount(amount: Decimal) -> str:
    """A decimal as printed: thousands parted by a narrow space, a point before the decimals, no digit dropped."""
    return f"{amount:,f}".replace(",", _NARROW_SPACE)


def blocks(document: LicenceDocument) -> tuple[Block, ...]:
    """The blocks of `document`, in the order in which they are printed."""
    return tuple(_blocks(document))


def _blocks(document: LicenceDocument) -> Iterator[Block]:
    licensed = document.form == "licence"
    yield Block("letterhead", "authority", values=_filled(document.authority, document.authority_address))
    yield Block("title", "title", document.titles or _title(document))
    yield from _facts(document)
    for party in (document.exporter, *document.parties):
        yield _party(document, party)
    if document.statements:
        yield Block("heading", "answer", _labels(document, "section", "statements"))
    for number, text in enumerate(document.statements, 1):
        yield Block("statement", f"statement {number}", values=(text,))
    yield Block("heading", "goods", _labels(document, "section", "lines" if licensed else "goods"))
    for column in ("number", "entry", "quantity", "value", "description"):
        yield Block("column", "column headings", _labels(document, "column", column))
    for line in document.lines:
        yield _row(document, line)
    sums = tuple(f"{format_amount(amount)}{_NARROW_SPACE}{unit}" for unit, amount in totals(document.lines))
    if sums:
        yield Block("total", "total", _labels(document, "field", "total"), sums)
    if document.conditions:
        yield Block("heading", "conditions", _labels(document, "section", "conditions"))
    for number, text in enumerate(document.conditions, 1):
        yield Block("condition", f"condition {number}", values=(f"{number}.", text))
    signatory = (document.signatory_name, document.signatory_title)
    yield Block("signature", "signatory", _labels(document, "section", "signature"), signatory)
    yield Block("code", "note on the code", _labels(document, "section", "code" if licensed else "code_of_document"))
    yield Block("footer", "page footer", tuple(_footer(document, language) for language in document.languages))


_OF_DOCUMENTS = {"number": "document_number", "lines": "line_count"}
"""Labels that speak of a licence, with those that speak of another document."""


def _title(document: LicenceDocument) -> tuple[str, ...]:
    """The kind's title, else the word for a document of that form."""
    other = "other" if document.form == "licence" else document.form
    words = [load_labels(language)["title"] for language in document.languages]
    return tuple(word.get(document.kind) or word[other] for word in words)


def _facts(document: LicenceDocument) -> Iterator[Block]:
    days = {"from": document.valid_from.isoformat(), "until": document.valid_until.isoformat()}
    if document.destinations:
        places = tuple(_country(*pair) for pair in document.destinations)
    else:
        places = _filled(_country(document.destination, document.destination_name) if document.destination else "")
    licensed = document.form == "licence"
    facts = {
        "number": (document.number,),
        "case_reference": (document.case_reference,),
        "issued": (document.issued.isoformat(),),
        "valid": tuple(load_labels(one)["field"]["valid_value"].format_map(days) for one in document.languages),
        "supersedes": _filled(document.supersedes),
        "destination": places,
        "lines": (str(len(document.lines)),),
        "tolerances": tuple(f"{unit}: {format_amount(percent)} %" for unit, percent in document.tolerances if percent),
        "legal_basis": _filled(document.legal_basis),
    }
    for field, values in facts.items():
        if values:
            label = field if licensed else _OF_DOCUMENTS.get(field, field)
            yield Block("fact", field, _labels(document, "field", label), values)


def _party(document: LicenceDocument, party: LicenceParty) -> Block:
    values = _filled(party.name, party.address, _country(party.country, party.country_name))
    if party.share is not None:
        words = (load_labels(language)["field"]["share_value"] for language in document.languages)
        values += tuple(word.replace("{share}", format_amount(party.share or Decimal(0))) for word in words)
    return Block("party", party.role.replace("_", " "), _labels(document, "party", party.role), values)


def _row(document: LicenceDocument, line: LicenceLine) -> Block:
    quantity, value = printed_amounts(line, document)
    return Block("row", f"line {line.number}", values=(str(line.number), line.entry, quantity, value, line.description))


def printed_amounts(line: LicenceLine, document: LicenceDocument) -> tuple[str, str]:
    """Quantity and value as the line says them; for one without a ceiling the word for that, on a licence alone."""
    if not line.ceiling:
        words = (load_labels(language)["column"]["no_ceiling"] for language in document.languages)
        return (" · ".join(words) if document.form == "licence" else "", "")
    return f"{format_amount(line.quantity)} {line.unit}", f"{format_amount(line.value)} {line.currency}"


def _labels(document: LicenceDocument, section: str, key: str) -> tuple[str, ...]:
    words = [load_labels(language)[section] for language in document.languages]
    return tuple(word.get(key) or word["other"] for word in words)


def _footer(document: LicenceDocument, language: str) -> str:
    text: str = load_labels(language)["footer"]["page"]
    return text.replace("{number}", document.number)


def _country(code: str, name: str) -> str:
    return f"{name} ({code})" if name else code


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
