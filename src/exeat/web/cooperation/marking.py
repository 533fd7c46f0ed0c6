"""The marking of what is written about an offer."""

from __future__ import annotations

from exeat.domain.offers import MarkedAboveCeiling, check_ceiling
from exeat.web.cooperation.models import Offer
from exeat.web.errors import Invalid
from exeat.web.policy import highest_marking


def marking_about(offer: Offer, *texts: str, field: str) -> int:
    """That of the offer or of a text, whichever is higher. Raises Invalid, naming `field`, above the ceiling."""
    ceiling = highest_marking()
    try:
        return max(offer.marking, *(check_ceiling(text, ceiling).value for text in texts))
    except MarkedAboveCeiling as refusal:
        raise Invalid({field: str(refusal)}) from None
