"""What forbids a grant of the case until an exemption is recorded, and which exemption lifts it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exeat.domain.review import grant_blocks
from exeat.web.cases.models import Case, Exemption, Match
from exeat.web.cases.standing import application_of
from exeat.web.countries import country_name
from exeat.web.policy import policy


@dataclass(frozen=True)
class Obstacle:
    """A block with its legal basis. `key` names it in a form: `embargo:KP`, `match:17`."""

    key: str
    title: str
    legal_basis: str
    exemption: Exemption | None


def obstacles_of(case: Case) -> list[Obstacle]:
    """Embargoes that the case touches and confirmed hits on binding lists, lifted or not."""
    exemptions = list(case.exemptions.all())
    return [*_embargoes(case, exemptions), *_hits(case, exemptions)]


def _embargoes(case: Case, exemptions: list[Exemption]) -> Iterator[Obstacle]:
    application = application_of(case)
    for block in grant_blocks(application.destination, application.countries, (), policy()):
        lifted = next((made for made in exemptions if made.embargo == block.subject), None)
        yield Obstacle(f"embargo:{block.subject}", country_name(block.subject), block.legal_basis, lifted)


def _hits(case: Case, exemptions: list[Exemption]) -> Iterator[Obstacle]:
    for party in case.parties.all():
        for match in party.matches.all():
            rule = policy().watchlist(match.list_id)
            if match.status == Match.Status.CONFIRMED and rule.effect == "binding":
                lifted = next((made for made in exemptions if made.match_id == match.pk), None)
                title = f"{party.name}: {match.matched_name} ({match.list_id} {match.listed_id})"
                yield Obstacle(f"match:{match.pk}", title, rule.legal_basis, lifted)
