"""What an applicant asks for, in the form that pages, API and command line share.

An application is read twice over: strictly when it is submitted (`from_json`), and leniently while it is being typed
(`draft_from_json`). What a policy asks for beyond the form itself is in `completeness.py`.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

from exeat.domain.review.countries import is_country
from exeat.domain.review.reading import FieldError, ObjectReader

NATURES = ("goods", "software", "technology")
PARTY_ROLES = ("consignee", "end_user", "ultimate_end_user", "intermediate_consignee", "broker", "carrier", "supplier")
DESTINED = ("ultimate_end_user", "end_user", "consignee")
"""The roles that say where the goods end, the one that says it best first."""
OPTIONAL_PARTS = ("amounts", "customs_code", "entry", "end_use", "route")
"""Parts of the form that not every kind of application needs: amounts are quantity, unit, value and currency."""
PARTY_TYPES = ("person", "organisation", "vessel", "aircraft", "unknown")

SHORT, LONG = 300, 20_000
"""Lengths in characters: of names, codes and file names; of descriptions, facts and statements."""
MOST = {"items": 500, "parties": 100, "route": 50, "documents": 200}
"""How many of each an application may have."""

_CURRENCY = re.compile(r"[A-Z]{3}")
_HS = re.compile(r"[0-9]{4,12}")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")


class ApplicationError(ValueError):
    """An application that cannot be accepted; `errors` holds all of its faults."""

    def __init__(self, errors: Collection[FieldError]) -> None:
        self.errors: list[FieldError] = list(errors)
        super().__init__("; ".join(f"{error.path or 'application'}: {error.message}" for error in self.errors))


@dataclass(frozen=True)
class Exporter:
    """Who applies. `country` is ISO 3166-1 alpha-2; `registration` is the number in the register of exporters."""

    name: str
    country: str
    registration: str = ""


@dataclass(frozen=True)
class Item:
    """A line of goods. `value` is the line's total in `currency` (ISO 4217); `hs` the customs code, digits only.

    Amounts are zero, and their units empty, in an application of a kind that does not ask for them.
    """

    line: int
    description: str
    facts: str
    hs: str
    quantity: Decimal
    unit: str
    nature: str
    value: Decimal
    currency: str
    claimed_entry: str = ""


@dataclass(frozen=True)
class Party:
    """Someone the goods pass through or end with. `role` is one of PARTY_ROLES, `type` of PARTY_TYPES.

    `share` is the part, in percent, of each line that may go to a consignee of a licence that several share; zero where
    none is set.
    """

    role: str
    name: str
    type: str
    address: str
    country: str
    share: Decimal = Decimal(0)


@dataclass(frozen=True)
class EndUse:
    """What the goods are for, and whether the use is military or connected with weapons of mass destruction."""

    statement: str
    military: bool = False
    wmd: bool = False


@dataclass(frozen=True)
class Document:
    """A file handed in, of a kind that the policy knows."""

    kind: str
    file: str


@dataclass(frozen=True)
class Change:
    """That an application changes a licence: how (a key of `changes.toml`), and the licence's number.

    `valid_until` is the last day that an extension asks for, `to` the registration of whoever takes a licence over,
    `reason` why a licence is given up.
    """

    how: str = ""
    licence: str = ""
    valid_until: str = ""
    to: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Application:
    """An application, complete or still being typed. `route` holds the countries passed on the way, in order."""

    kind: str
    applicant_reference: str
    exporter: Exporter
    items: tuple[Item, ...]
    parties: tuple[Party, ...]
    end_use: EndUse
    route: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    change: Change = Change()

    @classmethod
    def from_json(cls, data: object, asks: Collection[str] = OPTIONAL_PARTS) -> "Application":
        """Read a whole application of a kind that asks for these of OPTIONAL_PARTS.

        Raises ApplicationError with every fault: wrong types, unknown keys, empty parts that the form requires,
        codes that do not exist, quantities and values that are not over zero.
        """
        application, errors = _read(data)
        seen = {error.path for error in errors}
        errors += [fault for fault in application.faults(asks) if fault.path not in seen]
        if errors:
            raise ApplicationError(errors)
        return application

    @classmethod
    def draft_from_json(cls, data: object) -> "Application":
        """Read what is there of an application: absent or unreadable parts become empty, and nothing is raised."""
        return _read(data)[0]

    def to_json(self) -> dict[str, object]:
        """The JSON object that `from_json` reads back to an equal application."""
        data = asdict(self)
        for party in data["parties"]:
            if share := _as_text(party.pop("share")):
                party["share"] = share
        for item in data["items"]:
            item["quantity"], item["value"] = _as_text(item["quantity"]), _as_text(item["value"])
        if data["change"] == asdict(Change()):
            del data["change"]
        return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}

    def faults(self, asks: Collection[str] = OPTIONAL_PARTS) -> list[FieldError]:
        """What keeps this application from being accepted as a form that asks for these of OPTIONAL_PARTS."""
        return list(_application_faults(self, "amounts" in asks))

    @property
    def destination(self) -> str:
        """Where the goods end: the country of the ultimate end user, else the end user, else the consignee, or ""."""
        return destination_of((party.role, party.country) for party in self.parties)

    @property
    def countries(self) -> tuple[str, ...]:
        """Every country that the application touches, the exporter's own left out, sorted."""
        touched = {*(party.country for party in self.parties), *self.route}
        return tuple(sorted(touched - {"", self.exporter.country}))


