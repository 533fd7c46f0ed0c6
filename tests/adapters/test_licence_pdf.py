"""The licence on paper: it reads back as signed, and every alteration of its text is named."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2 as pdfium
import pytest
from PIL import Image

from exeat.adapters import qr
from exeat.adapters.paper import Paper, UnreadablePaperError, check_paper, read_paper
from exeat.adapters.pdf import Letter, PdfError, render_letter, render_licence
from exeat.domain.licences import IssuedLicence, LicenceParty, issue, load_labels

IN_TIME = date(2026, 6, 1)
HOSTILE = '#read("/etc/passwd") $x$ *bold* _u_ \\ #import "frame.typ" <label> @ref `raw` = no // heading'
ARABIC = LicenceParty("end_user", "شركة الأجهزة العلمية المحدودة", "AE", "شارع 12، مبنى 4", "الإمارات")
VARIANTS = {
    "three lines": {},
    "forty lines": {"count": 40},
    "English and Urdu": {"languages": ("en", "ur")},
    "Arabic and English": {
        "languages": ("ar", "en"),
        "parties": (ARABIC,),
        "conditions": ("لا يجوز النقل، البند 12.",),
    },
    "French": {"languages": ("fr",)},
    "hostile text": {"conditions": (HOSTILE,), "signatory_name": HOSTILE},
    "a word too long for its column": {"conditions": ("x" * 400,), "authority": "Y" * 150},
    "a condition over two pages": {"conditions": ("Words go on, 1-2 and re-exports as well. " * 90,)},
    "accents and pointing": {"signatory_name": "Zoë Ångström", "conditions": ("تاريخِ اجرا مدَّة",)},
    "no conditions": {"conditions": (), "tolerances": ()},
}


def check(data, public):
    return check_paper(read_paper(data), public, None, today=IN_TIME)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_genuine_licence_reads_back_as_signed(variant, make_licence, key, public):
    issued = issue(make_licence(**VARIANTS[variant]), key)
    data = render_licence(issued)
    assert read_paper(data).token == issued.token
    assert read_paper(data).record == issued.record
    checked = check(data, public)
    assert [str(difference) for difference in checked.differences] == []
    assert checked.compared
    assert checked.is_good


def change_line(document, **changes):
    first, *others = document.lines
    return replace(document, lines=(replace(first, **changes), *others))


ALTERATIONS = {
    "a quantity": ("line 1", lambda one: change_line(one, quantity=Decimal(40))),
    "a value": ("line 1", lambda one: change_line(one, value=Decimal("1250.01"))),
    "an entry": ("line 1", lambda one: change_line(one, entry="6A003.b.4.c")),
    "a description": ("line 1", lambda one: change_line(one, description="Toy camera")),
    "a unit": ("line 1", lambda one: change_line(one, unit="set")),
    "two quantities exchanged": (
        "line 1",
        lambda one: replace(
            one,
            lines=(
                replace(one.lines[0], quantity=one.lines[1].quantity),
                replace(one.lines[1], quantity=one.lines[0].quantity),
                one.lines[2],
            ),
        ),
    ),
    "the exporter": ("exporter", lambda one: replace(one, exporter=LicenceParty("exporter", "Reef Ltd", "XA"))),
    "an address": (
        "consignee",
        lambda one: replace(one, parties=(replace(one.parties[0], address="Warehouse 71, Dubai"), one.parties[1])),
    ),
    "the last day": ("valid", lambda one: replace(one, valid_until=date(2028, 3, 1))),
    "the number": ("number", lambda one: replace(one, number="XA-2026-0142")),
    "a condition": ("condition 2", lambda one: replace(one, conditions=(one.conditions[0], "Re-export is free."))),
    "a condition dropped": ("condition 2", lambda one: replace(one, conditions=one.conditions[:1])),
    "a condition added": ("text", lambda one: replace(one, conditions=(*one.conditions, "Anything goes."))),
    "a line added": ("text", lambda one: replace(one, lines=(*one.lines, replace(one.lines[0], number=9)))),
}


@pytest.mark.parametrize("languages", [("en",), ("en", "ur")], ids=["English", "English and Urdu"])
@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_altered_text_under_a_genuine_code_is_named(alteration, languages, make_licence, key, public):
    field, alter = ALTERATIONS[alteration]
    document = make_licence(languages=languages)
    issued = issue(document, key)
    forged = read_paper(render_licence(issue(alter(document), key)))
    paper = Paper(issued.token, forged.pages, issued.record)
    checked = check_paper(paper, public, None, today=IN_TIME)
    assert checked.verification.answer == "altered"
    assert field in [difference.field for difference in checked.differences]


def test_a_paper_without_its_record_or_with_another_is_no_genuine_paper(make_licence, key, public):
    issued = issue(make_licence(), key)
    pages = read_paper(render_licence(issued)).pages
    other = issue(make_licence(number="XA-2026-0999"), key).record
    for record in (None, other, b"{}"):
        checked = check_paper(Paper(issued.token, pages, record), public, None, today=IN_TIME)
        assert [difference.field for difference in checked.differences] == ["attached record"]
        assert not checked.is_good


def test_another_licence_under_a_genuine_code_is_caught_in_the_file_itself(make_licence, key, public):
    genuine, other = issue(make_licence(), key), issue(make_licence(number="XA-2026-0999"), key)
    checked = check(render_licence(IssuedLicence(genuine.token, other.record)), public)
    assert {"attached record", "number"} <= {difference.field for difference in checked.differences}


def test_the_same_licence_gives_the_same_bytes(make_licence, key):
    issued = issue(make_licence(), key)
    assert render_licence(issued) == render_licence(issued)


def test_hostile_text_is_printed_and_never_read_as_markup(make_licence, key):
    pages = read_paper(render_licence(issue(make_licence(conditions=(HOSTILE,)), key))).pages
    printed = "".join("".join(pages).split())
    assert "".join(HOSTILE.split()) in printed
    assert "root:" not in printed


@pytest.mark.parametrize("degrees", [0, 90, 17])
def test_the_code_is_read_from_a_photographed_page(degrees, make_licence, key, public):
    issued = issue(make_licence(), key)
    page = pdfium.PdfDocument(render_licence(issued))[0].render(scale=3).to_pil()
    file = io.BytesIO()
    page.rotate(degrees, expand=True, fillcolor="white").convert("RGB").save(file, "JPEG", quality=60)
    paper = read_paper(file.getvalue())
    assert paper.token == issued.token
    assert not check_paper(paper, public, None, today=IN_TIME).compared


def test_what_shows_no_single_code_is_refused_plainly(make_licence, key):
    blank, two = io.BytesIO(), io.BytesIO()
    Image.new("L", (300, 300), 255).save(blank, "PNG")
    codes = [Image.open(io.BytesIO(qr.write_png(issue(make_licence(number=n), key).token))) for n in ("A-1", "A-2")]
    both = Image.new("L", (codes[0].width * 2, codes[0].height), 255)
    for index, code in enumerate(codes):
        both.paste(code.convert("L"), (index * codes[0].width, 0))
    both.save(two, "PNG")
    for data, words in [
        (blank.getvalue(), "no licence code"),
        (two.getvalue(), "more than one licence code"),
        (b"hello", "not a PNG or JPEG"),
        (b"%PDF-1.7 torn", "not a PDF"),
    ]:
        with pytest.raises(UnreadablePaperError, match=words):
            read_paper(data)


@pytest.mark.parametrize("kind", ["refusal", "no_licence_required", "request_for_information"])
@pytest.mark.parametrize("language", ["en", "fr", "ar", "ur"])
def test_a_letter_bears_its_reference_grounds_and_appeal(kind, language):
    letter = Letter(
        kind=kind,
        reference="2026-0077",
        date=date(2026, 3, 2),
        authority="Strategic Trade Control Authority",
        addressee=("Lagoon Instruments Ltd", "Port Model"),
        subject=HOSTILE,
        paragraphs=("We have examined your application.",),
        signatory_name="A. Rahman",
        signatory_title="Head",
        grounds=(("Act 2019, section 17", "Risk of diversion."),),
        appeal="You may appeal within 30 days.",
        language=language,
    )
    page = pdfium.PdfDocument(render_letter(letter))[0].get_textpage().get_text_range()
    for text in ("2026-0077", "2026-03-02", "Lagoon", "diversion"):
        assert text in page
    assert language != "en" or load_labels("en")["letter"][kind] in page


def test_text_that_no_font_has_is_refused_by_name_and_never_left_blank(make_licence, key):
    unwritable = "\U00012000"  # cuneiform
    with pytest.raises(PdfError, match=f"install a font.*{unwritable}"):
        render_licence(issue(make_licence(signatory_title=unwritable), key))
