"""Signing in to the API: a token for address, password and second factor, or the session of the pages."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.cache import cache
from django.test import Client

from exeat.web.accounts.models import ApiToken

PASSWORD = "a long demo password"
COMPANY = {"name": "Lantern Works", "country": "XA", "registration": "R-77"}


@pytest.fixture(autouse=True)
def no_attempts_counted(db: None) -> None:
    cache.clear()


def ask(client: Any, user: Any, **given: str) -> Any:
    body = {"email": user.email, "password": PASSWORD, **given}
    return client.post("/api/tokens", body, content_type="application/json")


def test_a_token_acts_as_its_owner_and_is_kept_only_as_a_digest(client: Any, people: Any) -> None:
    answer = ask(client, people.officer)
    assert answer.status_code == 201
    secret = answer.json()["token"]

    me = client.get("/api/me", headers={"authorization": f"Bearer {secret}"})

    assert me.json()["email"] == people.officer.email
    assert secret not in str(list(ApiToken.objects.values()))


def test_after_five_failed_attempts_the_right_password_is_not_looked_at_either(client: Any, people: Any) -> None:
    failed = [ask(client, people.officer, password="a guess").status_code for _ in range(5)]
    assert failed == [401] * 5

    answer = ask(client, people.officer)

    assert answer.status_code == 429
    assert "try again" in answer.json()["message"]
    assert not ApiToken.objects.exists()
    assert ask(client, people.head).status_code == 201, "another address is not held up"


def test_whoever_has_a_second_factor_needs_its_code_for_a_token(client: Any, people: Any) -> None:
    secret = generate_totp_secret()
    TOTP.activate(people.officer, secret)
    now = next(iter(counters()))
    code = format_hotp_value(hotp_value(secret, now))
    wrong = format_hotp_value((hotp_value(secret, now) + 1) % 10**6)

    without, mistaken, right = (ask(client, people.officer, **given) for given in ({}, {"code": wrong}, {"code": code}))

    assert (without.status_code, mistaken.status_code, right.status_code) == (401, 401, 201)
    assert without.json() == mistaken.json() == ask(client, people.officer, password="a guess").json()
    assert ask(client, people.officer, code=code).status_code == 401, "a code serves once"


def test_a_session_reads_and_changes_something_only_with_the_csrf_token(people: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.exporter)
    assert browser.get("/api/me").json()["email"] == people.exporter.email

    def register(**headers: str) -> Any:
        return browser.post("/api/exporters", COMPANY, content_type="application/json", headers=headers)

    refused = register()
    assert refused.status_code == 403
    assert refused.json()["refusals"][0]["code"] == "csrf"
    assert not browser.get("/api/exporters").json()["results"]

    browser.get("/accounts/password/change/")  # any page with a form sets the cookie
    assert register(**{"X-CSRFToken": browser.cookies["csrftoken"].value}).status_code == 201
