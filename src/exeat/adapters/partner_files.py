"""The files of a programme office: windows that states signed, its own offers, those of others; and the plan of them.

The form of all of them is in docs/partner.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from exeat.domain.licences import PublicKeys, UnknownKeyError, UnsignedError, open_signed
from exeat.domain.offers import Sketch, overlaps
from exeat.domain.planning import ScenarioError
from exeat.domain.planning.partner import Statement, partner_plan, partner_scenario
from exeat.domain.planning.windows import check_statement

Rows = dict[str, Any]


class PartnerFileError(ValueError):
    """A file that cannot be used, and why."""


def open_windows(text: str, keys: Mapping[str, PublicKeys], source: str) -> Rows:
    """The statement in a file of windows, verified with the key of the state that it is of.

    `keys` are by country code; a key of one state opens none of another's. Raises PartnerFileError, naming `source`.
    """
    for code, known in keys.items():
        try:
            statement = open_signed(text, known)
        except UnknownKeyError:
            continue
        except UnsignedError as problem:
            raise PartnerFileError(f"{source}: {problem}") from None
        return _of_state(statement, code, source)
    raise PartnerFileError(f"{source}: is signed with a key that is none of those given")


def _of_state(statement: Rows, code: str, source: str) -> Rows:
    try:
        check_statement(statement, source)
    except ScenarioError as problem:
        raise PartnerFileError(str(problem)) from None
    try:
        said = statement["state"]["id"]
        partner_scenario({said: statement}, {"partner": {"id": "-"}, "offers": []})
    except (ScenarioError, KeyError, TypeError, ValueError, AttributeError) as problem:
        raise PartnerFileError(f"{source}: is signed, and not of the form of windows ({problem!r})") from None
    if said != code:
        raise PartnerFileError(f"{source}: is signed with the key of {code}, and says that it is of {said}")
    return statement


def read_offers(data: bytes) -> Rows:
    """The rows of a partner's file of offers. Raises PartnerFileError."""
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise PartnerFileError(f"this is not JSON: {problem}") from None
    if not isinstance(rows, dict):
        raise PartnerFileError("expected an object with partner and offers")
    return rows


def check_offers(statements: Iterable[Statement], own: Rows, others: Sequence[Rows]) -> None:
    """Refuse, naming the field, offers that cannot be planned with. Raises PartnerFileError."""
    with _faults():
        partner_scenario({one["state"]["id"]: one for one in statements}, own)
        _overlapping(own, others)


def plan_invitations(statements: Iterable[Statement], own: Rows, others: Sequence[Rows], seconds: float) -> Rows:
    """Whom to invite to what, each section's load, and which offers of others overlap: plain JSON values.

    Raises PartnerFileError.
    """
    with _faults():
        return partner_plan(statements, own, seconds).to_json() | {"overlaps": _overlapping(own, others)}


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except ScenarioError as problem:
        raise PartnerFileError(str(problem)) from None
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        form = "docs/partner.md tells its form"
        raise PartnerFileError(f"it is not a partner's file of offers ({problem!r}); {form}") from None


def _overlapping(own: Rows, others: Sequence[Rows]) -> list[dict[str, str]]:
    """Pairs of an offer of ours and one of another partner: perhaps the same, or fit to be held together."""
    mine = [_sketch(offer, own, "") for offer in own["offers"]]
    names = {sketch.id for sketch in mine}
    theirs = [_sketch(offer, one, f"{one['partner']['id']}/") for one in others for offer in one["offers"]]
    pairs = [(pair.first, pair.second, pair.kind) for pair in overlaps([*mine, *theirs])]
    return [{"offer": a, "other": b, "kind": kind} for a, b, kind in pairs if a in names and b not in names]


def _sketch(offer: Rows, rows: Rows, prefix: str) -> Sketch:
    dates = (tuple(date.fromisoformat(one[name]) for name in ("start", "end")) for one in offer["sessions"])
    spans = tuple((start, end) for start, end in dates)
    title = offer.get("title") or offer["id"]
    return Sketch(f"{prefix}{offer['id']}", title, rows["partner"]["id"], spans, frozenset(offer["gain"]))
