"""A control list as JSON (docs/control-lists.md gives the fields) and back, written whole or not at all."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from exeat.domain.controls.edition import Edition
from exeat.domain.controls.errors import ControlListError
from exeat.domain.controls.records import Correction, Doubt, Entry, Provision, Ref, Version
from exeat.domain.files import written_whole

FORMAT = "exeat-control-list/1"


def write(control_list: Edition, path: Path) -> None:
    """Write the file whole, so that a reader sees the old list or the new one. Raises OSError."""
    text = json.dumps(to_dict(control_list), ensure_ascii=False, indent=1)
    with written_whole(path) as file:
        file.write(text.encode())


def read(path: Path) -> dict[str, Any]:
    """The fields of the list that `write` wrote. Raises ControlListError naming the file and the line."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ControlListError(f"{path}: {problem.strerror}")
    except json.JSONDecodeError as problem:
        raise ControlListError(f"{path}, line {problem.lineno}: not a saved control list ({problem.msg})")
    except UnicodeDecodeError:
        raise ControlListError(f"{path}: not a saved control list (not UTF-8 text)")
    return fields(data, str(path))


def to_dict(control_list: Edition) -> dict[str, Any]:
    """The list as plain JSON values; empty fields of a record are left out."""
    version = control_list.version
    return {
        "format": FORMAT,
        "id": control_list.id,
        "title": control_list.title,
        "version": {
            "label": version.label,
            "effective_from": version.effective_from.isoformat() if version.effective_from else None,
            "effective_until": version.effective_until.isoformat() if version.effective_until else None,
        },
        "numbering": control_list.numbering,
        "source_sha256": control_list.source_sha256,
        "rights": control_list.rights,
        **({"covers": list(control_list.covers)} if control_list.covers else {}),
        "general": [_record(p) for p in control_list.general],
        "entries": [
            _filled({**asdict(e), "provisions": [_record(p) for p in e.provisions]}) for e in control_list.entries
        ],
    }


def fields(data: Any, source: str) -> dict[str, Any]:
    """An edition's fields from plain JSON values. Raises ControlListError naming `source` when they are not one."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ControlListError(f"{source}: not a saved control list (its format is not {FORMAT})")
    try:
        version = data["version"]
        return {
            "id": data["id"],
            "title": data["title"],
            "version": Version(version["label"], _day(version["effective_from"]), _day(version["effective_until"])),
            "numbering": data["numbering"],
            "source_sha256": data["source_sha256"],
            "rights": data["rights"],
            "covers": tuple(data.get("covers", ())),
            "general": tuple(_provision(p) for p in data["general"]),
            "entries": tuple(_entry(e) for e in data["entries"]),
        }
    except (KeyError, TypeError, ValueError) as problem:
        raise ControlListError(f"{source}: a saved control list with a field missing or wrong ({problem})")


def _record(provision: Provision) -> dict[str, Any]:
    return _filled(asdict(provision))


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value not in ("", (), [], None)}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        code=row["code"],
        title=row.get("title", ""),
        provisions=tuple(_provision(p) for p in row["provisions"]),
        regimes=tuple(row.get("regimes", ())),
        reasons=tuple(row.get("reasons", ())),
        hs=tuple(row.get("hs", ())),
        exceptions=tuple(row.get("exceptions", ())),
    )


def _provision(row: dict[str, Any]) -> Provision:
    return Provision(
        path=row["path"],
        kind=row["kind"],
        label=row.get("label", ""),
        text=row.get("text", ""),
        parent=row.get("parent"),
        order=row["order"],
        logic=row.get("logic", ""),
        applies_to=tuple(row.get("applies_to", ())),
        refs=tuple(Ref(r["target"], r["relation"]) for r in row.get("refs", ())),
        effect=row.get("effect", ""),
        defines=tuple(row.get("defines", ())),
        corrections=tuple(Correction(**c) for c in row.get("corrections", ())),
        doubts=tuple(Doubt(**d) for d in row.get("doubts", ())),
    )
