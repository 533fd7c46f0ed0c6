"""Who finds what in the header: one table."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exeat.domain.review import Role
from exeat.web.acting import actor_for

EVERYBODY: tuple[Role, ...] = ()
PROCEEDINGS, REGISTERS, PLANNING = _("Proceedings"), _("Registers"), _("Planning")


@dataclass(frozen=True)
class Entry:
    """A line of the navigation: what it says, the name of its page, the roles that see it, the menu it stands in."""

    label: Promise
    url_name: str
    roles: tuple[Role, ...]
    menu: Promise | None = None


ENTRIES = (
    Entry(_("Applications"), "portal", (Role.EXPORTER,)),
    Entry(_("Companies"), "mandates", (Role.EXPORTER,)),
    Entry(_("Decisions"), "decisions", (Role.HEAD,)),
    Entry(_("Overview"), "overview", (Role.HEAD, Role.OFFICER, Role.AUDITOR)),
    Entry(_("Desk"), "desk", (Role.OFFICER,)),
    Entry(_("Search"), "search", (Role.OFFICER, Role.HEAD, Role.AUDITOR, Role.REVIEWER, Role.EXPORTER)),
    Entry(_("Licences"), "exporter_licences", (Role.EXPORTER, Role.OFFICER, Role.HEAD, Role.AUDITOR)),
    Entry(
        _("Committee"),
        "sittings",
        (Role.SECRETARY, Role.HEAD, Role.OFFICER, Role.REVIEWER, Role.AUDITOR),
        PROCEEDINGS,
    ),
    Entry(_("Reviews"), "reviews", (Role.APPEAL, Role.HEAD, Role.AUDITOR), PROCEEDINGS),
    Entry(_("Obligations"), "obligations", (Role.EXPORTER,)),
    Entry(_("Obligations"), "obligations", (Role.OFFICER, Role.HEAD, Role.AUDITOR), PROCEEDINGS),
    Entry(_("Our positions"), "agency_desk", (Role.REVIEWER,)),
    Entry(_("Inspections"), "inspection_mine", (Role.EXPORTER,)),
    Entry(_("Shipments"), "customs", (Role.CUSTOMS,)),
    Entry(_("Exporters"), "register_exporters", (Role.OFFICER,), REGISTERS),
    Entry(_("Alerts"), "alerts", (Role.OFFICER, Role.HEAD, Role.AUDITOR, Role.REVIEWER)),
    Entry(
        _("Inspections"),
        "inspection_programme",
        (Role.OFFICER, Role.HEAD, Role.AUDITOR, Role.REVIEWER),
        PROCEEDINGS,
    ),
    Entry(_("Denials"), "denials", (Role.OFFICER, Role.HEAD, Role.AUDITOR), PROCEEDINGS),
    Entry(_("Notices"), "notices", (Role.OFFICER, Role.HEAD, Role.AUDITOR, Role.EXPORTER), PROCEEDINGS),
    Entry(_("Statistics"), "statistics", (Role.HEAD, Role.OFFICER, Role.AUDITOR)),
    Entry(_("Workload"), "workload", (Role.HEAD, Role.OFFICER), PLANNING),
    Entry(_("People"), "officials", (Role.HEAD, Role.OFFICER), PLANNING),
    Entry(_("Capabilities"), "capabilities", (Role.HEAD, Role.OFFICER, Role.AUDITOR), PLANNING),
    Entry(_("Offers"), "offers", (Role.HEAD, Role.OFFICER), PLANNING),
    Entry(_("Partners"), "partners", (Role.HEAD, Role.OFFICER), PLANNING),
    Entry(_("My leave"), "official_mine", (Role.REVIEWER,)),
    Entry(_("Watchlists"), "watchlists", (Role.OFFICER,), REGISTERS),
    Entry(_("Control lists"), "control_lists", EVERYBODY, REGISTERS),
    Entry(_("Laws and regulations"), "regulations", (Role.OFFICER, Role.HEAD, Role.AUDITOR, Role.REVIEWER), REGISTERS),
    Entry(_("Ledger"), "audit", (Role.AUDITOR, Role.HEAD)),
    Entry(_("Records"), "records", (Role.HEAD, Role.AUDITOR), REGISTERS),
    Entry(_("Setting up"), "setup", (Role.ADMINISTRATOR,)),
    Entry(_("Users"), "users", (Role.ADMINISTRATOR,)),
    Entry(_("Delegations"), "delegations", (Role.ADMINISTRATOR,)),
    Entry(_("General authorisations"), "general", EVERYBODY, REGISTERS),
    Entry(_("Is it listed?"), "enquiry", EVERYBODY),
    Entry(_("Verify a licence"), "verify", EVERYBODY, REGISTERS),
)
LANDING = ("decisions", "desk", "agency_desk", "sittings", "reviews", "customs", "audit", "setup", "portal")


@dataclass(frozen=True)
class Link:
    """An entry as the page shows it."""

    label: Promise
    url: str
    current: bool


@dataclass(frozen=True)
class Menu:
    """Entries that stand together, folded."""

    label: Promise
    links: tuple[Link, ...]

    @property
    def current(self) -> bool:
        """Whether one of them leads to where the reader is."""
        return any(link.current for link in self.links)


def navigation_for(request: HttpRequest) -> list[Link | Menu]:
    """The links that the user's roles open, their own and those that they hold as a deputy today.

    A menu stands where its first entry does; one of a single entry is a link.
    """
    entries = _entries(request)
    urls = {entry: reverse(entry.url_name) for entry in entries}
    here = max((url for url in urls.values() if request.path.startswith(url)), key=len, default=None)
    links = {entry: Link(entry.label, url, url == here) for entry, url in urls.items()}
    shown: list[Link | Menu] = []
    for entry in entries:
        together = [other for other in entries if entry.menu is not None and other.menu is entry.menu]
        if len(together) < 2:
            shown.append(links[entry])
        elif together[0] is entry:
            shown.append(Menu(entry.menu, tuple(links[other] for other in together)))
    return shown


def landing_page(request: HttpRequest) -> str | None:
    """The name of the page where the user's day begins; None for somebody without a role."""
    names = {entry.url_name for entry in _entries(request)}
    return next((name for name in LANDING if name in names), None)


def _entries(request: HttpRequest) -> list[Entry]:
    roles: frozenset[Role] = frozenset()
    if request.user.is_authenticated:
        actor = actor_for(request.user, timezone.now())
        roles = actor.roles | frozenset(actor.deputising)
    return [entry for entry in ENTRIES if entry.roles == EVERYBODY or roles & set(entry.roles)]
