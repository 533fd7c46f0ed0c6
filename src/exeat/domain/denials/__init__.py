"""Denials: refusals of ours and of other states, and whether a proposed transaction is essentially the same."""

from exeat.domain.denials.resemblance import Resemblance, Transaction, compare
from exeat.domain.denials.words import words_in_common

__all__ = ["Resemblance", "Transaction", "compare", "words_in_common"]
