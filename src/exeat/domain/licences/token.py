"""The signed token in a licence's QR code: at most 600 bytes, whatever the licence.

Six hundred bytes are a QR code of version 19 at error correction M, which a phone reads from an office print. The
token always carries number, kind, dates, exporter, end user, destination and the digest of the whole record. What is
left is spent on goods: lines with descriptions, else lines without, else totals by unit and currency, else the number
of lines. Whatever it leaves out is still signed, through the digest.

Claims: `v` type and version · `n` number · `k` kind · `c` issuing country · `i` issued, `f` valid from, `u` valid
until, each yyyymmdd · `x` exporter · `e` end user · `d` destination · `h` digest of the record · `l` lines, each
[number, entry, quantity, unit, value, currency, description] · `t` totals, each [unit or currency, amount] · `q` number
of lines · `b` certificate or letter, absent for a licence · `s` global, open or general, absent for an individual one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .document import LicenceDocument, LicenceLine
from .jws import UnsignedError, encode, open_signed, sign
from .keys import AuthorityKey, PublicKeys
from .record import digest, write_record
from .totals import totals

VERSION = "L1"
LIMIT = 600
_SIGNED_SIZE = 86 + 2  # signature and two dots
_NAME_SIZES = (None, 60, 36)  # bytes of JSON that a name may take, so that goods fit
_LEAST_NAME_SIZE = 24


class NewerTokenError(ValueError):
    """A licence token in a form that this program does not know."""


@dataclass(frozen=True)
class IssuedLicence:
    """What issuing yields: keep both. The PDF is made from them, and its attachment is `record`, byte for byte."""

    token: str
    record: bytes


@dataclass(frozen=True)
class SignedLine:
    """A line as far as the token carries it; `description` is empty when it did not fit."""

    number: int
    entry: str
    quantity: Decimal
    unit: str
    value: Decimal
    currency: str
    description: str = ""


@dataclass(frozen=True)
class SignedFields:
    """What a token says. A name that did not fit ends in '…'. `lines` is None when they did not fit; `totals` then
    holds quantities by unit and values by currency, unless those did not fit either. `form` and `supply` are those of
    the document."""

    number: str
    kind: str
    country: str
    issued: date
    valid_from: date
    valid_until: date
    exporter: str
    end_user: str
    destination: str
    line_count: int
    digest: str
    lines: tuple[SignedLine, ...] | None = None
    totals: tuple[tuple[str, Decimal], ...] = ()
    form: str = "licence"
    supply: str = "individual"


def issue(document: LicenceDocument, key: AuthorityKey) -> IssuedLicence:
    """Sign `document`. Raises LicenceError when it asks for a language without labels."""
    record = write_record(document)
    room = LIMIT - _SIGNED_SIZE - _encoded(len(encode({"alg": "Ed25519", "kid": key.id})))
    for statement in _statements(document, digest(record)):
        if _encoded(len(encode(statement))) <= room:
            return IssuedLicence(sign(statement, key), record)
    raise AssertionError("the shortest statement fits by the limits that LicenceDocument sets")


def read_token(token: str, keys: PublicKeys) -> SignedFields:
    """What `token` says, once its signature holds.

    Raises UnknownKeyError, UnsignedError (altered, malformed, or no licence), NewerTokenError.
    """
    statement = open_signed(token, keys)
    version = statement["v"]
    if version != VERSION:
        if version[:1] == VERSION[:1]:
            raise NewerTokenError(f"the licence is written in form {version}; this program reads {VERSION}")
        raise UnsignedError("it is signed, but it is no licence")
    try:
        return _fields(statement)
    except (KeyError, TypeError, ValueError, ArithmeticError) as fault:
        raise UnsignedError("it is signed, but what it says is damaged") from fault


def _encoded(size: int) -> int:
    """Length in base64url without padding of `size` bytes."""
    return (size * 4 + 2) // 3


def _statements(document: LicenceDocument, record_digest: str) -> Iterator[dict[str, Any]]:
    """All ways to state the licence, the fullest first."""
    lines = [_line(line) for line in document.lines]
    bare = [line[:-1] for line in lines]
    sums = [[name, _plain(amount)] for name, amount in totals(document.lines)]
    count = len(lines)
    fullest_first: tuple[dict[str, Any], ...] = ({"l": lines}, {"l": bare}, {"t": sums, "q": count}, {"q": count})
    for goods in fullest_first:
        for size in _NAME_SIZES:
            yield {**_head(document, size), "h": record_digest, **goods}
    yield {**_head(document, _LEAST_NAME_SIZE), "h": record_digest, "q": count}


def _head(document: LicenceDocument, name_size: int | None) -> dict[str, Any]:
    end_user = document.end_user
    nature = {"b": "" if document.form == "licence" else document.form}
    nature["s"] = "" if document.supply == "individual" else document.supply
    return {
        "v": VERSION,
        "n": document.number,
        "k": document.kind,
        "c": document.country,
        "i": _day(document.issued),
        "f": _day(document.valid_from),
        "u": _day(document.valid_until),
        "x": _cut(document.exporter.name, name_size),
        "e": _cut(end_user.name, name_size) if end_user else "",
        "d": document.destination,
        **{claim: word for claim, word in nature.items() if word},
    }


def _line(line: LicenceLine) -> list[Any]:
    quantity, value = _plain(line.quantity), _plain(line.value)
    return [line.number, line.entry, quantity, line.unit, value, line.currency, line.description]


def _cut(name: str, size: int | None) -> str:
    """`name`, shortened until its JSON takes `size` bytes at most."""
    if size is None or len(encode(name)) <= size:
        return name
    while len(encode(name + "…")) > size:
        name = name[:-1]
    return name + "…"


def _day(day: date) -> int:
    return int(day.isoformat().replace("-", ""))


def _date(day: int) -> date:
    return date.fromisoformat(f"{day:08d}")


def _plain(amount: Decimal) -> str:
    return format(amount, "f")


def _fields(statement: dict[str, Any]) -> SignedFields:
    lines = None
    if "l" in statement:
        lines = tuple(
            SignedLine(line[0], line[1], Decimal(line[2]), line[3], Decimal(line[4]), *line[5:])
            for line in statement["l"]
        )
    return SignedFields(
        number=statement["n"],
        kind=statement["k"],
        country=statement["c"],
        issued=_date(statement["i"]),
        valid_from=_date(statement["f"]),
        valid_until=_date(statement["u"]),
        exporter=statement["x"],
        end_user=statement["e"],
        destination=statement["d"],
        line_count=len(lines) if lines is not None else int(statement["q"]),
        digest=statement["h"],
        lines=lines,
        totals=tuple((name, Decimal(amount)) for name, amount in statement.get("t", [])),
        form=statement.get("b", "licence"),
        supply=statement.get("s", "individual"),
    )
