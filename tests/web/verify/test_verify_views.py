"""The public page without JavaScript, and what it publishes for phones."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exeat.adapters.pdf import render_licence
from exeat.domain.licences import (
    IssuedLicence,
    LicenceDocument,
    LicenceLine,
    LicenceParty,
    PublicKeys,
    issue,
    read_revocations,
)
from exeat.web.audit.keys import authority_key

pytestmark = pytest.mark.django_db


def issued(exporter: str = "Lagoon Instruments Ltd") -> IssuedLicence:
    today = datetime.now(UTC).date()
    document = LicenceDocument(
        number="XA-2026-9001",
        kind="export",
        case_reference="2026-9001",
        authority="Strategic Trade Control Authority",
        country="XA",
        issued=today,
        valid_from=today - timedelta(days=2),
        valid_until=date(today.year + 1, 1, 31),
        exporter=LicenceParty("exporter", exporter, "XA"),
        parties=(LicenceParty("end_user", "Institute of Coastal Physics", "AE"),),
        destination="AE",
        lines=(LicenceLine(1, "Thermal camera", "3X001.a", Decimal(4), "item", Decimal(100), "EUR"),),
        conditions=(),
        signatory_name="A. Rahman",
        signatory_title="Head of the Authority",
    )
    return issue(document, authority_key())


def upload(data: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("licence.pdf", data, "application/pdf")}


def test_anyone_may_open_it_and_paste_a_token(client):
    assert client.get("/verify/").status_code == 200
    page = client.post("/verify/", {"token": issued().token})
    assert page.context["checked"].verification.answer == "valid"
    assert "Institute of Coastal Physics" in page.content.decode()


def test_a_pdf_is_compared_with_what_was_signed(client):
    genuine, other = issued(), issued("Reef Ltd")
    page = client.post("/verify/", upload(render_licence(genuine)))
    assert page.context["checked"].is_good
    page = client.post("/verify/", upload(render_licence(IssuedLicence(genuine.token, other.record))))
    assert page.context["checked"].verification.answer == "altered"
    assert "was signed and is not there" in page.content.decode()


@pytest.mark.parametrize("data", [{}, {"token": " "}, {"token": "x" * 3000}, upload(b"hello")])
def test_what_cannot_be_checked_is_said_beside_the_form(client, data):
    page = client.post("/verify/", data)
    assert page.status_code == 422
    assert page.context["form"].errors


def test_it_publishes_the_keys_and_a_list_signed_by_them(client):
    keys = PublicKeys.from_json(client.get("/verify/keys.json").json())
    assert read_revocations(client.get("/verify/revocations.jws").content.decode(), keys).licences == ()


def test_only_this_page_may_compile_the_code_reader(client):
    assert "'wasm-unsafe-eval'" in client.get("/verify/")["Content-Security-Policy"]
    assert "wasm" not in client.get("/verify/keys.json")["Content-Security-Policy"]


def test_the_worker_is_served_beside_the_page(client):
    answer = client.get("/verify/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert b"fetch" in answer.content
