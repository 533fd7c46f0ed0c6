"""Invitations that come as saved e-mail (.eml): the calendar part, or the text."""

from __future__ import annotations

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr

from exeat.adapters.calendar_files import read_invitations
from exeat.domain.offers import OfferError, Proposal

_LARGEST = 25_000_000  # bytes


@dataclass(frozen=True)
class MailFile:
    """What an e-mail holds: who sent it, the plain text, and the offers of its calendar parts."""

    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    offers: tuple[Proposal, ...]


def read_mail(content: bytes, name: str) -> MailFile:
    """Read an .eml file. Raises ``OfferError`` naming the file where it is no e-mail or its calendar part is broken.

    Replies that others sent (METHOD:REPLY) and cancellations are no offers.
    """
    if len(content) > _LARGEST:
        raise OfferError(f"{name}: {len(content):,} bytes; an e-mail file has at most {_LARGEST:,}")
    mail = BytesParser(policy=policy.default).parsebytes(content)
    if not mail.get("From"):
        raise OfferError(f"{name}: no e-mail: it has no From line")
    recipients = tuple(address for _, address in getaddresses([*mail.get_all("To", []), *mail.get_all("Cc", [])]))
    attendee = recipients[0] if len(recipients) == 1 else ""
    offers = [
        offer
        for part in mail.walk()
        if part.get_content_type() == "text/calendar" and str(part.get_param("method", "REQUEST")).upper() == "REQUEST"
        for offer in read_invitations(_bytes(part), f"{name}, its calendar part", attendee)
    ]
    sender = parseaddr(str(mail["From"]))
    return MailFile(sender[0] or sender[1], recipients, str(mail.get("Subject", "")), _text(mail), tuple(offers))


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    if body is None:
        return ""
    try:
        return str(body.get_content())
    except (LookupError, UnicodeError):  # a character set that does not exist, or is not what the text is in
        return _bytes(body).decode("utf-8", errors="replace")
