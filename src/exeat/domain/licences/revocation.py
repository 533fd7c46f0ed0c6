"""The revocation list: licences that are signed and yet may not be used, as of one moment.

A signed statement like a licence, so that a customs post can fetch it when there is a line and trust it when there is
none. It names only what is suspended or revoked now; a licence that was reinstated is no longer on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .jws import UnsignedError, open_signed, sign
from .keys import AuthorityKey, PublicKeys

VERSION = "R1"


class Status(StrEnum):
    """Why a licence is on the list."""

    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Revocation:
    """One licence on the list, and the day since which it may not be used."""

    number: str
    status: Status
    since: date


@dataclass(frozen=True)
class RevocationList:
    """The list as of `issued`, an aware datetime."""

    issued: datetime
    licences: tuple[Revocation, ...]

    def find(self, number: str) -> Revocation | None:
        """What the list says of a licence; None when it is not on it."""
        return next((licence for licence in self.licences if licence.number == number), None)


def sign_revocations(licences: Iterable[Revocation], issued: datetime, key: AuthorityKey) -> str:
    """The signed list, a compact JWS. `issued` must be aware."""
    if issued.tzinfo is None:
        raise ValueError("issued: a revocation list needs its time with a time zone")
    stopped = {licence.number: [licence.status.value, licence.since.isoformat()] for licence in licences}
    return sign({"v": VERSION, "issued": issued.isoformat(timespec="seconds"), "licences": stopped}, key)


def read_revocations(text: str, keys: PublicKeys) -> RevocationList:
    """The list, once its signature holds. Raises UnknownKeyError or UnsignedError."""
    statement = open_signed(text, keys)
    if statement["v"] != VERSION:
        raise UnsignedError("it is signed, but it is no revocation list that this program reads")
    try:
        stopped = tuple(
            Revocation(number, Status(status), date.fromisoformat(since))
            for number, (status, since) in statement["licences"].items()
        )
        return RevocationList(datetime.fromisoformat(statement["issued"]), stopped)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise UnsignedError("it is signed, but what it says is damaged") from fault
