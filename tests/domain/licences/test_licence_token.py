"""The token: at most 600 bytes whatever the licence, and what it carries comes back as it was."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.domain.licences import (
    LicenceDocument,
    LicenceError,
    LicenceLine,
    LicenceParty,
    PublicKeys,
    create_key,
    issue,
    key_set,
    read_record,
    read_token,
)
from exeat.domain.licences.record import digest

LONGEST = 600
texts = st.text(st.characters(exclude_categories=["C"]), min_size=1).filter(str.strip)
names = texts.filter(lambda text: len(text) <= 300)
codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)
amounts = st.decimals(min_value="0.001", max_value="99999999999", places=3)


@st.composite
def licences(draw: st.DrawFn) -> LicenceDocument:
    party = st.builds(LicenceParty, st.sampled_from(["consignee", "end_user", "broker"]), names, codes)
    units = st.sampled_from(["item", "kg", "m", "l", "مجموعة", "t", "m3", "set", "pair", "case"])
    currency = st.sampled_from(["EUR", "USD", "AED", "JPY"])
    count = draw(st.sampled_from([1, 2, 3, 5, 60]))
    start = draw(st.dates(date(1990, 1, 1), date(2150, 1, 1)))
    return LicenceDocument(
        number=draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9./-]{0,39}", fullmatch=True)),
        kind=draw(st.from_regex(r"[a-z][a-z0-9_-]{0,23}", fullmatch=True)),
        case_reference="2026-0077",
        authority="Authority",
        country=draw(codes),
        issued=start,
        valid_from=start,
        valid_until=start + timedelta(days=draw(st.integers(0, 2000))),
        exporter=LicenceParty("exporter", draw(names), draw(codes)),
        parties=tuple(draw(st.lists(party, max_size=3))),
        destination=draw(codes),
        lines=tuple(
            LicenceLine(number, draw(names), draw(st.just("") | names)[:40].strip(), draw(amounts), draw(units),
                        draw(amounts), draw(currency))
            for number in range(1, count + 1)
        ),
        conditions=(),
        signatory_name="A. Rahman",
        signatory_title="Head",
    )  # fmt: skip


@pytest.fixture(scope="module")
def signer(tmp_path_factory):
    return create_key(tmp_path_factory.mktemp("signer") / "key.jwk")


@settings(max_examples=60, deadline=None)
@given(document=licences())
def test_any_licence_fits_six_hundred_bytes_and_comes_back(signer, document):
    issued = issue(document, signer)
    fields = read_token(issued.token, PublicKeys.from_json(key_set([signer])))
    assert len(issued.token.encode()) <= LONGEST
    assert (fields.number, fields.kind, fields.valid_from, fields.valid_until) == (
        document.number,
        document.kind,
        document.valid_from,
        document.valid_until,
    )
    assert fields.digest == digest(issued.record)
    assert read_record(issued.record).document == document
    assert fields.line_count == len(document.lines)
    assert document.exporter.name.startswith(fields.exporter.removesuffix("…"))
    for signed, line in zip(fields.lines or (), document.lines, strict=fields.lines is not None):
        assert (signed.number, signed.entry, signed.quantity, signed.unit, signed.value, signed.currency) == (
            line.number,
            line.entry,
            line.quantity,
            line.unit,
            line.value,
            line.currency,
        )


def test_a_short_licence_carries_its_lines_and_a_long_one_its_totals(make_licence, key, public):
    short, long = (read_token(issue(make_licence(count), key).token, public) for count in (1, 40))
    assert short.lines[0].description == "Thermal imaging camera, uncooled array, model TX-7"
    assert long.lines is None
    assert dict(long.totals) == {"item": Decimal(160), "kg": Decimal("162.5"), "EUR": Decimal("1894320.50")}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "XA 2026"}, "number"),
        ({"country": "Model State"}, "country"),
        ({"lines": ()}, "lines"),
        ({"valid_until": date(2020, 1, 1)}, "valid_until"),
        ({"conditions": ("a\x00b",)}, "condition 1"),
        ({"signatory_name": " "}, "signatory_name"),
    ],
)
def test_what_could_not_be_signed_faithfully_is_refused_by_field(make_licence, change, field):
    with pytest.raises(LicenceError, match=f"^{field}"):
        make_licence(**change)


def test_a_quantity_from_a_database_is_printed_without_idle_zeros():
    line = LicenceLine(1, "Steel", "1C216", Decimal("4.000000"), "kg", Decimal("2.5"), "EUR")
    assert (str(line.quantity), str(line.value)) == ("4", "2.50")
