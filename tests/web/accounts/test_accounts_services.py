"""Accounts: who may change whose roles, who may lend a role to whom, and what the ledger says of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from exeat.domain.review import Role
from exeat.web.accounts import services
from exeat.web.accounts.models import ApiToken, Delegation, User
from exeat.web.acting import actor_for
from exeat.web.audit.models import Event
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.policy import local_day


def delegate(people, now, **changes):
    today = local_day(now)
    given = {
        "principal": people.head,
        "deputy": people.officer,
        "role": Role.HEAD,
        "start": today,
        "end": today + timedelta(days=4),
        "reason": "annual leave",
        "by": people.head,
        "now": now,
    }
    return services.delegate(**{**given, **changes})


def test_a_new_role_is_an_event_that_names_the_old_ones(people, now) -> None:
    services.change_roles(user=people.officer, roles=["head"], agency="", by=people.administrator, now=now)

    event = Event.objects.latest("seq")
    assert event.kind == "user.roles_changed"
    assert event.actor == people.administrator
    assert event.data == {"before": ["officer"]}
    assert event.rows[f"accounts.user:{people.officer.pk}"]["roles"] == ["head"]


def test_an_administrator_cannot_give_themself_a_role(people, now) -> None:
    with pytest.raises(NotPermitted, match="nobody changes their own roles"):
        services.change_roles(
            user=people.administrator, roles=["administrator", "head"], agency="", by=people.administrator, now=now
        )
    people.administrator.refresh_from_db()
    assert people.administrator.roles == ["administrator"]


@pytest.mark.parametrize("who", ["officer", "head", "auditor", "exporter"])
def test_only_an_administrator_makes_users(people, now, who) -> None:
    with pytest.raises(NotPermitted, match="only the administrator"):
        services.create_user(email="new@example.org", name="New", roles=["head"], by=getattr(people, who), now=now)
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("role", ["reviewer", "customs"])
def test_a_reviewer_and_a_customs_officer_belong_to_an_agency(people, now, role) -> None:
    with pytest.raises(Invalid) as refusal:
        services.create_user(email="new@example.org", name="New", roles=[role], by=people.administrator, now=now)
    assert list(refusal.value.errors) == ["agency"]


def test_an_address_has_one_account_however_it_is_written(people, now) -> None:
    with pytest.raises(Invalid) as refusal:
        services.create_user(email=" OFFICER@example.org", name="Twin", roles=[], by=people.administrator, now=now)
    assert "already has an account" in refusal.value.errors["email"]


def test_a_closed_account_acts_in_no_role(people, now) -> None:
    services.set_active(user=people.officer, active=False, by=people.administrator, now=now)
    people.officer.refresh_from_db()
    assert actor_for(people.officer, now).roles == frozenset()


def test_a_deputy_acts_for_the_principal_on_the_days_of_the_delegation_only(people, now) -> None:
    delegate(people, now)
    assert actor_for(people.officer, now).deputising == {Role.HEAD: frozenset({people.head.pk})}
    assert actor_for(people.officer, now + timedelta(days=5)).deputising == {}
    assert actor_for(people.officer, now - timedelta(days=1)).deputising == {}


def test_an_ended_delegation_ends_at_once(people, now) -> None:
    services.end_delegation(delegation=delegate(people, now), by=people.officer, now=now)
    assert actor_for(people.officer, now).deputising == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (lambda people, today: {"role": Role.AUDITOR}, "role"),
        (lambda people, today: {"deputy": people.exporter}, "deputy"),
        (lambda people, today: {"end": today - timedelta(days=1)}, "end"),
        (lambda people, today: {"start": today - timedelta(days=9), "end": today - timedelta(days=2)}, "end"),
    ],
)
def test_a_delegation_that_cannot_be_is_refused_at_its_field(people, now, changes, field) -> None:
    with pytest.raises(Invalid) as refusal:
        delegate(people, now, **changes(people, local_day(now)))
    assert list(refusal.value.errors) == [field]
    assert not Delegation.objects.exists()


def test_a_reviewers_deputy_serves_at_the_same_agency(people, now) -> None:
    nra, aec = people.reviewers["nra"], people.reviewers["aec"]
    with pytest.raises(Invalid, match="same agency"):
        delegate(people, now, principal=nra, deputy=aec, role=Role.REVIEWER, by=nra)


def test_nobody_makes_themself_a_deputy(people, now) -> None:
    with pytest.raises(NotPermitted, match="nobody makes themself a deputy"):
        delegate(people, now, deputy=people.administrator, by=people.administrator)


def test_a_colleague_cannot_lend_the_heads_role(people, now) -> None:
    with pytest.raises(NotPermitted, match="only the administrator"):
        delegate(people, now, deputy=people.colleague, by=people.officer)


def test_a_stranger_cannot_end_a_delegation(people, now) -> None:
    delegation = delegate(people, now)
    with pytest.raises(NotPermitted):
        services.end_delegation(delegation=delegation, by=people.colleague, now=now)
    delegation.refresh_from_db()
    assert delegation.ended_at is None


def test_a_tokens_secret_is_not_kept(people, now) -> None:
    token, secret = services.create_token(user=people.exporter, name="order system", days=30, now=now)
    assert token.digest == ApiToken.digest_of(secret)
    assert secret not in str(ApiToken.objects.values())
    assert token.expires_at == now + timedelta(days=30)


def test_only_the_owner_or_an_administrator_revokes_a_token(people, now) -> None:
    token, _secret = services.create_token(user=people.exporter, name="order system", days=30, now=now)
    with pytest.raises(NotPermitted):
        services.revoke_token(token=token, by=people.outsider, now=now)
    services.revoke_token(token=token, by=people.exporter, now=now)
    assert not ApiToken.objects.exists()


def test_the_command_line_makes_an_administrator(db, now) -> None:
    user = services.install_administrator(email=" Ada@Authority.example", name="Ada Lind", now=now)
    assert (user.email, user.name, user.roles) == ("ada@authority.example", "Ada Lind", ["administrator"])


def test_an_official_who_becomes_administrator_keeps_their_roles_and_is_let_in(people, now) -> None:
    services.set_active(user=people.officer, active=False, by=people.administrator, now=now)
    services.install_administrator(email=people.officer.email, name="", now=now)
    user = User.objects.get(pk=people.officer.pk)
    assert user.has_role(Role.ADMINISTRATOR, Role.OFFICER)
    assert user.roles == ["administrator", "officer"]


def test_an_exporter_does_not_become_administrator(people, now) -> None:
    with pytest.raises(Invalid, match="an exporter's account"):
        services.install_administrator(email=people.exporter.email, name="", now=now)


def test_an_administrator_has_an_address(db, now) -> None:
    with pytest.raises(Invalid, match="'nonsense' is not an e-mail address"):
        services.install_administrator(email="nonsense", name="", now=now)
    assert not User.objects.exists()
