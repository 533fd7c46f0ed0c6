"""The authority's signing key on this installation."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings

from exeat.domain.licences import AuthorityKey, KeyFileError, PublicKeys, create_key, key_set, load_key


@lru_cache(maxsize=1)
def authority_key() -> AuthorityKey:
    """The key that signs licences, revocation lists and checkpoints: made once, kept in EXEAT_HOME/keys."""
    path = settings.EXEAT_HOME / "keys" / "authority.jwk"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return create_key(path)
        except KeyFileError:
            pass  # another process of ours was first
    return load_key(path)


def public_key_set() -> dict[str, Any]:
    """The JWK set that anyone may check licences with."""
    return key_set([authority_key()])


def public_keys() -> PublicKeys:
    """The same, ready to verify with."""
    return PublicKeys.from_json(public_key_set())
