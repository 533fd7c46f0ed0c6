"""Readers of published control lists, by the name of the format.

A reader takes the files as their publisher wrote them and gives the whole list or a SourceError: it recounts the source
by a second, independent pass, and compares every character with what its records hold. A new format is one module with
a `read` of the same shape and a line in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import cast

from exeat.domain.controls.readers.source import Imported

Reader = Callable[[Sequence[Path]], Imported]


def _reader(module: str) -> Reader:
    """The `read` of a module that is loaded when it is first used: who asks a list reads no publisher's file."""

    def read(paths: Sequence[Path]) -> Imported:
        return cast(Reader, import_module(f"{__name__}.{module}").read)(paths)

    return read


READERS: dict[str, Reader] = {
    "eu-annex-i-json": _reader("eu_annex_i"),
    "eu-annex-i-xhtml": _reader("eu_xhtml"),
    "eu-annex-i-formex": _reader("eu_formex"),
    "us-ccl-ecfr-xml": _reader("us_ccl"),
    "us-ccl-json": _reader("us_ccl_json"),
    "us-usml-ecfr-xml": _reader("us_usml"),
    "us-10cfr110-ecfr-xml": _reader("us_10cfr110"),
    "csv": _reader("state_csv"),
}

__all__ = ["READERS", "Imported"]
