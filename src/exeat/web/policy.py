"""The policy in force on this installation, and time as the state counts it."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from exeat.domain.offers import Level
from exeat.domain.review import Policy, default_policy_folder, load_policy


@lru_cache(maxsize=1)
def policy() -> Policy:
    """The state's policy, read once a process from EXEAT_POLICY (PolicyError names the file and key at fault)."""
    return load_policy(Path(settings.EXEAT_POLICY) if settings.EXEAT_POLICY else default_policy_folder())


def short_name(agency: str) -> str:
    """An agency's name where room is scarce; its id when the policy has dropped it."""
    known = policy().agencies.get(agency)
    return known.short if known else agency


def highest_marking() -> Level:
    """The highest marking of what this installation may hold."""
    return Level.named(policy().cooperation.highest_marking)


def zone() -> ZoneInfo:
    """The state's time zone."""
    return policy().state.timezone


def local_day(now: datetime) -> date:
    """The calendar day in the state at that moment."""
    return now.astimezone(zone()).date()
