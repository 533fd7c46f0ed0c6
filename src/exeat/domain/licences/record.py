"""The licence record: the document and its printed blocks as bytes, which the token's digest signs.

The record is what travels inside the PDF as an attachment. It is kept as the bytes that were signed, never rebuilt:
a PDF printed again in ten years from the same record has the same digest.
"""

import base64
import hashlib
import json
from dataclasses import asdict, dataclass

from .document import LicenceDocument, LicenceError
from .jws import encode
from .printed import Block, blocks

VERSION = "exeat-licence-record-1"
FILE_NAME = "licence.json"
"""The attachment's name inside a PDF."""


@dataclass(frozen=True)
class LicenceRecord:
    """A record read back: what was licensed, and every piece of text that its paper bears."""

    document: LicenceDocument
    blocks: tuple[Block, ...]


def write_record(document: LicenceDocument) -> bytes:
    """The record of `document`, in UTF-8 JSON. Raises LicenceError for a language without labels."""
    printed = [asdict(block) for block in blocks(document)]
    return encode({"v": VERSION, "licence": document.to_json(), "printed": printed})


def read_record(record: bytes) -> LicenceRecord:
    """Read what `write_record` wrote. Raises LicenceError for anything else."""
    try:
        plain = json.loads(record)
        if plain["v"] != VERSION:
            raise LicenceError(f"licence record: written in form {plain['v']!r}; this program reads {VERSION!r}")
        printed = tuple(
            Block(block["kind"], block["field"], tuple(block["labels"]), tuple(block["values"]))
            for block in plain["printed"]
        )
        return LicenceRecord(LicenceDocument.from_json(plain["licence"]), printed)
    except LicenceError:
        raise
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise LicenceError("licence record: is damaged") from fault


def digest(record: bytes) -> str:
    """SHA-256 of the record, base64url without padding: 43 characters."""
    return base64.urlsafe_b64encode(hashlib.sha256(record).digest()).rstrip(b"=").decode()
