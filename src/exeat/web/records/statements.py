"""A licence as other programs read it: what it says, where it stands, what was drawn down and what is left."""

from __future__ import annotations

from typing import Any

from exeat.domain.licences import position
from exeat.web.licences.models import Licence, LicenceLine
from exeat.web.licences.standing import entries_of, line_value


def licence_data(licence: Licence) -> dict[str, Any]:
    """The licence as data; quantities and values are decimal texts."""
    lines = licence.lines.prefetch_related("draws")
    return {
        "number": licence.number,
        "state": licence.state,
        "since": licence.state_since,
        "valid_from": licence.valid_from,
        "valid_until": licence.valid_until,
        "licence": licence.content,
        "token": licence.token,
        "lines": [_line(line) for line in lines],
    }


def _line(line: LicenceLine) -> dict[str, Any]:
    where = position(line_value(line), entries_of(line.draws.all()), line.tolerance)
    return {
        "number": line.number,
        "licensed": where.licensed,
        "drawn": where.drawn,
        "remaining": where.remaining,
        "returned": where.returned,
        "abroad": where.abroad,
        "unit": line.unit,
        "entries": [
            {
                "kind": draw.kind,
                "quantity": draw.quantity,
                "value": draw.value,
                "declaration": draw.declaration,
                "declared_on": draw.declared_on,
                "post": draw.post,
                "at": draw.at,
            }
            for draw in line.draws.all()
        ],
    }
