"""Who acts for the agency that inspects a site."""

from __future__ import annotations

from datetime import datetime

from exeat.domain.review import Actor, Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.errors import NotPermitted
from exeat.web.inspection.models import Site
from exeat.web.policy import policy

INSPECTORS = (Role.REVIEWER, Role.OFFICER)
READERS = (*INSPECTORS, Role.HEAD, Role.AUDITOR)


def agencies_of(actor: Actor) -> list[str]:
    """The agencies for which somebody inspects: a reviewer for their own, an officer for the authority."""
    own = {actor.agency} if Role.REVIEWER in actor.roles else set()
    if actor.in_any((Role.OFFICER,)):
        own |= {agency.id for agency in policy().agencies.values() if agency.kind == "authority"}
    return [agency for agency in policy().agencies if agency in own]


def require_inspector(site: Site, by: User, now: datetime) -> None:
    """Raise NotPermitted unless the person acts for the agency that inspects the site."""
    if site.agency not in agencies_of(actor_for(by, now)):
        raise NotPermitted.because("role", "only those who inspect for the site's agency may do this")
