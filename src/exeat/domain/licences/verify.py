"""Is this licence good today? Answered from the token, the authority's public keys and its revocation list alone.

`web/static/verify/verify.js` gives the same answers in a browser; one table of cases tests both.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .jws import UnknownKeyError, UnsignedError
from .keys import PublicKeys
from .revocation import RevocationList, Status, read_revocations
from .token import NewerTokenError, SignedFields, read_token


class Answer(StrEnum):
    """Exactly one of these is the answer."""

    VALID = "valid"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown key"
    NOT_YET_VALID = "not yet valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CANNOT_VERIFY = "cannot verify"


@dataclass(frozen=True)
class Verification:
    """The answer, the sentence behind it, and what the signature vouches for (None unless it holds).

    `revocations_issued` is the date of the list that was consulted; None when there was none.
    """

    answer: Answer
    reason: str
    fields: SignedFields | None = None
    revocations_issued: datetime | None = None


def verify(token: str, keys: PublicKeys, revocations: str | None = None, *, today: date) -> Verification:
    """Verify `token` against `keys` and, when given, the signed list `revocations`.

    What the authority took back outranks the dates: a revoked licence is revoked even when it has expired too. A list
    that is not signed by one of `keys` makes the answer "cannot verify": a reader who holds a forged list must not be
    told that all is well.
    """
    if not keys:
        return Verification(Answer.CANNOT_VERIFY, "no public key of the authority is given or installed")
    try:
        fields = read_token(token, keys)
    except UnknownKeyError as fault:
        return Verification(Answer.UNKNOWN_KEY, str(fault))
    except UnsignedError as fault:
        return Verification(Answer.ALTERED, str(fault))
    except NewerTokenError as fault:
        return Verification(Answer.CANNOT_VERIFY, str(fault))
    if revocations is None:
        return _by_standing(fields, None, today)
    try:
        return _by_standing(fields, read_revocations(revocations, keys), today)
    except (UnknownKeyError, UnsignedError) as fault:
        return Verification(Answer.CANNOT_VERIFY, f"the revocation list cannot be trusted: {fault}", fields)


def _by_standing(fields: SignedFields, revocations: RevocationList | None, today: date) -> Verification:
    issued = revocations.issued if revocations else None
    stopped = revocations.find(fields.number) if revocations else None
    if stopped is not None:
        answer = Answer.REVOKED if stopped.status is Status.REVOKED else Answer.SUSPENDED
        return Verification(answer, f"{stopped.status} since {stopped.since}", fields, issued)
    if today < fields.valid_from:
        return Verification(Answer.NOT_YET_VALID, f"valid from {fields.valid_from}", fields, issued)
    if today > fields.valid_until:
        return Verification(Answer.EXPIRED, f"was valid until {fields.valid_until}", fields, issued)
    return Verification(Answer.VALID, f"valid until {fields.valid_until}", fields, issued)
