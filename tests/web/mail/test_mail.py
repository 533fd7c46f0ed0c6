"""Letters: written with what they tell of, sent by the worker, silent about the case."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core import mail
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from exeat.web.mail.models import Message
from exeat.web.mail.services import notify
from exeat.web.mail.tasks import send
from exeat.web.policy import local_day

TEMPLATES = Path(apps.get_app_config("mail").path) / "templates" / "mail"


def context(now):
    return {
        "case": SimpleNamespace(reference="XA-2026-7", goods="a secret camera"),
        "exporter": SimpleNamespace(name="Reefside Pumps"),
        "referral": SimpleNamespace(due=local_day(now)),
        "link": "http://localhost:8000/cases/XA-2026-7/",
        "reason": "the end user is doubtful",
        "message": "the certificate is missing",
        "list": "partner-watch",
        "count": 2,
        "days": 5,
    }


@pytest.mark.parametrize("template", sorted(path.stem for path in TEMPLATES.glob("*.txt") if path.stem != "base"))
def test_every_letter_has_a_subject_a_link_and_nothing_of_the_case(db, now, template) -> None:
    [letter] = notify(["someone@example.org"], template=template, context=context(now), now=now)
    assert letter.subject
    assert "\n" not in letter.subject
    assert "http://localhost:8000/cases/XA-2026-7/" in letter.body
    assert "{" not in letter.body
    for kept_back in ("secret camera", "doubtful", "certificate"):
        assert kept_back not in letter.subject + letter.body


def test_everybody_gets_one_letter_and_the_departed_none(people, now) -> None:
    people.colleague.is_active = False
    to = [people.officer, people.officer.email.upper(), people.colleague, people.head]
    letters = notify(to, template="submitted", context=context(now), now=now, about="XA-2026-7")
    assert [letter.to for letter in letters] == [people.officer.email, people.head.email]
    assert {letter.about for letter in letters} == {"XA-2026-7"}


def test_what_is_undone_is_not_told(db, now) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        notify(["someone@example.org"], template="submitted", context=context(now), now=now)
        raise RuntimeError("the step failed after all")
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_a_letter_waits_for_the_worker(db, now) -> None:
    [letter] = notify(["someone@example.org"], template="submitted", context=context(now), now=now)
    assert mail.outbox == []
    assert ProcrastinateJob.objects.get().args == {"message_id": letter.pk}


def test_a_letter_goes_out_once_however_often_the_job_runs(db, now) -> None:
    [letter] = notify(["someone@example.org"], template="submitted", context=context(now), now=now)
    send(message_id=letter.pk)
    send(message_id=letter.pk)
    letter.refresh_from_db()
    assert letter.sent_at is not None
    assert [sent.to for sent in mail.outbox] == [["someone@example.org"]]


def test_a_failure_is_kept_with_the_letter_and_the_job_comes_again(db, now, monkeypatch) -> None:
    [letter] = notify(["someone@example.org"], template="submitted", context=context(now), now=now)

    def unreachable(*_args: object, **_options: object) -> None:
        raise ConnectionRefusedError("mail server away")

    with monkeypatch.context() as broken, pytest.raises(ConnectionRefusedError):
        broken.setattr("django.core.mail.EmailMessage.send", unreachable)
        send(message_id=letter.pk)
    letter.refresh_from_db()
    assert (letter.sent_at, letter.error) == (None, "mail server away")

    send(message_id=letter.pk)
    letter.refresh_from_db()
    assert letter.error == ""
    assert len(mail.outbox) == 1
