"""What is known of a watchlist's version in force, to judge the next one by."""

from __future__ import annotations

import gzip

from exeat.web.registers.models import WatchlistVersion


def last_import(list_id: str) -> tuple[int, str] | None:
    """The number of listed parties in force and the SHA-256 of the source; None where the list was never imported."""
    versions = WatchlistVersion.objects.filter(list_id=list_id).order_by("-imported_at", "-pk")
    latest = versions.first()
    if latest is None:
        return None
    return gzip.decompress(bytes(latest.content)).count(b"\n"), latest.source_sha256
