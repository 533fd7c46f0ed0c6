"""What is done to accounts: users, roles, delegations, API tokens. A change of who may do what is an event."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from exeat.domain.review import Role
from exeat.web.accounts.models import ApiToken, Delegation, User
from exeat.web.audit.record import record
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.policy import local_day, policy

AT_AN_AGENCY = (Role.REVIEWER, Role.CUSTOMS)


@transaction.atomic
def complete_signup(*, user: User, name: str, now: datetime) -> None:
    """Give a person who has just signed up their name and the only role that one can take oneself: exporter."""
    user.name, user.roles = name, [Role.EXPORTER.value]
    user.save(update_fields=["name", "roles"])
    record_of_user("user.signed_up", user, by=user, now=now)


@transaction.atomic
def create_user(
    *, email: str, name: str, roles: Collection[str], by: User | None, now: datetime, title: str = "", agency: str = "",
    password: str | None = None,
) -> User:  # fmt: skip
    """Make a user whose address counts as confirmed; `by` None is the command line. Raises Invalid, NotPermitted."""
    require_administrator(by)
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise Invalid({"email": f"{email} already has an account"})
    _check_agency(roles, agency)
    user = User.objects.create_user(
        email, password, name=name, title=title, roles=sorted(roles), agency=agency, date_joined=now
    )
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    record_of_user("user.created", user, by=by, now=now)
    return user


@transaction.atomic
def install_administrator(*, email: str, name: str, now: datetime) -> User:
    """Make an administrator from the command line, or let one back in: whoever runs the server asks nobody's leave.

    An official of that address gets the role beside their others, and their account is opened. Raises Invalid for an
    exporter's account, and for an address that is none.
    """
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    if user is None:
        _check_address(email)
        return create_user(email=email, name=name or email, roles=[Role.ADMINISTRATOR.value], by=None, now=now)
    if Role.EXPORTER.value in user.roles:
        raise Invalid({"email": f"{email} is an exporter's account: an administrator needs another address"})
    if Role.ADMINISTRATOR.value not in user.roles:
        roles = {*user.roles, Role.ADMINISTRATOR.value}
        change_roles(user=user, roles=roles, agency=user.agency, by=None, now=now)
    if not user.is_active:
        set_active(user=user, active=True, by=None, now=now)
    return user


@transaction.atomic
def change_roles(*, user: User, roles: Collection[str], agency: str, by: User | None, now: datetime) -> None:
    """Set an official's roles and agency. Nobody changes their own: an administrator does not become head unnoticed."""
    require_administrator(by)
    if by == user:
        raise NotPermitted.because("self", "nobody changes their own roles: ask another administrator")
    _check_agency(roles, agency)
    before = list(user.roles)
    user.roles, user.agency = sorted(roles), agency
    user.save(update_fields=["roles", "agency"])
    record_of_user("user.roles_changed", user, by=by, now=now, before=before)


@transaction.atomic
def set_active(*, user: User, active: bool, by: User | None, now: datetime) -> None:
    """Close an account, or open it again. A closed account keeps its history; its API tokens stop at once."""
    require_administrator(by)
    if by == user:
        raise NotPermitted.because("self", "nobody closes their own account: ask another administrator")
    user.is_active = active
    user.save(update_fields=["is_active"])
    record_of_user("user.opened" if active else "user.closed", user, by=by, now=now)


@transaction.atomic
def delegate(
    *, principal: User, deputy: User, role: Role, start: date, end: date, reason: str, by: User, now: datetime
) -> Delegation:
    """Let a deputy act in a role of the principal's from `start` to `end`, both included.

    Made by the principal, or by an administrator who is not the deputy. A reviewer's or customs officer's deputy
    serves at the same agency. Raises NotPermitted, or Invalid with the field at fault.
    """
    if by != principal:
        require_administrator(by)
    if by == deputy:
        raise NotPermitted.because("self", "nobody makes themself a deputy")
    if errors := _delegation_errors(principal, deputy, role, start, end, local_day(now)):
        raise Invalid(errors)
    delegation = Delegation.objects.create(
        principal=principal,
        deputy=deputy,
        role=role.value,
        start=start,
        end=end,
        reason=reason,
        made_by=by,
        made_at=now,
    )
    record(
        kind="delegation.made",
        subject=f"user:{principal.pk}",
        by=by,
        now=now,
        data={"delegation": delegation.pk},
        private={"reason": reason},
        rows=[delegation],
    )
    return delegation


