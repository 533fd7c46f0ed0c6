"""Who is in the demo: officials, customs officers, exporters and their agent (`data/people.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.contrib.auth.hashers import make_password

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.accounts.services import create_user, delegate
from exeat.web.demo.paper import DATA, letter
from exeat.web.demo.stories import day_back, moment
from exeat.web.registers.models import Exporter, Mandate
from exeat.web.registers.services import Upload, refuse_mandate, register_exporter, verify_exporter, verify_mandate

PASSWORD = "let-it-go-out"  # noqa: S105 - printed at every start, for a database that holds nothing real


@dataclass(frozen=True)
class SignIn:
    """An account of the demo, and in a few words who signs in with it."""

    role: str
    email: str
    password: str = PASSWORD

    def __str__(self) -> str:
        return f"{self.email:<34} {self.password}   {self.role}"


def sign_ins() -> list[SignIn]:
    """The accounts of the demo, in the order in which a case meets them."""
    return [SignIn(role=row["who"], email=row["email"]) for row in _data()["person"]]


def create_people(now: datetime) -> dict[str, User]:
    """Open every account, by the key that the stories call the person by.

    They share one password, hashed once: hashing is slow on purpose.
    """
    people = {
        row["key"]: create_user(
            email=row["email"],
            name=row["name"],
            title=row.get("title", ""),
            roles=row["roles"],
            agency=row.get("agency", ""),
            by=None,
            now=now,
        )
        for row in _data()["person"]
    }
    User.objects.filter(pk__in=[user.pk for user in people.values()]).update(password=make_password(PASSWORD))
    return people


def register_exporters(people: dict[str, User], now: datetime) -> dict[str, Exporter]:
    """Register every company with the people who act for it; an officer verifies those that are not to wait."""
    exporters = {}
    for row in _data()["exporter"]:
        company = {name: row[name] for name in ("name", "country", "registration", "address", "email")}
        mandates = [
            register_exporter(
                **company, kind=kind, by=people[person], now=now, letter=_authority(row["name"], kind, people[person])
            )
            for person, kind in row["people"].items()
        ]
        exporter = mandates[0].exporter
        if not row.get("waits", False):
            verify_exporter(exporter=exporter, by=people["officer"], now=now)
            for mandate in mandates:
                _settle(mandate, row.get("refused", ""), by=people["officer"], now=now)
        exporters[row["key"]] = Exporter.objects.get(pk=exporter.pk)
    return exporters


def _settle(mandate: Mandate, refused: str, *, by: User, now: datetime) -> None:
    if refused:
        refuse_mandate(mandate=mandate, reason=refused, by=by, now=now)
    else:
        verify_mandate(mandate=mandate, by=by, now=now)


def delegations(people: Mapping[str, User], now: datetime) -> list[tuple[datetime, Callable[[], object]]]:
    """Who let whom stand in, each with the moment at which it was arranged."""
    return [_delegation(row, people, now) for row in _data()["delegation"]]


def _delegation(
    row: Mapping[str, Any], people: Mapping[str, User], now: datetime
) -> tuple[datetime, Callable[[], object]]:
    made = moment(day_back(now, row["made"]), "09:00")
    principal = people[row["principal"]]
    arrange = partial(
        delegate,
        principal=principal,
        deputy=people[row["deputy"]],
        role=Role(row["role"]),
        start=day_back(now, row["start"]),
        end=day_back(now, row["end"]),
        reason=row["reason"],
        by=principal,
        now=made,
    )
    return made, arrange


def _authority(company: str, kind: str, person: User) -> Upload | None:
    if kind != "agent":
        return None
    return Upload("authority.pdf", letter("Letter of authority", f"{company} empowers {person.name} to apply for it."))


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads((DATA / "people.toml").read_text())
