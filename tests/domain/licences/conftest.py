"""An authority with its key, and a licence of three lines; all of it invented."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from exeat.domain.licences import (
    AuthorityKey,
    LicenceDocument,
    LicenceLine,
    LicenceParty,
    PublicKeys,
    create_key,
    key_set,
)

GOODS = [
    ("Thermal imaging camera, uncooled array, model TX-7", "6A003.b.4.b", "4", "item", "125001.00"),
    ("Hydrogen thyratron, well-known co-operative type", "3A228.a", "8", "item", "9300.50"),
    ("Maraging steel, grade 300", "1C216", "12.5", "kg", "1800.00"),
]


def licence_document(count: int = 3, **changes: Any) -> LicenceDocument:
    """A licence as the model authority would grant it."""
    facts: dict[str, Any] = {
        "number": "XA-2026-0141",
        "kind": "export",
        "case_reference": "2026-0077",
        "authority": "Strategic Trade Control Authority",
        "country": "XA",
        "issued": date(2026, 3, 2),
        "valid_from": date(2026, 3, 2),
        "valid_until": date(2027, 3, 1),
        "exporter": LicenceParty("exporter", "Lagoon Instruments Ltd", "XA", "14 Harbour Road\nPort Model"),
        "parties": (
            LicenceParty("consignee", "Gulf Scientific Trading", "AE", "Warehouse 7, Dubai"),
            LicenceParty("end_user", "Institute of Coastal Physics", "AE", "University Street 3, Al Ain"),
        ),
        "destination": "AE",
        "destination_name": "United Arab Emirates",
        "lines": tuple(_line(number) for number in range(1, count + 1)),
        "conditions": ("Only for coastal research at the end user's own site.", "No re-export without our consent."),
        "signatory_name": "A. Rahman",
        "signatory_title": "Head of the Authority",
        "tolerances": (("kg", Decimal(2)),),
    }
    return LicenceDocument(**{**facts, **changes})


def _line(number: int) -> LicenceLine:
    description, entry, quantity, unit, value = GOODS[(number - 1) % len(GOODS)]
    return LicenceLine(number, description, entry, Decimal(quantity), unit, Decimal(value), "EUR")


@pytest.fixture
def make_licence() -> Callable[..., LicenceDocument]:
    return licence_document


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> AuthorityKey:
    return create_key(Path(tmp_path_factory.mktemp("key")) / "authority.jwk")


@pytest.fixture(scope="session")
def other_key(tmp_path_factory: pytest.TempPathFactory) -> AuthorityKey:
    return create_key(Path(tmp_path_factory.mktemp("key")) / "other.jwk")


@pytest.fixture(scope="session")
def public(key: AuthorityKey) -> PublicKeys:
    return PublicKeys.from_json(key_set([key]))
