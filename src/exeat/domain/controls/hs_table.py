"""Customs codes for a list's entries from the importer's own table: lists seldom print them, authorities keep them.

A CSV file (UTF-8) with the columns `code` and `hs`: a code of the list, and Harmonized System codes of 4 to 10 digits,
several apart by a semicolon. A code is a hint to an officer and never decides.
"""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

from exeat.domain.controls.control_list import ControlList
from exeat.domain.controls.errors import ControlListError, SourceError, UnknownCodeError

_HS = re.compile(r"\d{4}(?:\d\d){0,3}")


def with_customs_codes(control_list: ControlList, path: Path) -> ControlList:
    """The list with the table's customs codes added to those that it has; a provision's go to its entry.

    Raises SourceError naming the line of a code that the list does not have, or of what is no customs code.
    """
    added: dict[str, list[str]] = {}
    for line, code, codes in _rows(path):
        try:
            entry = control_list.entry(control_list.provision(code).path)
        except UnknownCodeError:
            raise SourceError(path, line, f"{control_list.title} has no code {code}")
        for hs in codes:
            if not _HS.fullmatch(hs):
                raise SourceError(path, line, f"{hs!r} is no customs code: 4, 6, 8 or 10 digits were expected")
        added.setdefault(entry.code, []).extend(codes)
    entries = (replace(e, hs=tuple(dict.fromkeys((*e.hs, *added.get(e.code, ()))))) for e in control_list.entries)
    return replace(control_list, entries=tuple(entries))


def _rows(path: Path) -> list[tuple[int, str, list[str]]]:
    """The table's rows: line, code, customs codes without points and spaces."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file, strict=True)
            if table.fieldnames is None or not {"code", "hs"} <= set(table.fieldnames):
                raise SourceError(path, 1, "the columns code and hs were expected")
            return [
                (table.line_num, row["code"] or "", re.sub(r"[. ]", "", row["hs"] or "").split(";")) for row in table
            ]
    except OSError as problem:
        raise ControlListError(f"{path}: {problem.strerror}")
    except (UnicodeDecodeError, csv.Error) as problem:
        raise SourceError(path, None, f"not a CSV file in UTF-8 ({problem})")
