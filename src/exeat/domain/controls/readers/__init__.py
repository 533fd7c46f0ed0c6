"""Readers of published control lists, by the name of the format.

A reader takes the files as their publisher wrote them and gives the whole list or a SourceError: it recounts the source
by a second, independent pass, and compares every character with what its records hold. A new format is one module with
a `read` of the same shape and a line in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from exeat.domain.controls.readers import (
    eu_annex_i,
    eu_formex,
    eu_xhtml,
    state_csv,
    us_10cfr110,
    us_ccl,
    us_ccl_json,
    us_usml,
)
from exeat.domain.controls.readers.source import Imported

READERS: dict[str, Callable[[Sequence[Path]], Imported]] = {
    "eu-annex-i-json": eu_annex_i.read,
    "eu-annex-i-xhtml": eu_xhtml.read,
    "eu-annex-i-formex": eu_formex.read,
    "us-ccl-ecfr-xml": us_ccl.read,
    "us-ccl-json": us_ccl_json.read,
    "us-usml-ecfr-xml": us_usml.read,
    "us-10cfr110-ecfr-xml": us_10cfr110.read,
    "csv": state_csv.read,
}

__all__ = ["READERS", "Imported"]
