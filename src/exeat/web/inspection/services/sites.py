"""The register of sites: entering one, the class of its risk, and the end of its inspection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from exeat.web.accounts.models import User
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.inspection.acting import require_inspector
from exeat.web.inspection.models import Site
from exeat.web.inspection.services._frame import locked, told
from exeat.web.policy import local_day, policy
from exeat.web.registers.models import Exporter


@dataclass(frozen=True)
class SiteGiven:
    """A site as entered. A facility says where its security details are held; an exporter's site whose it is."""

    name: str
    kind: str
    agency: str
    risk: str
    risk_why: str
    exporter: Exporter | None = None
    operator: str = ""
    address: str = ""
    held_at: str = ""


@transaction.atomic
def enter(*, given: SiteGiven, by: User, now: datetime) -> Site:
    """Put a site under inspection."""
    made = Site(
        name=given.name.strip(),
        kind=given.kind,
        agency=given.agency,
        risk=given.risk,
        risk_why=given.risk_why.strip(),
        exporter=given.exporter,
        operator=given.operator.strip(),
        address=given.address.strip(),
        held_at=given.held_at.strip(),
        entered_by=by,
        entered_at=now,
    )
    require_inspector(made, by, now)
    _check(made)
    made.save()
    told("enter", made, by=by, now=now, rows=[made])
    return made


@transaction.atomic
def set_risk(*, site: Site, risk: str, why: str, by: User, now: datetime) -> Site:
    """Put the site into another class of risk."""
    require_inspector(site, by, now)
    row = locked(site)
    if risk not in policy().inspection.risks:
        raise Invalid({"risk": f"one of {', '.join(policy().inspection.risks)}"})
    if not why.strip():
        raise Invalid({"why": "say why it belongs there"})
    row.risk, row.risk_why = risk, why.strip()
    row.save()
    told("set_risk", row, by=by, now=now, rows=[row])
    return row


@transaction.atomic
def close(*, site: Site, reason: str, by: User, now: datetime) -> Site:
    """End the inspection of a site; what is open there stays open."""
    require_inspector(site, by, now)
    row = locked(site)
    if row.closed_on is not None:
        raise NotPermitted.because("closed", f"the site is not inspected since {row.closed_on:%d %B %Y}")
    if row.visits.filter(state="planned").exists():
        raise NotPermitted.because("planned", "a visit is planned there: cancel it first")
    if not reason.strip():
        raise Invalid({"reason": "say why it is inspected no longer"})
    row.closed_on, row.risk_why = local_day(now), reason.strip()
    row.save()
    told("close", row, by=by, now=now, rows=[row])
    return row


def site_of(exporter: Exporter, *, now: datetime) -> Site:
    """The newest of an exporter's own sites; where it has none, one enters the register by itself."""
    known = exporter.sites.filter(closed_on=None, kind=Site.Kind.EXPORTER).order_by("-pk").first()
    if known is not None:
        return known
    agency = next((one.id for one in policy().agencies.values() if one.kind == "authority"), "")
    if not agency:
        raise NotPermitted.because("agency", "the policy has no agency of the authority that inspects exporters")
    return Site.objects.create(
        name=exporter.name,
        kind=Site.Kind.EXPORTER,
        exporter=exporter,
        address=exporter.address,
        agency=agency,
        risk=policy().inspection.new_site,
        risk_why="Entered by a disclosure of its own.",
        entered_at=now,
    )


def _check(site: Site) -> None:
    """Raise Invalid for what is missing or unknown."""
    rules, errors = policy().inspection, {}
    if not site.name:
        errors["name"] = "give its name"
    if site.kind not in Site.Kind.values:
        errors["kind"] = f"one of {', '.join(Site.Kind.values)}"
    if site.risk not in rules.risks:
        errors["risk"] = f"one of {', '.join(rules.risks)}"
    if not site.risk_why:
        errors["risk_why"] = "say why it belongs there"
    if site.kind == Site.Kind.EXPORTER and site.exporter is None:
        errors["exporter"] = "whose site is it?"
    if site.kind == Site.Kind.FACILITY and not site.held_at:
        errors["held_at"] = "say where its security details are held; they are not kept here"
    if not any(site.agency in checklist.agencies for checklist in rules.checklists.values()):
        errors["agency"] = "the policy has no checklist by which this agency inspects"
    if errors:
        raise Invalid(errors)
