"""What forbids a grant until an exemption and its document are recorded: embargoes and binding watchlists."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from exeat.domain.review.policy.model import Policy


@dataclass(frozen=True)
class Block:
    """One obstacle to a grant. `subject` is a country code or a watchlist's id."""

    kind: Literal["embargo", "watchlist"]
    subject: str
    legal_basis: str


def grant_blocks(
    destination: str, countries: Collection[str], confirmed_lists: Collection[str], policy: Policy
) -> tuple[Block, ...]:
    """The obstacles to granting a case.

    `countries` are all that the case touches; `confirmed_lists` the watchlists on which an officer confirmed a hit.
    """
    embargoes = tuple(
        Block("embargo", embargo.country, embargo.legal_basis)
        for embargo in policy.embargoes
        if embargo.country == destination or (embargo.scope == "involved" and embargo.country in countries)
    )
    hits = tuple(
        Block("watchlist", list_id, policy.watchlist(list_id).legal_basis)
        for list_id in sorted(set(confirmed_lists))
        if policy.watchlist(list_id).effect == "binding"
    )
    return embargoes + hits
