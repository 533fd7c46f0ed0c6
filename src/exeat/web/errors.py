"""The two ways in which a service says no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exeat.domain.review import Refusal

_OF_THE_PERSON = {"role", "own_case", "own_agency_asked", "self", "consent"}


class NotPermitted(Exception):
    """The rules do not allow the step now, for the reasons in `refusals`."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = list(refusals)
        super().__init__("; ".join(refusal.message for refusal in self.refusals))

    @classmethod
    def because(cls, code: str, message: str) -> NotPermitted:
        """A refusal with one reason."""
        return cls([Refusal(code, message)])

    @property
    def forbidden(self) -> bool:
        """Whether it is the person who may not, rather than the moment that is wrong."""
        return any(refusal.code in _OF_THE_PERSON for refusal in self.refusals)


class Invalid(Exception):
    """What was given cannot be used: one sentence a field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(f"{field}: {message}" for field, message in self.errors.items()))
