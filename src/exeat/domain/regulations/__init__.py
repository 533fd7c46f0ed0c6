"""Laws and regulations: how a provision is cited, and which citations a changed provision touches."""

from .citation import Citation, citations, place_of, touches

__all__ = ["Citation", "citations", "place_of", "touches"]
