"""The licence as a value: what the authority grants, to whom, for which goods, until when.

Everything printed, signed and drawn down starts from a `LicenceDocument`. It refuses, on construction, what could not
be printed or signed faithfully, so that no later step has to doubt its input.
"""

import re
import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,39}")
"""A licence number is read aloud at a border: Latin letters, digits, '.', '/' and '-', at most 40."""

_KIND = re.compile(r"[a-z][a-z0-9_-]{0,29}")
FORMS = ("licence", "certificate", "letter")
"""What a document is: goods leave on a licence; a certificate and a letter only say something."""
SUPPLIES = ("individual", "global", "open", "general")
"""How goods leave on a licence: as applied for, shared by consignees, without a ceiling, by anybody registered."""
_COUNTRY = re.compile(r"[A-Z]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_DIGITS = 18
_END_USER_ROLES = ("ultimate_end_user", "end_user", "consignee")


class LicenceError(ValueError):
    """A licence that cannot be issued as it stands; says which field, and what was expected."""


def check_text(field: str, text: str, limit: int, required: bool = True) -> None:
    """Refuse text that a page would not show as written: control characters, or more than `limit` characters."""
    if required and not text.strip():
        raise LicenceError(f"{field}: is empty")
    if len(text) > limit:
        raise LicenceError(f"{field}: has {len(text)} characters, at most {limit} fit")
    for character in text:
        if character != "\n" and unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn"):
            raise LicenceError(f"{field}: holds the unprintable character U+{ord(character):04X}")


def _check_pattern(field: str, text: str, pattern: re.Pattern[str], expected: str) -> None:
    if not pattern.fullmatch(text):
        raise LicenceError(f"{field}: {text!r} is not {expected}")


def _check_amount(field: str, amount: Decimal, positive: bool) -> None:
    if not amount.is_finite() or amount < 0 or (positive and amount == 0):
        raise LicenceError(f"{field}: {amount} is not a {'positive' if positive else 'non-negative'} number")
    if len(format(_tidy(amount, 0), "f").replace(".", "")) > _DIGITS:
        raise LicenceError(f"{field}: {amount} has more than {_DIGITS} digits")


def _tidy(amount: Decimal, places: int) -> Decimal:
    """The equal amount with `places` decimals, or with as many as it needs: 4 for 4.000000, 2.50 for 2.5."""
    shown = format(amount, "f")
    whole, _, decimals = shown.partition(".")
    decimals = decimals.rstrip("0").ljust(places, "0")
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


@dataclass(frozen=True)
class LicenceLine:
    """One line of goods: `value` its total in `currency` (ISO 4217), `entry` a control list's code or empty.

    A line without a `ceiling` names goods and sets no limit: its amounts are zero, and their units may be empty.
    """

    number: int
    description: str
    entry: str
    quantity: Decimal
    unit: str
    value: Decimal
    currency: str
    ceiling: bool = True

    def __post_init__(self) -> None:
        where = f"line {self.number}"
        if not 1 <= self.number <= 9999:
            raise LicenceError(f"{where}: a line number is 1 to 9999")
        check_text(f"{where}, description", self.description, 2000)
        check_text(f"{where}, entry", self.entry, 40, required=False)
        check_text(f"{where}, unit", self.unit, 16, required=self.ceiling)
        _check_amount(f"{where}, quantity", self.quantity, positive=self.ceiling)
        _check_amount(f"{where}, value", self.value, positive=False)
        if self.ceiling or self.currency:
            _check_pattern(f"{where}, currency", self.currency, _CURRENCY, "an ISO 4217 code such as EUR")
        object.__setattr__(self, "quantity", _tidy(self.quantity, 0))
        object.__setattr__(self, "value", _tidy(self.value, 2))


@dataclass(frozen=True)
class LicenceParty:
    """A party as printed: `role` as in an application, `country` in ISO 3166-1 alpha-2, and its name in words.

    `share` is the part, in percent, of each line that may go to a party of a licence that several share.
    """

    role: str
    name: str
    country: str
    address: str = ""
    country_name: str = ""
    share: Decimal | None = None

    def __post_init__(self) -> None:
        if self.share is not None and not 0 < self.share <= 100:
            raise LicenceError(f"{self.role}, share: {self.share} is not a percentage over 0, up to 100")
        _check_pattern("role", self.role, _KIND, "a role such as end_user")
        check_text(f"{self.role}, name", self.name, 300)
        check_text(f"{self.role}, address", self.address, 600, required=False)
        check_text(f"{self.role}, country name", self.country_name, 80, required=False)
        _check_pattern(f"{self.role}, country", self.country, _COUNTRY, "an ISO 3166-1 alpha-2 code such as AE")


@dataclass(frozen=True)
class LicenceDocument:
    """Everything that a licence says.

    `valid_until` is the last day on which goods may leave. `tolerances` are percent by unit, as policy grants them at
    customs; a unit not named has none. `languages` are those it is printed in, the authority's first.

    `form` is one of FORMS, `supply` one of SUPPLIES. `titles` name the document in each language, where the state has
    words of its own; `statements` are what a letter or certificate says; `destinations` (code and name) those of a
    licence with several; `supersedes` the number of the licence that this one replaces.
    """

    number: str
    kind: str
    case_reference: str
    authority: str
    country: str
    issued: date
    valid_from: date
    valid_until: date
    exporter: LicenceParty
    parties: tuple[LicenceParty, ...]
    destination: str
    lines: tuple[LicenceLine, ...]
    conditions: tuple[str, ...]
    signatory_name: str
    signatory_title: str
    tolerances: tuple[tuple[str, Decimal], ...] = ()
    authority_address: str = ""
    legal_basis: str = ""
    destination_name: str = ""
    languages: tuple[str, ...] = ("en",)
    form: str = "licence"
    supply: str = "individual"
    titles: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    destinations: tuple[tuple[str, str], ...] = ()
    supersedes: str = ""

    def __post_init__(self) -> None:
        _check_pattern("number", self.number, NUMBER, "a licence number: up to 40 of A-Z a-z 0-9 . / -")
        _check_pattern("kind", self.kind, _KIND, "a kind such as export")
        _check_pattern("country", self.country, _COUNTRY, "an ISO 3166-1 alpha-2 code")
        if self.form not in FORMS or self.supply not in SUPPLIES:
            raise LicenceError(f"form: {self.form}, {self.supply} is no document that the authority signs")
        for code in filter(None, (self.destination, *(code for code, _name in self.destinations))):
            _check_pattern("destination", code, _COUNTRY, "an ISO 3166-1 alpha-2 code")
        if not self.destination and not self.destinations and self.form == "licence" and self.supply != "general":
            raise LicenceError("destination: a licence needs one")
        for field in ("case_reference", "authority", "signatory_name", "signatory_title"):
            check_text(field, getattr(self, field), 200)
        for field, limit in (("authority_address", 400), ("legal_basis", 400), ("destination_name", 80)):
            check_text(field, getattr(self, field), limit, required=False)
        for index, statement in enumerate(self.statements, 1):
            check_text(f"statement {index}", statement, 20_000)
        for title in self.titles:
            check_text("title", title, 120)
        if self.titles and len(self.titles) != len(self.languages):
            raise LicenceError("titles: one for each language, or none")
        for index, condition in enumerate(self.conditions, 1):
            check_text(f"condition {index}", condition, 4000)
        for unit, percent in self.tolerances:
            check_text("tolerance, unit", unit, 16)
            _check_amount(f"tolerance for {unit}", percent, positive=False)
        if self.valid_until < self.valid_from:
            raise LicenceError(f"valid_until: {self.valid_until} is before valid_from, {self.valid_from}")
        self._check_lines()

    def _check_lines(self) -> None:
        if not self.lines:
            raise LicenceError("lines: a licence needs at least one")
        numbers = [line.number for line in self.lines]
        if len(set(numbers)) != len(numbers):
            raise LicenceError("lines: a line number occurs twice")

    @property
    def end_user(self) -> LicenceParty | None:
        """Who will use the goods: the last in the chain that the licence names."""
        for role in _END_USER_ROLES:
            for party in self.parties:
                if party.role == role:
                    return party
        return None

    def tolerance(self, unit: str) -> Decimal:
        """Percent by which shipments of `unit` may exceed a line."""
        return dict(self.tolerances).get(unit, Decimal(0))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values: decimals and dates as strings. `from_json` gives the equal document back."""
        plain = asdict(self)
        plain["lines"] = [
            {**line, "quantity": format(line["quantity"], "f"), "value": format(line["value"], "f")}
            for line in plain["lines"]
        ]
        plain["tolerances"] = [[unit, format(percent, "f")] for unit, percent in self.tolerances]
        for name in ("issued", "valid_from", "valid_until"):
            plain[name] = plain[name].isoformat()
        for party in (plain["exporter"], *plain["parties"]):
            party["share"] = None if party["share"] is None else format(party["share"], "f")
        plain["destinations"] = [list(pair) for pair in self.destinations]
        for name in ("parties", "conditions", "languages", "titles", "statements"):
            plain[name] = list(plain[name])
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "LicenceDocument":
        """Read what `to_json` wrote. Raises LicenceError for anything else."""
        try:
            values = dict(plain)
            for name in ("issued", "valid_from", "valid_until"):
                values[name] = date.fromisoformat(values[name])
            values["exporter"] = _party(values["exporter"])
            values["parties"] = tuple(_party(party) for party in values["parties"])
            values["lines"] = tuple(
                LicenceLine(**{**line, "quantity": Decimal(line["quantity"]), "value": Decimal(line["value"])})
                for line in values["lines"]
            )
            values["tolerances"] = tuple((unit, Decimal(percent)) for unit, percent in values["tolerances"])
            values["destinations"] = tuple((code, name) for code, name in values.get("destinations", ()))
            for name in ("conditions", "languages", "titles", "statements"):
                if name in values:  # records of an older form lack the last two
                    values[name] = tuple(values[name])
            return cls(**values)
        except (KeyError, TypeError, AttributeError, InvalidOperation) as fault:
            known = ", ".join(field.name for field in fields(cls))
            raise LicenceError(f"not a licence record ({fault}); its fields are {known}") from fault


def _party(plain: dict[str, Any]) -> LicenceParty:
    share = plain.get("share")
    return LicenceParty(**{**plain, "share": None if share is None else Decimal(share)})
