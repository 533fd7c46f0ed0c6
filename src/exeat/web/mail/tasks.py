"""The worker's part: one job sends one letter, and is tried again while the mail server is away."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from exeat.web.mail.models import Message

RETRY = RetryStrategy(max_attempts=10, exponential_wait=3)  # 3, 9, 27 … seconds: the tenth comes after some 12 hours


@app.task(name="mail.send", retry=RETRY)
def send(message_id: int) -> None:
    """Send the letter unless it has gone out. What went wrong is kept with it, and raised for the job to come again."""
    message = Message.objects.get(pk=message_id)
    if message.sent_at is not None:
        return
    try:
        _mail(message).send()
    except OSError as error:  # smtplib's errors are OSErrors too
        message.error = str(error)[:300]
        message.save(update_fields=["error"])
        raise
    message.sent_at, message.error = timezone.now(), ""
    message.save(update_fields=["sent_at", "error"])


def _mail(message: Message) -> EmailMultiAlternatives:
    """The letter; a calendar answer stands beside its text as RFC 6047 wants it, with its method in the type."""
    mail = EmailMultiAlternatives(subject=message.subject, body=message.body, to=[message.to])
    if message.calendar:
        mail.attach_alternative(message.calendar, f"text/calendar; method={message.method}")
    return mail
