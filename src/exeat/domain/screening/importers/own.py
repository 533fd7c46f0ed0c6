"""Our own watchlist files, JSON Lines: a state's own list, or one that another installation wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exeat.domain.screening.importers.imported import (
    Count,
    Imported,
    ImportRefused,
    check_counts,
    fingerprints,
    only_file,
)
from exeat.domain.screening.jsonl import WatchlistFileError, read_parties


def read(files: Sequence[Path], accept_orphans: bool) -> Imported:
    """The parties of one file, all of one list. Every line stands alone, so that there can be no orphans.

    Raises ImportRefused for an empty file, a line that is not a listed party, and for parties of several lists.
    """
    path = only_file(files, "one list as JSON Lines")
    try:
        parties = tuple(read_parties(path))
    except WatchlistFileError as error:
        raise ImportRefused(path, None, str(error).removeprefix(f"{path}, ")) from error
    lists = sorted({party.list for party in parties})
    if len(lists) != 1:
        found = ", ".join(lists) if lists else "none"
        raise ImportRefused(path, None, f"expected the parties of one list, found {found}")
    lines = sum(1 for line in path.read_bytes().split(b"\n") if line.strip())
    counts = (Count("lines", lines, len(parties)),)
    check_counts(path, counts)
    return Imported(lists[0], parties, counts, fingerprints(files))
