"""Denials: refusals of ours and of other states, and whether a proposed transaction is essentially the same."""

from exeat.domain.denials.resemblance import Resemblance, Transaction, compare

__all__ = ["Resemblance", "Transaction", "compare"]
