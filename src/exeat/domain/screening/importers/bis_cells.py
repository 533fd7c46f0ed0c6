"""A cell of the BIS tables, prose written for people, taken apart into the parties and names that it lists.

    Name, a.k.a., the following two aliases:
    —Alias one; and
    —Alias two.
    12 Some Street, Town, Country; and 14 Other Street, Town, Country.

Names end where addresses begin, which only the commas tell: a name runs to its first comma, and over a legal form
(", Ltd.") or a last member of an enumeration (", and Minerals"). Institutions and affiliates that a cell lists below
its party are parties of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from exeat.domain.screening.importers.imported import unique
from exeat.domain.screening.normalise import words
from exeat.domain.screening.word_lists import LIGHT_WORDS

_NUMBER_WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS.split(" "), start=1)}
_DASH = re.compile(r"^[—–-]\s*")
_BELOW = re.compile(r"(?:Subordinate institu\w+|(?P<each>Affiliated entities)):?\s*", re.IGNORECASE)
_BELOW_INLINE = re.compile(r"^.*subordinate institution:\s*", re.IGNORECASE)
_AKA = re.compile(
    r",?\s+(?:[afn]\.\s?k\.\s?a\b\.?|d\.?b\.?a\b\.?)[,;]?\s*(?:as )?(?:the following )?"
    r"|,?\s+the following (?=\w+ alias)"
)
_STATED = re.compile(r"^(?:(?P<number>\w+) )?alias(?:es)?\b[^:\n]*?(?P<inline>:.*|$)", re.DOTALL)
_ASIDE = re.compile(r"\s*\((?:see|a subordinate)\b[^)]*\)?.*", re.IGNORECASE | re.DOTALL)
_INCLUDING = re.compile(r",? (?:and )?to include (?:the following|addresses).*|,? and the following .*", re.DOTALL)
_LEGAL_START = re.compile(r"(?:Ltd|LLC|Inc|Co|Corp|S\.A|GmbH|FZE|FZC)\b\.?(?=\s|$)")
_LAST_MEMBER = re.compile(r"and (?!\d)\D{3,40}")
_SENTENCE_END = re.compile(r"(?<=[a-z]{4})\.\s")
_ACRONYM = re.compile(r"(?P<name>.+?) \((?P<acronym>[A-Z][A-Z0-9&-]{2,11})\)")
_ADDRESS_ENTRY = re.compile(r"Address \d+,\s*(?P<address>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """A party in a cell: its first name and its aliases; ``miscounted`` when the cell announces another number."""

    name: str
    aliases: tuple[str, ...]
    miscounted: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All names, and once more without the acronym that some bear in brackets."""
        written = [self.name, *self.aliases]
        bare = [found["name"] for one in written if (found := _ACRONYM.fullmatch(one))]
        return unique([*written, *bare])

    @property
    def acronyms(self) -> tuple[str, ...]:
        return unique(found["acronym"] for one in (self.name, *self.aliases) if (found := _ACRONYM.fullmatch(one)))


def entries(cell: str) -> list[Entry]:
    """The parties of a cell (its text, a line end for each break), in its order; none when it holds no name."""
    if address := _ADDRESS_ENTRY.fullmatch(cell.strip()):
        return [Entry(" ".join(address["address"].split()).removesuffix("."), ())]
    return [entry for block in _blocks(cell) if (entry := _entry(block)) is not None]


def _blocks(cell: str) -> Iterator[list[str]]:
    """The lines of each party: its head and the dashed lines below; lines of addresses are left out."""
    block: list[str] = []
    heads_to_come = True  # whether the next line without a dash is a party, and not an address
    each = False  # whether every line without a dash is
    for written in cell.replace(";—", ";\n—").split("\n"):
        line = written.strip()
        if below := _BELOW.match(line):
            yield block
            block, each, heads_to_come = [], bool(below["each"]), True
            line = line[below.end() :]
        if not line:
            continue
        if _DASH.match(line):
            block.append(line)
        elif heads_to_come or each:
            if block:
                yield block
            block, heads_to_come = [_BELOW_INLINE.sub("", line)], False
    yield block


def _entry(block: list[str]) -> Entry | None:
    listed = [_alias(line, last=line is block[-1]) for line in block if _DASH.match(line)]
    head = next((line for line in block if not _DASH.match(line)), "")
    name, inline, stated = _head(head)
    found = unique([name, *inline, *listed])
    miscounted = stated is not None and stated != len(inline) + len(listed)
    return Entry(found[0], found[1:], miscounted) if found else None


def _head(line: str) -> tuple[str, list[str], int | None]:
    """The name at the head of an entry, aliases in the same line, and the number of aliases announced."""
    aka = _AKA.search(line)
    if aka is None:
        return _before_address(line), [], None
    name, rest = _tidy(_ASIDE.sub("", line[: aka.start()])), line[aka.end() :]
    announced = _STATED.match(rest)
    if announced is None:
        return name, [_before_address(rest)] if rest else [], None
    number = announced["number"] or "one"
    stated = int(number) if number.isdigit() else _NUMBERS.get(number.lower())
    inline = announced["inline"].removeprefix(":").strip()
    return name, [_alias(part, last=True) for part in inline.split(";")[:stated]] if inline else [], stated


def _before_address(text: str) -> str:
    """A name with an address behind it: up to the first comma that ends the name."""
    first, *others = re.split(r",\s+", _ASIDE.sub("", text))
    name = first
    for at, part in enumerate(others):
        legal = _LEGAL_START.match(part)
        if all(word in LIGHT_WORDS for word in words(part)) and words(part):
            name += f", {part}"
        elif legal:
            return _tidy(f"{name}, {legal[0]}")
        elif at < 3 and (end := _enumeration(others[at : at + 3])):
            return _tidy(", ".join([name, *end]))
        else:
            break
    return _tidy(name)


def _enumeration(parts: list[str]) -> list[str]:
    """The parts up to one that starts with "and" and has no number: "Trade, Industry, and Mines"."""
    for at, part in enumerate(parts):
        if _LAST_MEMBER.fullmatch(part):
            return parts[: at + 1]
        if any(character.isdigit() for character in part):
            break
    return []


def _alias(line: str, *, last: bool) -> str:
    """An alias without its dash; the last one may have an address behind a full stop."""
    text = _ASIDE.sub("", _INCLUDING.sub("", _DASH.sub("", line.strip())))
    text = text[: aka.start()] if (aka := _AKA.search(text)) else text
    text = text.removeprefix("and ")
    return _tidy(_SENTENCE_END.split(text)[0] if last else text)


def _tidy(name: str) -> str:
    """Without the punctuation and the "and" that lead to the next; an abbreviation keeps its full stop."""
    tidy = re.sub(r"[;:,.\s]+and$", "", " ".join(name.split())).rstrip(" ;:,")
    final = words(tidy)[-1:]
    return tidy if final and final[0] in LIGHT_WORDS else tidy.rstrip(".")
