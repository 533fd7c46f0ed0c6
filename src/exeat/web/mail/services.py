"""Telling people by mail. Letters are written in the transaction of what they tell of, and sent by the worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from exeat.web.accounts.models import User
from exeat.web.mail.models import Message
from exeat.web.mail.tasks import send
from exeat.web.policy import policy

_IN_THE_PAST = ContextVar("in_the_past", default=False)


@contextmanager
def in_the_past() -> Iterator[None]:
    """Inside, letters are kept as sent when they were written, and none goes out: for what happened long ago."""
    token = _IN_THE_PAST.set(True)
    try:
        yield
    finally:
        _IN_THE_PAST.reset(token)


@transaction.atomic
def notify(
    to: Iterable[User | str], *, template: str, context: Mapping[str, Any], now: datetime, about: str = ""
) -> list[Message]:
    """Write the letter `mail/<template>.txt` to each person or address, once, and hand it to the worker.

    People who are no longer active get none. The templates use `link` of the context, and say of a case no more than
    its reference and what is asked.
    """
    addresses = dict.fromkeys(address for one in to if (address := _address(one)))
    subject, body = _write(template, context)
    sent_at = now if _IN_THE_PAST.get() else None
    messages = Message.objects.bulk_create(
        Message(to=address, subject=subject, body=body, about=about, created_at=now, sent_at=sent_at)
        for address in addresses
    )
    for message in messages:
        if message.sent_at is None:
            send.defer(message_id=message.pk)
    return messages


@transaction.atomic
def send_calendar(
    *, to: str, subject: str, body: str, calendar: str, method: str, about: str, now: datetime
) -> Message:
    """Write a letter that carries a calendar answer (`method` REPLY or COUNTER), and hand it to the worker."""
    sent_at = now if _IN_THE_PAST.get() else None
    message = Message.objects.create(
        to=to, subject=" ".join(subject.split())[:200], body=body + "\n", calendar=calendar, method=method,
        about=about, created_at=now, sent_at=sent_at,
    )  # fmt: skip
    if sent_at is None:
        send.defer(message_id=message.pk)
    return message


def _address(one: User | str) -> str:
    if isinstance(one, User):
        return one.email if one.is_active else ""
    return one.strip().lower()


def _write(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body: the first line of the template, and what follows it."""
    values = {**context, "authority": policy().state.authority_name}
    subject, _, body = render_to_string(f"mail/{template}.txt", values).strip().partition("\n")
    return " ".join(subject.split())[:200], body.strip() + "\n"
