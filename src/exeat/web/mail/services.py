"""Telling people by mail. Letters are written in the transaction of what they tell of, and sent by the worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from exeat.web.accounts.models import User
from exeat.web.mail.models import Message
from exeat.web.mail.tasks import send
from exeat.web.policy import policy


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
    messages = [Message(to=address, subject=subject, body=body, about=about, created_at=now) for address in addresses]
    for message in Message.objects.bulk_create(messages):
        send.defer(message_id=message.pk)
    return messages


def _address(one: User | str) -> str:
    if isinstance(one, User):
        return one.email if one.is_active else ""
    return one.strip().lower()


def _write(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body: the first line of the template, and what follows it."""
    values = {**context, "authority": policy().state.authority_name}
    subject, _, body = render_to_string(f"mail/{template}.txt", values).strip().partition("\n")
    return " ".join(subject.split())[:200], body.strip() + "\n"
