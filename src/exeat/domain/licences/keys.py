"""The authority's signing key, and the public keys that anyone may check with.

A key is a JSON Web Key (RFC 7517) of type OKP, curve Ed25519 (RFC 8037). It is named by the first eleven characters
of its thumbprint (RFC 7638): 66 bits, enough to choose among an authority's keys, short enough for a QR code.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

ID_LENGTH = 11


class KeyFileError(ValueError):
    """A key that cannot be read, written or trusted; says which file and why."""


@dataclass(frozen=True)
class AuthorityKey:
    """The private key. `id` is what its signatures name it by; `public` may be given to anyone."""

    id: str
    private: OKPKey

    @property
    def public(self) -> dict[str, Any]:
        """The public half as a JWK."""
        return {**self.private.as_dict(private=False), "kid": self.id, "alg": "Ed25519", "use": "sig"}


@dataclass(frozen=True)
class PublicKeys:
    """The keys that a reader trusts, by id. An authority that changes its key publishes old and new together."""

    keys: tuple[tuple[str, OKPKey], ...]

    def find(self, key_id: str) -> OKPKey | None:
        """The key of that id, or None."""
        return dict(self.keys).get(key_id)

    def to_json(self) -> dict[str, Any]:
        """The JWK set, without any private half."""
        return {"keys": [key.as_dict(private=False) for _id, key in self.keys]}

    def __bool__(self) -> bool:
        return bool(self.keys)

    @classmethod
    def from_json(cls, plain: Any, source: str = "the key") -> "PublicKeys":
        """Read one JWK, a JWK set, or a list of JWKs. The ids are computed, never believed."""
        if isinstance(plain, dict) and "keys" in plain:
            plain = plain["keys"]
        members = plain if isinstance(plain, list) else [plain]
        return cls(tuple((_id(key), key) for key in _read_all(members, source)))

    @classmethod
    def load(cls, path: Path) -> "PublicKeys":
        """Read a file that holds one JWK or a JWK set. Raises KeyFileError, naming the file."""
        try:
            plain = json.loads(path.read_bytes())
        except OSError as fault:
            raise KeyFileError(f"{path}: cannot be read ({fault.strerror})") from fault
        except ValueError as fault:
            raise KeyFileError(f"{path}: is not a JSON Web Key") from fault
        return cls.from_json(plain, str(path))


def create_key(path: Path) -> AuthorityKey:
    """Make a new key and write it to `path`, readable by its owner alone. Never overwrites a key."""
    private = OKPKey.generate_key("Ed25519")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as fault:
        raise KeyFileError(f"{path}: holds a key already; move it away before making another") from fault
    with os.fdopen(descriptor, "w") as file:
        json.dump(private.as_dict(private=True), file)
        file.flush()
        os.fsync(file.fileno())
    return AuthorityKey(_id(private), private)


def load_key(path: Path) -> AuthorityKey:
    """Read the authority's key. Raises KeyFileError when others may read the file, or it holds no private key."""
    try:
        if path.stat().st_mode & 0o077:
            raise KeyFileError(f"{path}: others may read this private key; run: chmod 600 {path}")
        private = next(iter(_read_all([json.loads(path.read_bytes())], str(path))))
    except OSError as fault:
        raise KeyFileError(f"{path}: cannot be read ({fault.strerror})") from fault
    except ValueError as fault:
        if isinstance(fault, KeyFileError):
            raise
        raise KeyFileError(f"{path}: is not a JSON Web Key") from fault
    if not private.is_private:
        raise KeyFileError(f"{path}: holds only the public half of a key")
    return AuthorityKey(_id(private), private)


def key_set(keys: Iterable[AuthorityKey]) -> dict[str, Any]:
    """The JWK set to publish."""
    return {"keys": [key.public for key in keys]}


def _id(key: OKPKey) -> str:
    return key.thumbprint()[:ID_LENGTH]


def _read_all(members: list[Any], source: str) -> Iterable[OKPKey]:
    for member in members:
        if not isinstance(member, dict) or member.get("kty") != "OKP" or member.get("crv") != "Ed25519":
            raise KeyFileError(f"{source}: is not an Ed25519 key in JWK form")
        try:
            yield OKPKey.import_key({name: member[name] for name in ("kty", "crv", "x", "d") if name in member})
        except (JoseError, ValueError, TypeError) as fault:
            raise KeyFileError(f"{source}: is not a sound Ed25519 key ({fault})") from fault
