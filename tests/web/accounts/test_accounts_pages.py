"""Pages of accounts, sign-up and sign-in, without a browser."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from exeat.domain.review import Role
from exeat.web.accounts.models import ApiToken, User
from exeat.web.audit.models import Event
from exeat.web.mail.models import Message

STRONG = "quiet-harbour-lamp-77"


def test_whoever_signs_up_becomes_an_exporter_and_nothing_else(db, client) -> None:
    given = {"name": "Nour Aldane", "email": "nour@example.org", "password1": STRONG, "password2": STRONG}
    answer = client.post(reverse("account_signup"), {**given, "roles": "head"})

    user = User.objects.get(email="nour@example.org")
    assert answer.status_code == 302
    assert (user.name, user.roles) == ("Nour Aldane", [Role.EXPORTER])
    assert Event.objects.get(subject=f"user:{user.pk}").kind == "user.signed_up"


def test_sign_in_is_refused_after_five_wrong_passwords(db, client, people) -> None:
    wrong = {"login": people.officer.email, "password": "not the password"}
    for _attempt in range(5):
        client.post(reverse("account_login"), wrong)
    answer = client.post(reverse("account_login"), wrong)
    assert "Too many failed login attempts" in answer.content.decode()


def test_the_mailed_link_lets_an_official_choose_a_password(client, people, db) -> None:
    client.force_login(people.administrator)
    given = {"name": "Ann Reva", "email": "ann@example.org", "roles": ["officer"], "agency": "", "title": ""}
    client.post(reverse("user_add"), given)
    client.logout()

    letter = Message.objects.get(to="ann@example.org").body
    assert "You have an account at the Strategic Goods Control Authority" in letter and "ann@example.org" in letter
    link = re.search(r"http\S+/accounts/\S+", letter)[0].split("8000")[1]
    form = client.get(link, follow=True)
    assert "Choose your password" in form.text
    done = client.post(form.request["PATH_INFO"], {"password1": STRONG, "password2": STRONG}, follow=True)

    assert User.objects.get(email="ann@example.org").check_password(STRONG)
    assert f'href="{reverse("account_login")}">Sign in</a></p>' in done.text, "the page leads on"
    again = client.get(link, follow=True).text
    assert "This link works no longer" in again and reverse("account_reset_password") in again


@pytest.mark.parametrize(("server", "said"), [("mail.example", "on its way by mail"), ("", "No mail goes out yet")])
def test_an_administrator_reads_whether_the_link_goes_out(client, people, settings, server, said) -> None:
    settings.EMAIL_HOST = server
    client.force_login(people.administrator)
    given = {"name": "Ann Reva", "email": "ann@example.org", "roles": ["officer"], "agency": "", "title": ""}
    assert said in client.post(reverse("user_add"), given, follow=True).text


def test_the_mail_that_confirms_an_address_speaks_for_the_authority(db, client, mailoutbox) -> None:
    given = {"name": "Nour Aldane", "email": "nour@example.org", "password1": STRONG, "password2": STRONG}
    client.post(reverse("account_signup"), given)
    (letter,) = mailoutbox
    assert "Nour Aldane has given nour@example.org as the address to be written to" in letter.body
    assert "Strategic Goods Control Authority" in letter.body
    assert "http://localhost:8000/accounts/confirm-email/" in letter.body and "testserver" not in letter.body


def test_a_forgotten_password_is_chosen_anew_at_the_address_that_people_open(
    client, people, settings, mailoutbox
) -> None:
    settings.EXEAT_URL = "https://exeat.authority.example"
    client.post(reverse("account_reset_password"), {"email": people.officer.email})
    (letter,) = mailoutbox
    link = re.search(r"https://exeat\.authority\.example(/accounts/\S+)", letter.body)
    assert link and "Choose your password" in client.get(link[1], follow=True).text


def test_a_refused_service_stands_on_the_form(client, people) -> None:
    client.force_login(people.administrator)
    given = {"name": "Twin", "email": people.officer.email, "roles": ["officer"], "agency": ""}
    answer = client.post(reverse("user_add"), given)
    assert answer.status_code == 422
    assert "already has an account" in answer.content.decode()


@pytest.mark.parametrize("name", ["users", "user_add"])
@pytest.mark.parametrize("who", ["officer", "head", "auditor", "exporter"])
def test_only_an_administrator_opens_the_pages_of_users(client, people, who, name) -> None:
    client.force_login(getattr(people, who))
    assert client.get(reverse(name)).status_code == 403


def test_a_stranger_is_sent_to_sign_in(db, client) -> None:
    answer = client.get(reverse("users"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_the_head_lends_their_own_role_and_no_other(client, people) -> None:
    client.force_login(people.head)
    page = client.get(reverse("delegations"))
    assert [value for value, _label in page.context["form"].fields["role"].choices] == ["head"]
    given = {"deputy": people.officer.pk, "role": "head", "start": "2100-01-04", "end": "2100-01-08", "reason": "leave"}
    assert client.post(reverse("delegations"), given).status_code == 302
    assert people.head.delegations_given.get().deputy == people.officer


def test_a_token_is_shown_once(client, people) -> None:
    client.force_login(people.exporter)
    made = client.post(reverse("api_tokens"), {"name": "order system", "days": 30})
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert secret not in client.get(reverse("api_tokens")).content.decode()


def test_nobody_revokes_anothers_token(client, people, now) -> None:
    token = ApiToken.objects.create(
        user=people.exporter, name="theirs", digest="0" * 64, created_at=now, expires_at=now
    )
    client.force_login(people.outsider)
    assert client.post(reverse("api_token_revoke", args=[token.pk])).status_code == 404
    assert ApiToken.objects.filter(pk=token.pk).exists()
