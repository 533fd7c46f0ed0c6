"""The types of fields: texts that a database can hold, amounts as decimal strings, ids, pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

SHORT, LONG = 300, 20_000
"""Most characters of a line, and of a text."""

_PRINTABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
_FILE_NAME = r"^[^\x00-\x1f\x7f/\\]+$"

Line = Annotated[str, StringConstraints(max_length=SHORT, pattern=_PRINTABLE)]
Text = Annotated[str, StringConstraints(max_length=LONG, pattern=_PRINTABLE)]
Word = Annotated[str, StringConstraints(max_length=60, pattern=r"^[A-Za-z0-9_.-]*$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_FILE_NAME)]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=30, pattern=r"^[A-Za-z0-9._-]+$")]
"""A case's reference, or a licence's number."""
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Marking = Literal["unmarked", "restricted", "confidential", "secret"]
"""How a document is marked."""
LineNumber = Annotated[int, Field(ge=1, le=9999)]

QuantityText = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,14}(\.[0-9]{1,6})?$")]
ValueText = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,15}(\.[0-9]{1,2})?$")]
"""Amounts come as decimals in strings, never as floats."""


def _plain(amount: Decimal) -> str:
    """Without trailing zeros: 4 and 4.000000 are one quantity."""
    return format(amount.normalize() + 0, "f")


Quantity = Annotated[Decimal, PlainSerializer(_plain, return_type=str)]
Value = Annotated[Decimal, PlainSerializer(lambda amount: format(amount, ".2f"), return_type=str)]
"""Amounts go out as decimals in strings, too."""


class Body(BaseModel):
    """What a request brings: unknown keys are refused, so that a misspelt one is not lost."""

    model_config = ConfigDict(extra="forbid")


class Paging(BaseModel):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=100_000)
    per_page: int = Field(50, ge=1, le=200)
