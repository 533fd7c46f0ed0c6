"""Licences: what is granted, how it is signed, how it is drawn down, how anyone can check it.

document   the licence as a value            ledger      quantities drawn and left
printed    its text, block by block          token       the signed code, at most 600 bytes
record     both as the bytes that are signed revocation  what was taken back
keys, jws  Ed25519 keys and statements       verify      one answer about a token
usage      what holders say left             compare     signed record against a PDF's text
"""

from .compare import Difference, compare_fields, compare_with_paper, compare_with_text
from .document import LicenceDocument, LicenceError, LicenceLine, LicenceParty
from .jws import UnknownKeyError, UnsignedError, open_signed, sign
from .keys import AuthorityKey, KeyFileError, PublicKeys, create_key, key_set, load_key
from .ledger import (
    CONSIGNEES,
    EntryKind,
    LedgerEntry,
    LinePosition,
    Refusal,
    carried,
    check_carrying,
    check_recipient,
    check_reconciliation,
    check_return,
    check_reversal,
    check_shipment,
    destination_of,
    exhausted,
    position,
    remaining,
    remaining_value,
    share_left,
    standing,
)
from .printed import Block, format_amount, load_labels
from .record import FILE_NAME, LicenceRecord, read_record, write_record
from .revocation import Revocation, RevocationList, Status, read_revocations, sign_revocations
from .text import without_pointing
from .token import IssuedLicence, SignedFields, SignedLine, issue, read_token
from .usage import Remark, UsageLine, heading, remarks
from .verify import Answer, Verification, verify

__all__ = [
    "CONSIGNEES",
    "FILE_NAME",
    "Answer",
    "AuthorityKey",
    "Block",
    "Difference",
    "EntryKind",
    "IssuedLicence",
    "KeyFileError",
    "LedgerEntry",
    "LicenceDocument",
    "LicenceError",
    "LicenceLine",
    "LicenceParty",
    "LicenceRecord",
    "LinePosition",
    "PublicKeys",
    "Refusal",
    "Remark",
    "Revocation",
    "RevocationList",
    "SignedFields",
    "SignedLine",
    "Status",
    "UnknownKeyError",
    "UnsignedError",
    "UsageLine",
    "Verification",
    "carried",
    "check_carrying",
    "check_recipient",
    "check_reconciliation",
    "check_return",
    "check_reversal",
    "check_shipment",
    "compare_fields",
    "compare_with_paper",
    "compare_with_text",
    "create_key",
    "destination_of",
    "exhausted",
    "format_amount",
    "heading",
    "issue",
    "key_set",
    "load_key",
    "load_labels",
    "open_signed",
    "position",
    "read_record",
    "read_revocations",
    "read_token",
    "remaining",
    "remaining_value",
    "remarks",
    "share_left",
    "sign",
    "sign_revocations",
    "standing",
    "verify",
    "without_pointing",
    "write_record",
]
