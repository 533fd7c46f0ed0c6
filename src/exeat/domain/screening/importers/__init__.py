"""Importers: a publisher's files in, checked and counted; listed parties out.

A further format is one module with a ``read`` and one row of ``FORMATS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from exeat.domain.screening.importers import bis, canada, csl, dpl, eu, ftm, ofac, ofac_advanced, ofac_xml, own, uk, un
from exeat.domain.screening.importers.imported import (
    Count,
    Imported,
    ImportRefused,
    Orphan,
    digest_of_sources,
    fingerprints,
)
from exeat.domain.screening.importers.ofac_terms import CONSOLIDATED, SDN
from exeat.domain.screening.model import RecordError, listed_party

Reader = Callable[[Sequence[Path], bool], Imported]

FORMATS: Mapping[str, Reader] = {
    "bis-744-xml": bis.read,
    "canada-sema-xml": canada.read,
    "eu-fsf-csv": eu.read_csv,
    "eu-fsf-xml": eu.read_xml,
    "ftm-json": ftm.read,
    "jsonl": own.read,
    "ofac-advanced-xml": ofac_advanced.read,
    "ofac-cons": partial(ofac.read, CONSOLIDATED),
    "ofac-cons-xml": partial(ofac_xml.read, CONSOLIDATED),
    "ofac-sdn": partial(ofac.read, SDN),
    "ofac-sdn-xml": partial(ofac_xml.read, SDN),
    "uk-sanctions-csv": uk.read,
    "un-xml": un.read,
    "us-csl-csv": csl.read,
    "us-dpl": dpl.read,
}


def import_list(name: str, files: Sequence[Path], *, accept_orphans: bool = False) -> Imported:
    """Reads a publisher's files in the format ``name``, a key of FORMATS.

    ``accept_orphans`` keeps rows without their entity aside where they are more than 1 %, instead of refusing. Raises
    ImportRefused, naming file and line, for files that are cut off, malformed or not read completely, and for a party
    that no watchlist file may hold (a name of over 1,000 characters).
    """
    imported = FORMATS[name](files, accept_orphans)
    for party in imported.parties:
        try:
            listed_party(party.as_json())
        except RecordError as problem:
            raise ImportRefused(files[0], None, f"{party.id}: {problem}") from problem
    return imported


__all__ = [
    "FORMATS",
    "Count",
    "ImportRefused",
    "Imported",
    "Orphan",
    "digest_of_sources",
    "fingerprints",
    "import_list",
]
