"""The demo's register of capabilities, with the evidence for each (`data/capabilities.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime

from exeat.web.accounts.models import User
from exeat.web.capabilities.services import CapabilityGiven, record_evidence, set_out
from exeat.web.demo.paper import DATA
from exeat.web.demo.stories import day_back
from exeat.web.people.models import Official


def set_out_capabilities(
    people: Mapping[str, User], officials: Mapping[str, Official], now: datetime, at: datetime
) -> None:
    """Enter every capability at a moment, and the evidence that moved it up the ladder."""
    for row in tomllib.loads((DATA / "capabilities.toml").read_text())["capability"]:
        slug, evidence, responsible = row.pop("id"), row.pop("evidence"), officials[row.pop("responsible")]
        given = CapabilityGiven(responsible=responsible, **row)
        capability = set_out(slug=slug, given=given, by=people["head"], now=at)
        for back, level, text in evidence:
            record_evidence(
                capability=capability, level=level, text=text, on=day_back(now, back), by=people["head"], now=at
            )