def destination_of(parties: Iterable[tuple[str, str]]) -> str:
    """Where goods end, of the role and the country of each party; empty where none says it."""
    countries = [(role, country) for role, country in parties if country]
    return next((country for wanted in DESTINED for role, country in countries if role == wanted), "")


def _as_text(amount: Decimal) -> str:
    """The decimal in digits; a draft's empty amount stays empty."""
    return format(amount, "f") if amount else ""


def _keys(part: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(part))


def _read(data: object) -> tuple[Application, list[FieldError]]:
    reader = ObjectReader(data, _keys(Application))
    exporter = reader.part("exporter", _keys(Exporter))
    end_use = reader.part("end_use", _keys(EndUse))
    change = reader.part("change", _keys(Change))
    application = Application(
        kind=reader.text("kind"),
        applicant_reference=reader.text("applicant_reference"),
        exporter=Exporter(exporter.text("name"), exporter.text("country"), exporter.text("registration")),
        items=reader.parts("items", _keys(Item), _item),
        parties=reader.parts("parties", _keys(Party), _party),
        end_use=EndUse(end_use.text("statement"), end_use.flag("military"), end_use.flag("wmd")),
        route=reader.texts("route"),
        documents=reader.parts(
            "documents", _keys(Document), lambda part, _: Document(part.text("kind"), part.text("file"))
        ),
        change=Change(*(change.text(name) for name in _keys(Change))),
    )
    return application, reader.errors


def _item(part: ObjectReader, position: int) -> Item:
    return Item(
        line=part.integer("line", default=position + 1),
        description=part.text("description"),
        facts=part.text("facts"),
        hs=part.text("hs"),
        quantity=part.decimal("quantity"),
        unit=part.text("unit"),
        nature=part.text("nature"),
        value=part.decimal("value"),
        currency=part.text("currency"),
        claimed_entry=part.text("claimed_entry"),
    )


def _party(part: ObjectReader, _: int) -> Party:
    return Party(
        role=part.text("role"),
        name=part.text("name"),
        type=part.text("type") or "unknown",
        address=part.text("address"),
        country=part.text("country"),
        share=part.decimal("share"),
    )


