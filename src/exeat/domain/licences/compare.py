"""Does the paper say what was signed? Names every piece of a PDF's text that differs from the signed record.

Only text can be compared. A picture pasted over the text is not seen here; so whoever verifies is always shown the
signed fields as well.
"""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .document import LicenceError
from .printed import Block, format_amount
from .record import FILE_NAME, digest, read_record
from .text import ExtractedText, squeeze
from .token import SignedFields

_FOOTER = "\1"
_ALIKE = 0.5


@dataclass(frozen=True)
class Difference:
    """One difference: `signed` is empty for text that was added, `found` for text that has gone without a trace."""

    field: str
    signed: str
    found: str

    def __str__(self) -> str:
        if not self.signed:
            return f"{self.field}: “{self.found}” was not signed"
        if not self.found:
            return f"{self.field}: “{self.signed}” was signed and is not there"
        return f"{self.field}: “{self.signed}” was signed; this paper says “{self.found}”"


def compare_with_paper(fields: SignedFields, record: bytes | None, pages: Sequence[str]) -> tuple[Difference, ...]:
    """What differs between the signed token and a PDF's text.

    `record` is the PDF's attachment, which the token's digest vouches for; `pages` the extracted text of each page.
    Without a genuine record the token's own fields are looked for, and its absence is itself a difference.
    """
    if record is None:
        absent = Difference("attached record", FILE_NAME, "")
        return (absent, *compare_fields(fields, pages))
    if digest(record) != fields.digest:
        altered = Difference("attached record", "the record that the code names", "another record")
        return (altered, *compare_fields(fields, pages))
    try:
        return compare_with_text(read_record(record).blocks, pages)
    except LicenceError as fault:
        return (Difference("attached record", "a record that this program reads", str(fault)),)


def compare_with_text(blocks: Sequence[Block], pages: Sequence[str]) -> tuple[Difference, ...]:
    """What differs between the signed `blocks` of a licence and the text of its pages; nothing when it is genuine."""
    text = ExtractedText("\n".join(pages))
    lost = [footer for footer in _footers(blocks, len(pages)) if not text.take(footer[1], mark=_FOOTER)]
    text.close_gaps(_FOOTER)
    wanted = sorted(_segments(blocks), key=lambda segment: -len(squeeze("".join(segment[1]))))
    lost += [segment for segment in wanted if not text.take(segment[1])]
    headings = _headings(block for block in blocks if block.kind == "column")
    while headings and text.take(headings):  # repeated on each page that the table reaches
        pass
    return tuple(_pair(lost, text.left_over()))


def compare_fields(fields: SignedFields, pages: Sequence[str]) -> tuple[Difference, ...]:
    """Which of the token's fields the text does not bear. Weaker than `compare_with_text`: additions go unseen."""
    text = squeeze("\n".join(pages))
    wanted = [
        ("number", fields.number),
        ("issued", fields.issued.isoformat()),
        ("valid from", fields.valid_from.isoformat()),
        ("valid until", fields.valid_until.isoformat()),
        ("exporter", fields.exporter.removesuffix("…")),
        ("end user", fields.end_user.removesuffix("…")),
    ]
    for line in fields.lines or ():
        if not line.quantity:  # no ceiling: the paper says so in words that the token does not carry
            wanted.append((f"line {line.number}", f"{line.number} {line.entry}"))
            continue
        quantity, value = format_amount(line.quantity), format_amount(line.value)
        row = f"{line.number} {line.entry} {quantity} {line.unit} {value} {line.currency}"
        wanted.append((f"line {line.number}", row))
    wanted += [("total", f"{format_amount(amount)} {name}") for name, amount in fields.totals]
    return tuple(Difference(field, signed, "") for field, signed in wanted if squeeze(signed) not in text)


def _footers(blocks: Iterable[Block], pages: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    for block in blocks:
        if block.kind == "footer":
            for page in range(1, pages + 1):
                counts = {"{page}": str(page), "{pages}": str(pages)}
                yield f"footer of page {page}", (_fill(" ".join(block.labels), counts),)


def _headings(columns: Iterable[Block]) -> tuple[str, ...]:
    return tuple(" ".join(block.labels) for block in columns)


def _fill(text: str, counts: dict[str, str]) -> str:
    for name, count in counts.items():
        text = text.replace(name, count)
    return text


def _segments(blocks: Iterable[Block]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What stands together on paper, with its name: each block by itself, but the column headings as one."""
    for kind, members in groupby(blocks, key=lambda block: block.kind):
        if kind == "column":
            headings = list(members)
            yield headings[0].field, _headings(headings)
        elif kind != "footer":
            for block in members:
                yield block.field, (" ".join(block.labels), *block.values)


def _pair(lost: Iterable[tuple[str, tuple[str, ...]]], left_over: list[str]) -> Iterator[Difference]:
    """Each signed text that was not found, beside the unsigned text most like it; then the other unsigned texts."""
    unclaimed = list(left_over)
    for field, pieces in lost:
        signed = " ".join(" ".join(pieces).split())
        alike = difflib.get_close_matches(signed, unclaimed, n=1, cutoff=_ALIKE)
        for found in alike:
            unclaimed.remove(found)
        yield Difference(field, signed, alike[0] if alike else "")
    for found in unclaimed:
        yield Difference("text", "", found)
