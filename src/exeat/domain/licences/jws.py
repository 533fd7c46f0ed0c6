"""Statements signed with the authority's key: compact JWS (RFC 7515) under Ed25519 (RFC 8037, RFC 9864).

Every statement carries `v`, its type and version, so that one kind of statement never passes for another: a
revocation list is no licence, though the same key signed both. The header's `kid` only chooses among known keys;
nothing in the header chooses the algorithm.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from .keys import AuthorityKey, PublicKeys

ALGORITHM = "Ed25519"


class UnsignedError(ValueError):
    """The text is not a statement that its key signed: malformed, altered, or of another kind."""


class UnknownKeyError(ValueError):
    """The statement names a key that the reader does not hold."""


def encode(value: Any) -> bytes:
    """Compact JSON in UTF-8, keys sorted: the same value gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sign(statement: Mapping[str, Any], key: AuthorityKey) -> str:
    """The compact JWS of `statement`, which must hold its type and version under `v`."""
    if "v" not in statement:
        raise ValueError("a signed statement needs its type and version under 'v'")
    header = {"alg": ALGORITHM, "kid": key.id}
    return jws.serialize_compact(header, encode(statement), key.private, algorithms=[ALGORITHM])


def open_signed(text: str, keys: PublicKeys) -> dict[str, Any]:
    """The statement inside `text`, once its signature holds.

    Raises UnknownKeyError when its key is not among `keys`, UnsignedError when it is malformed or was altered.
    """
    text = text.strip()
    key = keys.find(_key_id(text))
    if key is None:
        raise UnknownKeyError("it was signed with a key that is not among those given")
    try:
        payload = jws.deserialize_compact(text, key, algorithms=[ALGORITHM]).payload
        statement = json.loads(payload)
    except (JoseError, ValueError) as fault:
        raise UnsignedError("its signature does not fit what it says") from fault
    if not isinstance(statement, dict) or not isinstance(statement.get("v"), str):
        raise UnsignedError("it is not a statement of an authority")
    return statement


def _key_id(text: str) -> str:
    parts = text.split(".")
    try:
        if len(parts) != 3:
            raise ValueError("not three parts")
        header = json.loads(base64.b64decode(parts[0] + "=" * (-len(parts[0]) % 4), altchars=b"-_", validate=True))
        if header["alg"] != ALGORITHM or not isinstance(header["kid"], str):
            raise ValueError("not an Ed25519 header")
    except (ValueError, binascii.Error, KeyError, TypeError, RecursionError) as fault:
        raise UnsignedError("it is not a signed statement of Exeat") from fault
    kid: str = header["kid"]
    return kid