def _application_faults(application: Application, amounts: bool) -> Iterator[FieldError]:
    if not _WORD.fullmatch(application.kind):
        yield FieldError("kind", _need(application.kind, "a kind of application, such as export"))
    yield from _length("applicant_reference", application.applicant_reference, SHORT)
    yield from _exporter_faults(application.exporter)
    if not application.items:
        yield FieldError("items", "required: at least one item")
    for name, most in MOST.items():
        if len(getattr(application, name)) > most:
            yield FieldError(name, f"too many: at most {most}")
    lines = [item.line for item in application.items]
    for position, item in enumerate(application.items):
        yield from _item_faults(f"items[{position}]", item, amounts)
        if item.line in lines[:position]:
            yield FieldError(f"items[{position}].line", f"line {item.line} is used twice")
    for position, party in enumerate(application.parties):
        yield from _party_faults(f"parties[{position}]", party)
    yield from _length("end_use.statement", application.end_use.statement, LONG)
    for position, country in enumerate(application.route):
        yield from _country(f"route[{position}]", country)
    for name in _keys(Change):
        yield from _length(f"change.{name}", getattr(application.change, name), LONG if name == "reason" else SHORT)
    for position, document in enumerate(application.documents):
        yield from _document_faults(f"documents[{position}]", document)


def _exporter_faults(exporter: Exporter) -> Iterator[FieldError]:
    yield from _required("exporter.name", exporter.name, SHORT)
    yield from _country("exporter.country", exporter.country)
    yield from _length("exporter.registration", exporter.registration, SHORT)


def _item_faults(path: str, item: Item, amounts: bool) -> Iterator[FieldError]:
    if not 1 <= item.line <= 9999:
        yield FieldError(f"{path}.line", "expected a line number from 1 to 9999")
    yield from _required(f"{path}.description", item.description, LONG)
    yield from _length(f"{path}.facts", item.facts, LONG)
    if item.hs and not _HS.fullmatch(item.hs):
        yield FieldError(f"{path}.hs", "expected a customs code of 4 to 12 digits, without points")
    yield from _one_of(f"{path}.nature", item.nature, NATURES)
    if amounts or item.quantity or item.value:
        yield from _amount_faults(path, item)
    yield from _length(f"{path}.claimed_entry", item.claimed_entry, 40)


def _amount_faults(path: str, item: Item) -> Iterator[FieldError]:
    for name, amount in (("quantity", item.quantity), ("value", item.value)):
        if amount <= 0:
            yield FieldError(f"{path}.{name}", f"required: a {name} over zero")
    yield from _required(f"{path}.unit", item.unit, 20)
    if not _CURRENCY.fullmatch(item.currency):
        yield FieldError(f"{path}.currency", _need(item.currency, "a currency code of ISO 4217, such as EUR"))


def _party_faults(path: str, party: Party) -> Iterator[FieldError]:
    yield from _one_of(f"{path}.role", party.role, PARTY_ROLES)
    yield from _required(f"{path}.name", party.name, SHORT)
    yield from _one_of(f"{path}.type", party.type, PARTY_TYPES)
    yield from _length(f"{path}.address", party.address, 500)
    if not 0 <= party.share <= 100:
        yield FieldError(f"{path}.share", "expected a percentage from 0 to 100")
    yield from _country(f"{path}.country", party.country)


def _document_faults(path: str, document: Document) -> Iterator[FieldError]:
    if not _WORD.fullmatch(document.kind):
        yield FieldError(f"{path}.kind", _need(document.kind, "a kind of document, such as end_user_certificate"))
    yield from _required(f"{path}.file", document.file, SHORT)


def _required(path: str, text: str, limit: int) -> Iterator[FieldError]:
    if not text:
        yield FieldError(path, "required")
    yield from _length(path, text, limit)


def _length(path: str, text: str, limit: int) -> Iterator[FieldError]:
    if len(text) > limit:
        yield FieldError(path, f"too long: {len(text)} characters, at most {limit}")


def _one_of(path: str, text: str, allowed: tuple[str, ...]) -> Iterator[FieldError]:
    if text not in allowed:
        yield FieldError(path, _need(text, f"one of {', '.join(allowed)}"))


def _country(path: str, code: str) -> Iterator[FieldError]:
    if not is_country(code):
        yield FieldError(path, _need(code, "a country code of ISO 3166-1 alpha-2, such as AE"))


def _need(found: str, expected: str) -> str:
    return f"expected {expected}, found {found[:60]!r}" if found else f"required: {expected}"
