"""What `exeat watchlists import` and `update` share: writing an imported list, and saying what was read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from exeat.domain.screening import write_lines, write_parties
from exeat.domain.screening.importers import Imported


def write_list(imported: Imported, output: Path) -> Path | None:
    """Writes the list and, beside it, the rows kept aside; gives the place of these when there are any."""
    aside = output.with_name(f"{output.name}.orphans.jsonl")
    write_parties(output, imported.parties)
    if not imported.orphans:
        aside.unlink(missing_ok=True)
        return None
    rows = ({"file": one.file, "line": one.line, "kind": one.kind, "row": one.row} for one in imported.orphans)
    write_lines(aside, (json.dumps(row, ensure_ascii=False) for row in rows))
    return aside


def _orphans(imported: Imported) -> dict[str, int]:
    kinds = [one.kind for one in imported.orphans]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def as_json(imported: Imported, kept: Path | None) -> dict[str, Any]:
    """The result of an import as data; ``kept`` is where rows without their entity were written."""
    return {
        "list": imported.list_id,
        "list_date": imported.list_date.isoformat() if imported.list_date else None,
        "parties": len(imported.parties),
        "counts": [{"what": c.what, "in_source": c.in_source, "read": c.read} for c in imported.counts],
        "orphans": _orphans(imported),
        "orphans_file": str(kept) if kept else None,
        "unknown_countries": dict(imported.unknown_countries),
        "sources": dict(imported.sources),
        "notes": list(imported.notes),
    }


def echo_import(imported: Imported, kept: Path | None) -> None:
    """The result of an import for a reader."""
    dated = f", of {imported.list_date}" if imported.list_date else ""
    click.echo(f"{imported.list_id}{dated}: {len(imported.parties):,} listed parties")
    for count in imported.counts:
        click.echo(f"{count.read:>8,} of {count.in_source:,} {count.what} read")
    for kind, number in _orphans(imported).items():
        click.echo(f"{number:>8,} {kind} without their entity{f', kept in {kept}' if kept else ''}")
    for country, number in imported.unknown_countries.items():
        click.echo(f"{number:>8,} entries with the country “{country}”, which has no code and stays as written")
    for note in imported.notes:
        click.echo(f"         {note}")
