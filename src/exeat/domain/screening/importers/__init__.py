"""Importers: a publisher's files in, checked and counted; listed parties out.

A further format is one module with a ``read`` and one row of ``FORMATS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from exeat.domain.screening.importers import bis, canada, csl, dpl, ofac, ofac_terms, un
from exeat.domain.screening.importers.imported import Count, Imported, ImportRefused, Orphan

Reader = Callable[[Sequence[Path], bool], Imported]

FORMATS: Mapping[str, Reader] = {
    "bis-744-xml": bis.read,
    "canada-sema-xml": canada.read,
    "ofac-cons": partial(ofac.read, ofac_terms.CONSOLIDATED),
    "ofac-sdn": partial(ofac.read, ofac_terms.SDN),
    "un-xml": un.read,
    "us-csl-csv": csl.read,
    "us-dpl": dpl.read,
}


def import_list(name: str, files: Sequence[Path], *, accept_orphans: bool = False) -> Imported:
    """Reads a publisher's files in the format ``name``, a key of FORMATS.

    ``accept_orphans`` keeps rows without their entity aside where they are more than 1 %, instead of refusing. Raises
    ImportRefused, naming file and line, for files that are cut off, malformed or not read completely.
    """
    return FORMATS[name](files, accept_orphans)


__all__ = ["FORMATS", "Count", "ImportRefused", "Imported", "Orphan", "import_list"]
