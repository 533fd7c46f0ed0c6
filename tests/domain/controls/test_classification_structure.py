"""What the build of a list, the customs code and list-wide notes add to a candidate."""

import pytest

from exeat.domain.controls import Candidate, ControlList, Entry, Provision, Version
from exeat.domain.controls.retrieval.customs import contradiction
from exeat.domain.controls.wording import references

TEXTS = {
    "5A001": ["Cameras with 10 lenses"],
    "5A002": ['"Information security" systems for kites'],
    "5A101": ["Pianos, as specified in 5A001"],
    "5A201": ["Tripods, other than those specified in 5A001"],
    "5A301": ["Easels, as follows:", "Easels of oak, other than those specified in 5A001.a;"],
    "5B001": ["Looms, other than those specified in 5A101"],
    "5D001": ["Programs of kinds specified in 5A001"],
    "5D101": ["Software, other than that specified in 5A001"],
    "5E001": ["Skills according to the note, for what is specified in 5A or 5B"],
    "6C001": ["Chemicals: thiodiglycol (CAS 111-48-8)"],
}
GENERAL = {
    "general/general-software-note": ("heading", "GENERAL SOFTWARE NOTE (GSN)"),
    "general/general-technology-note": ("heading", "GENERAL TECHNOLOGY NOTE (GTN)"),
    "general/category-5-part-2-notes:note": (
        "exclusion",
        "Cryptography Note 5A002 and 5D002 do not control kites sold to all.",
    ),
    "general/category-5-part-2-notes:note-2": (
        "note",
        "Note 2: Category 5, Part 2 does not control a user's own kite.",
    ),
}


@pytest.fixture(scope="module")
def control_list() -> ControlList:
    order = iter(range(100))
    entries = tuple(
        Entry(
            code,
            texts[0],
            (
                Provision(code, "heading", code, texts[0], None, next(order), refs=references(texts[0], code)),
                *(
                    Provision(f"{code}.{n}", "provision", n, text, code, next(order), refs=references(text, code))
                    for n, text in zip("ab", texts[1:], strict=False)
                ),
            ),
        )
        for code, texts in TEXTS.items()
    )
    general = tuple(
        Provision(path, kind, "", text, None, next(order))  # type: ignore[arg-type]
        for path, (kind, text) in GENERAL.items()
    )
    return ControlList("x", "x", Version("1"), "eu", "", "", entries, general)


def asked(control_list: ControlList, description: str, hs: str | None = None) -> dict[str, Candidate]:
    return {candidate.entry: candidate for candidate in control_list.classify(description, hs=hs)}


def test_an_entry_that_takes_what_another_does_not_is_offered_beside_it(control_list: ControlList) -> None:
    found = asked(control_list, "cameras with lenses")
    assert "it takes what 5A001 does not" in found["5A201"].why
    assert "it takes what 5A001 does not" in found["5A301"].why, "a paragraph of it does"
    assert "it takes what 5A001 does not" not in "".join(found["5D101"].why if "5D101" in found else ())


def test_an_entry_worded_by_another_is_found_by_the_words_of_that_other(control_list: ControlList) -> None:
    assert "5A101" in asked(control_list, "lenses")


def test_technology_is_offered_when_a_description_speaks_of_it(control_list: ControlList) -> None:
    goods = asked(control_list, "cameras with lenses")
    knowledge = asked(control_list, "blueprints of cameras with lenses")
    assert "5E001" not in goods
    assert "it is about technology for 5A001" in knowledge["5E001"].why


def test_software_is_offered_when_a_description_speaks_of_it(control_list: ControlList) -> None:
    goods, program = asked(control_list, "cameras with lenses"), asked(control_list, "firmware of cameras with lenses")
    assert program["5D001"].score > goods["5D001"].score
    assert "it is about software for 5A001" in program["5D001"].why


@pytest.mark.parametrize("text", ["a drum of CAS 111-48-8", "a drum of TDG", "thiodiethylene glycol"])
def test_a_substance_is_found_by_number_and_by_its_other_names(control_list: ControlList, text: str) -> None:
    best = asked(control_list, text)["6C001"]
    assert "is listed at 6C001 (CAS 111-48-8)" in " ".join(best.why)


@pytest.mark.parametrize(
    ("description", "entry", "titles"),
    [
        ("software for cameras", "5D001", ["General Software Note"]),
        ("technology for cameras", "5E001", ["General Technology Note"]),
        (
            "security for kites",
            "5A002",
            ["Cryptography Note", "Note 2: Category 5, Part 2 does not control a user's own …"],
        ),
        ("cameras with lenses", "5A001", []),
    ],
)
def test_a_list_wide_note_is_shown_with_the_entries_it_bears_on(
    control_list: ControlList, description: str, entry: str, titles: list[str]
) -> None:
    releases = asked(control_list, description)[entry].releases
    assert [release.title for release in releases] == titles
    assert all(release.question.endswith("Read it with the entry.") for release in releases)


def test_a_customs_code_of_other_goods_is_asked_about_and_moves_nothing(control_list: ControlList) -> None:
    plain, contradicted = (asked(control_list, "cameras with lenses", hs) for hs in (None, "0406 10"))
    assert list(plain) == list(contradicted)
    assert "chapter 04" in contradicted["5A001"].contradiction
    assert plain["5A001"].contradiction == ""


@pytest.mark.parametrize(
    ("digits", "entry"),
    [("901380", "6A003"), ("8525", "5A001"), ("281122", "1C350"), ("04", "5A001"), ("0406", "5D001")],
)
def test_usual_chapters_short_codes_and_intangibles_contradict_nothing(digits: str, entry: str) -> None:
    assert contradiction(digits, entry) == ""