def _delegation_errors(
    principal: User, deputy: User, role: Role, start: date, end: date, today: date
) -> dict[str, str]:
    errors = {}
    if not principal.has_role(role) or role is Role.EXPORTER:
        errors["role"] = f"{principal} is not {role.label}, so nobody can stand in"
    if deputy == principal:
        errors["deputy"] = "a deputy is somebody else"
    elif not deputy.is_official:
        errors["deputy"] = f"{deputy} is not an official with an open account"
    elif role in AT_AN_AGENCY and deputy.agency != principal.agency:
        errors["deputy"] = f"a deputy of the {role.label} serves at the same agency"
    if end < start:
        errors["end"] = "the last day is before the first"
    elif end < today:
        errors["end"] = "the last day has passed"
    return errors


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: User, now: datetime) -> None:
    """End a delegation at once: by either of the two, or an administrator."""
    if by not in (delegation.principal, delegation.deputy):
        require_administrator(by)
    if delegation.ended_at is not None:
        raise NotPermitted.because("ended", "this delegation has already ended")
    delegation.ended_at = now
    delegation.save(update_fields=["ended_at"])
    record(
        kind="delegation.ended",
        subject=f"user:{delegation.principal_id}",
        by=by,
        now=now,
        data={"delegation": delegation.pk},
        rows=[delegation],
    )


@transaction.atomic
def create_token(*, user: User, name: str, days: int, now: datetime) -> tuple[ApiToken, str]:
    """A key to the API that acts as the user, and its secret, which is not kept."""
    secret = ApiToken.new_secret()
    token = ApiToken.objects.create(
        user=user, name=name, digest=ApiToken.digest_of(secret), created_at=now, expires_at=now + timedelta(days=days)
    )
    record_of_user("token.created", user, by=user, now=now, token=token.pk)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, now: datetime) -> None:
    """Take a key out of use: its owner's to do, or an administrator's."""
    if token.user != by:
        require_administrator(by)
    record_of_user("token.revoked", token.user, by=by, now=now, token=token.pk)
    token.delete()


def user_of_token(*, secret: str, now: datetime) -> User | None:
    """Whom a token acts as; None for one that is unknown or has expired, or whose owner's account is closed.

    That it was used is noted by the hour, so that reading much writes little.
    """
    digest = ApiToken.digest_of(secret)
    token = ApiToken.objects.select_related("user").filter(digest=digest, expires_at__gt=now).first()
    if token is None or not token.user.is_active:
        return None
    if token.last_used_at is None or now - token.last_used_at > timedelta(hours=1):
        token.last_used_at = now
        token.save(update_fields=["last_used_at"])
    return token.user


def require_administrator(by: User | None) -> None:
    """Raise NotPermitted unless `by` is an administrator, or None: the command line."""
    if by is not None and not by.has_role(Role.ADMINISTRATOR):
        raise NotPermitted.because("role", f"only the {Role.ADMINISTRATOR.label} may do this")


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid({"email": f"{email!r} is not an e-mail address"}) from None


def _check_agency(roles: Collection[str], agency: str) -> None:
    if agency and agency not in policy().agencies:
        raise Invalid({"agency": f"{agency!r} is not an agency of the policy"})
    if not agency and set(roles) & set(AT_AN_AGENCY):
        raise Invalid({"agency": "a reviewer and a customs officer belong to an agency"})


def record_of_user(kind: str, user: User, *, by: User | None, now: datetime, **data: object) -> None:
    """Write an event about a user to the ledger."""
    record(kind=kind, subject=f"user:{user.pk}", by=by, now=now, roles=(Role.ADMINISTRATOR,), data=data, rows=[user])
