"""Watchlist files: JSON Lines, one listed party a line; every line is checked, and a file is written whole or not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from exeat.domain.files import written_whole
from exeat.domain.screening.model import ListedParty, PartyKey, RecordError, listed_party


class WatchlistFileError(ValueError):
    """A watchlist file that cannot be used; the message names file and line."""


def read_parties(path: Path) -> Iterator[ListedParty]:
    """The parties of a file, in its order.

    Raises WatchlistFileError at the first line that is not UTF-8, not JSON, not a listed party, or a second record of
    a party that the file already had. Blank lines are allowed.
    """
    seen: dict[PartyKey, int] = {}
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            if not raw.strip():
                continue
            party = _party(path, number, raw)
            first = seen.setdefault(party.key, number)
            if first != number:
                raise WatchlistFileError(
                    f"{path}, line {number}: {party.list} {party.id} is on line {first} already; keep one of them"
                )
            yield party


def _party(path: Path, number: int, raw: bytes) -> ListedParty:
    try:
        return listed_party(json.loads(raw))
    except RecordError as error:
        problem = str(error)
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 text at byte {error.start + 1} of the line"
    except json.JSONDecodeError as error:
        problem = f"not JSON ({error.msg}, column {error.colno}); is the file cut off?"
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets within brackets
        problem = "JSON beyond all measure, expected one listed party"
    raise WatchlistFileError(f"{path}, line {number}: {problem}")


def write_parties(path: Path, parties: Iterable[ListedParty]) -> None:
    """Writes a watchlist file, whole or not at all."""
    write_lines(path, (party.line() for party in parties))


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Writes a text file, whole or not at all: a failure leaves the old one."""
    with written_whole(path) as out:
        out.writelines(f"{line}\n".encode() for line in lines)
