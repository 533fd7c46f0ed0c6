"""Who may sign in, as what, and who stands in for whom."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from exeat.domain.review import Role

ROLE_CHOICES = [(role.value, role.label) for role in Role if role is not Role.SYSTEM]


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail address is the name they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. An official has roles and, as a reviewer or a customs officer, an agency of the policy."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True, help_text="as printed under a signature")
    roles = ArrayField(models.CharField(max_length=20, choices=ROLE_CHOICES), default=list, blank=True)
    agency = models.CharField(max_length=40, blank=True, help_text="an agency of the policy")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    AUDITED = ("roles", "agency", "is_active")
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    def has_role(self, *roles: Role) -> bool:
        """Whether the user holds one of these roles in person (delegations aside)."""
        return self.is_active and any(role.value in self.roles for role in roles)

    @property
    def is_official(self) -> bool:
        """Whether the user works for the state."""
        return self.is_active and any(role != Role.EXPORTER for role in self.roles)


class Delegation(models.Model):
    """A deputy acts in a role for a colleague between two dates, both included."""

    principal = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_given")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_held")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    start = models.DateField()
    end = models.DateField()
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    AUDITED = ("principal_id", "deputy_id", "role", "start", "end", "ended_at")

    class Meta:
        ordering = ("-start", "pk")
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="delegation_ends_after_start"),
            models.CheckConstraint(condition=~models.Q(principal=models.F("deputy")), name="delegation_two_people"),
        ]

    def covers(self, day: date) -> bool:
        """Whether the delegation is in force on that day."""
        return self.ended_at is None and self.start <= day <= self.end


class ApiToken(models.Model):
    """A user's key to the API; only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at",)

    @staticmethod
    def digest_of(secret: str) -> str:
        """The stored form of a token: SHA-256, enough for a random secret of 256 bits."""
        return hashlib.sha256(secret.encode()).hexdigest()

    @staticmethod
    def new_secret() -> str:
        """A fresh token, shown once."""
        return "exeat_" + secrets.token_urlsafe(32)


class CachedValue(models.Model):
    """The table behind Django's database cache: sign-in attempts are counted over all processes and machines."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache"
