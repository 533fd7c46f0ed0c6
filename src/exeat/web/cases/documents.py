"""Files: checked, kept under the digest of their content, and read only through here."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.conf import settings

from exeat.adapters.document_text import document_text
from exeat.domain.offers import Level, MarkedAboveCeiling, check_ceiling
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case, Document
from exeat.web.errors import Invalid
from exeat.web.policy import highest_marking, policy

_SIGNATURES = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (b"PK\x03\x04",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (b"PK\x03\x04",),
}
"""How files of each accepted type begin: the name and the browser's word are not proof."""
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ENDINGS = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".txt": "text/plain",
    ".csv": "text/csv",
}


def endings_of(media_types: Collection[str]) -> list[str]:
    """The endings of file names that stand for these media types, such as `.pdf`."""
    return sorted(ending for ending, media_type in _ENDINGS.items() if media_type in media_types)


OF_OFFICIALS = ("exemption",)
"""Kinds that only officials file."""


def media_type_of(name: str, content: bytes) -> str | None:
    """The media type that the file's ending claims and its first bytes bear out; None when they disagree."""
    media_type = _ENDINGS.get(Path(name).suffix.lower())
    if media_type in ("text/plain", "text/csv"):
        return media_type if _is_text(content) else None
    if media_type and content.startswith(_SIGNATURES[media_type]):
        return media_type
    return None


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def plain_name(name: str) -> str:
    """The file's name without folders, and without characters that cannot be seen or that turn the text around them."""
    shown = "".join(char for char in Path(name).name if not unicodedata.category(char).startswith("C"))
    return shown[-200:]


def check_upload(kind: str, name: str, content: bytes) -> str:
    """The media type of an upload of that kind; raises Invalid when the policy does not accept it."""
    rules = policy().documents.get(kind)
    if rules is None:
        raise Invalid({"kind": f"{kind!r} is not a kind of document that the policy knows"})
    media_type = media_type_of(name, content)
    if not content:
        raise Invalid({"file": f"{name} is empty"})
    if media_type is None or media_type not in rules.media_types:
        wanted = ", ".join(endings_of(rules.media_types))
        raise Invalid({"file": f"{name} is not one of the types accepted for {rules.title}: {wanted}"})
    if len(content) > rules.max_mb * 1_000_000:
        raise Invalid({"file": f"{name} has {len(content) / 1e6:.1f} MB; {rules.title} may have {rules.max_mb} MB"})
    return media_type


def check_marking(stated: Level, media_type: str, content: bytes, *, read: bool) -> Level:
    """The marking of a document before it is kept: what was stated, or higher where `read` lets its text say so.

    Raises Invalid above the ceiling; the message never holds what the document says.
    """
    highest = highest_marking()
    if stated > highest:
        raise Invalid(
            {
                "marking": f"this installation holds nothing above {highest.label}. Nothing was kept."
                " Tell your security officer that it came here."
            }
        )
    if not read:
        return stated
    try:
        return max(stated, check_ceiling(document_text(media_type, content), highest))
    except MarkedAboveCeiling as refusal:
        raise Invalid({"file": str(refusal)}) from None


def path_of(sha256: str) -> Path:
    """Where the content of that digest is kept."""
    return settings.DOCUMENTS / sha256[:2] / sha256


def keep(
    *,
    case: Case | None,
    kind: str,
    name: str,
    media_type: str,
    content: bytes,
    by: User | None,
    now: datetime,
    internal: bool = False,
    marking: Level = Level.UNMARKED,
) -> Document:
    """Write the content and its row. Called by services, which record the event."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    return Document.objects.create(
        case=case,
        kind=kind,
        name=plain_name(name),
        media_type=media_type,
        size=len(content),
        sha256=sha256,
        added_by=by,
        added_at=now,
        internal=internal,
        marking=marking.value,
    )


def read(document: Document) -> bytes:
    """The file's content, proved against its digest; raises OSError when it is gone or was altered on disk."""
    content = path_of(document.sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise OSError(f"the stored file of document {document.pk} does not have the digest it was stored under")
    return content
