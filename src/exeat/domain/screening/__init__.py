"""Screening: names against watchlists (contract section 1).

What other packages use is named here; the modules behind it may change.
"""

from exeat.domain.screening.countries import country_code
from exeat.domain.screening.dates import iso_date
from exeat.domain.screening.engine import ENGINE_VERSION
from exeat.domain.screening.jsonl import WatchlistFileError, read_parties, write_lines, write_parties
from exeat.domain.screening.model import (
    PARTY_TYPES,
    Adjustment,
    Alert,
    Comparison,
    Delta,
    Identifier,
    ListedParty,
    Match,
    Party,
    RecordError,
    Why,
    WordCost,
    listed_party,
)
from exeat.domain.screening.rescreen import ALERT_SCORE, StoredParties, rescreen
from exeat.domain.screening.watchlist import Watchlist, compare, diff

__all__ = [
    "ALERT_SCORE",
    "ENGINE_VERSION",
    "PARTY_TYPES",
    "Adjustment",
    "Alert",
    "Comparison",
    "Delta",
    "Identifier",
    "ListedParty",
    "Match",
    "Party",
    "RecordError",
    "StoredParties",
    "Watchlist",
    "WatchlistFileError",
    "Why",
    "WordCost",
    "compare",
    "country_code",
    "diff",
    "iso_date",
    "listed_party",
    "read_parties",
    "rescreen",
    "write_lines",
    "write_parties",
]
