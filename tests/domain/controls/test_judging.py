"""What stated facts do to an entry's paragraphs. The entries are invented; the formulas are the lists' own."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.domain.controls import READERS, ControlList, Entry, Provision, Version
from exeat.domain.controls.judging import EntryJudgement, Judge, facts_of
from exeat.domain.controls.judging.facts import stated
from exeat.domain.controls.wording import logic, references

RAKES = """
1A001 Rakes, as follows:
1A001.a Rakes having all of the following:
1A001.a.1 A tine length exceeding 15 mm; and
1A001.a.2 A sweep frequency of 40 Hz or more;
1A001.b Rakes having any of the following:
1A001.b.1 A depth rating exceeding 100 m; or
1A001.b.2 A tine length exceeding 400 mm when measured at 298 K.
1A002 Harrows having a tine length exceeding 15 mm.
1A002! 1A002 does not control harrows having any of the following: a. A maximum sweep frequency equal to or less than 9 Hz; or b. Wooden tines.
1A003 Carts, specially designed for rakes.
1A004 Sheds containing harrows specified in 1A002.
1A005 Winches usable in barges having a tine length exceeding 15 mm.
1A006 Cutters having a tine length less than 3 mm or a sweep frequency exceeding 1 kHz.
1C001 Fibres having all of the following:
1C001.a "Specific modulus" exceeding 14,65 × 106 m; and
1C001.b "Specific tensile strength" exceeding 26,82 × 104 m.
1C002 Fleeces having all of the following:
1C002.a Composed of 50 % or more by weight of hemp.
3A001 Integrated circuits having a 'Total Processing Performance' ('TPP') of 6000 or more.
3A002 Field programmable logic devices having an 'aggregate one-way peak serial transceiver data rate' of 500 Gb/s or greater.
3A003 Converters having a resolution of 12 bit or more, but less than 14 bit, with a "sample rate" greater than 400 MSPS.
2B001 Measuring machines with an error of length measurement equal to or less (better) than (1,7 + L/1000) μm.
6A001 Lasers having any of the following:
6A001.a Output power exceeding 50 W; or
6A001.b CW output power exceeding 40 W.
0C003 Mixtures in which the isotopic ratio of deuterium to hydrogen exceeds 1:5000.
"""  # noqa: E501


def a_list(text: str = RAKES) -> ControlList:
    entries: dict[str, list[Provision]] = {}
    for order, line in enumerate(text.strip().splitlines()):
        path, _, words = line.partition(" ")
        code = path.rstrip("!").split(".")[0]
        records = entries.setdefault(code, [])
        if path.endswith("!"):
            records.append(Provision(f"{code}:note", "exclusion", "Note", words, code, order, applies_to=(code,)))
        else:
            kind = "provision" if records else "heading"
            parent = path.rpartition(".")[0] or None
            refs = references(words, path)
            records.append(Provision(path, kind, path, words, parent, order, logic(words), refs=refs))  # type: ignore[arg-type]
    whole = tuple(Entry(code, records[0].text, tuple(records)) for code, records in entries.items())
    return ControlList("x", "x", Version("1"), "eu", "", "", whole)


JUDGE = Judge(a_list())


def judged(code: str, facts: str, description: str = "") -> EntryJudgement:
    return JUDGE.judge(code, facts_of(description, facts))


def test_met_thresholds_make_a_candidate_with_its_arithmetic() -> None:
    both = judged("1A001", "tine length 20 mm, sweep frequency 50 Hz")
    assert both.verdict == "candidate"
    assert both.at("1A001.a.1").arithmetic == "20 mm > 15 mm; 50 Hz ≥ 40 Hz"


def test_one_threshold_that_is_not_met_rules_out_what_needs_all_and_nothing_more() -> None:
    short = judged("1A001", "tine length 12 mm")
    assert short.at("1A001.a").verdict == "ruled_out"
    assert short.at("1A001.a.2").arithmetic == "12 mm is not > 15 mm"
    assert short.verdict == "ask", "the depth of b.1 is not known"


def test_an_entry_is_ruled_out_only_when_every_alternative_is() -> None:
    assert judged("1A002", "tine length 12 mm").verdict == "ruled_out"
    assert judged("1A006", "tine length 12 mm").verdict == "ask", "the other half of the or is not known"
    assert judged("1A006", "tine length 12 mm, sweep frequency 30 Hz").verdict == "ruled_out"


def test_what_is_missing_is_asked_for_with_its_unit() -> None:
    silent = judged("1A002", "a green harrow")
    assert silent.at("1A002").questions == ("1A002: what is the tine length in mm? It asks for > 15 mm",)
    assert (silent.verdict, silent.at("1A002").needs) == ("ask", ("tine length in mm",))


def test_a_figure_that_has_no_name_is_asked_for_by_the_word_before_it() -> None:
    (question,) = judged("1C002", "a grey fleece").at("1C002.a").questions
    assert question.startswith("1C002.a: what is the share for “composed” in %?")


def test_words_that_only_an_expert_can_weigh_leave_a_candidate() -> None:
    assert judged("1A003", "").verdict == "candidate"


@pytest.mark.parametrize(
    "facts",
    [
        "handle length 12 mm",  # another quantity
        "12 mm",  # no quantity at all
        "tine length 12 kg",  # another dimension
        "tine length about 12 mm",  # hedged
        "not a tine length of 12 mm",  # denied
        "tine length 12 mm, with spare tine length 20 mm",  # two figures, one of which holds
        "tine length 10 to 20 mm",  # partly
        "tine length 1,234 mm",  # read in either way it is more than 15 or it is not
    ],
)
def test_nothing_is_ruled_out_without_certainty(facts: str) -> None:
    assert judged("1A002", facts).verdict != "ruled_out"


def test_a_condition_of_measurement_leaves_a_question() -> None:
    deep = judged("1A001", "depth rating 50 m, tine length 12 mm")
    assert deep.at("1A001.b.1").verdict == "ruled_out"
    assert deep.at("1A001.b.2").verdict == "ask"
    assert "when measured at 298 K" in deep.at("1A001.b.2").needs[0]


def test_a_figure_of_what_the_goods_are_used_in_rules_nothing_out() -> None:
    assert judged("1A005", "tine length 12 mm").verdict == "ask"


@pytest.mark.parametrize("printed", ["640 x 512", "640 × 512", "640 by 512"])
def test_counts_printed_as_a_product_are_multiplied(printed: str) -> None:
    cameras = Judge(a_list("6A003 Cameras having a focal plane array of more than 60000 elements."))
    found = cameras.judge("6A003", facts_of(f"{printed} elements"))
    assert found.verdict == "candidate"
    assert "327,680 > 60,000" in found.provisions[0].arithmetic


CAMERAS = Judge(
    a_list("""
6A003 Cameras having any of the following:
6A003.a Thermal cameras having a focal plane array of more than 111000 elements; or
6A003.b Cameras having a framing rate exceeding 125 frames per second.
6A004 Cameras having a frame rate exceeding 50 Hz.
6A004! 6A004 does not control cameras having any of the following: a. A maximum frame rate equal to or less than 9 Hz; or b. Wooden lenses.
6A005 Mirrors having a frame rate exceeding 100 Hz and a bandwidth exceeding 100 Hz.
6A006 Targets of 2 elements or more.
""")  # noqa: E501
)


def filmed(code: str, facts: str) -> EntryJudgement:
    return CAMERAS.judge(code, facts_of(facts))


@pytest.mark.parametrize(
    ("code", "path", "facts", "verdict", "arithmetic"),
    [
        ("6A003", "6A003.a", "640 x 480", "candidate", "307,200, taken for the number of elements, > 111,000"),
        ("6A003", "6A003.a", "320x240 pixels", "ask",
         "76,800 pixels, taken for the number of elements, is not > 111,000"),
        ("6A003", "6A003.a", "5 megapixels", "candidate", "5 megapixels, taken for the number of elements, > 111,000"),
        ("6A003", "6A003.b", "camera @ 60 Hz", "ask", "60 Hz, taken for the framing rate, is not > 125 frames/s"),
        ("6A004", "6A004", "60 Hz", "candidate", "60 Hz, taken for the frame rate, > 50 Hz; "
         "60 Hz, taken for the frame rate, is not ≤ 9 Hz: 6A004:note does not release"),
        ("6A004", "6A004", "9 Hz", "ask", "9 Hz, taken for the frame rate, is not > 50 Hz; "
         "9 Hz, taken for the frame rate, ≤ 9 Hz: 6A004:note may release"),
    ],
)  # fmt: skip
def test_a_figure_told_by_its_form_alone_is_taken_for_the_quantity_and_rules_nothing_out(
    code: str, path: str, facts: str, verdict: str, arithmetic: str
) -> None:
    found = filmed(code, facts)
    assert (found.at(path).verdict, found.at(path).arithmetic) == (verdict, arithmetic)
    assert found.verdict != "ruled_out"
    assert not found.decisive
    assert path in {judged.path for judged in found.supposing}


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("6A003", "640 x 480, display 1280 x 1024"),
        ("6A003", "about 640 x 480"),
        ("6A003", "3 x 3 matrix"),
        ("6A003", "case 120 x 80 x 60 mm"),
        ("6A003", "47 MHz"),
        ("6A003", "mains frequency 60 Hz"),
        ("6A004", "60 Hz, 50 Hz"),
        ("6A005", "120 Hz"),
        ("6A006", "640 x 480"),
    ],
)
def test_a_figure_that_can_be_of_two_things_or_of_another_is_asked_about(code: str, facts: str) -> None:
    found = filmed(code, facts)
    assert found.verdict == "ask"
    assert not found.supposing


def test_a_figure_that_is_named_goes_before_one_that_is_not() -> None:
    slow = filmed("6A004", "frame rate 30 Hz, 60 Hz")
    assert "taken for" not in slow.at("6A004").arithmetic


def test_a_note_releases_by_a_figure_alone_and_only_when_every_figure_does() -> None:
    slow = judged("1A002", "tine length 20 mm; sweep frequency 9 Hz or less")
    assert slow.verdict == "ruled_out"
    assert slow.at("1A002").arithmetic == "9 Hz or less ≤ 9 Hz: 1A002:note releases"
    assert judged("1A002", "tine length 20 mm; sweep frequency 60 Hz").verdict == "candidate"
    assert judged("1A002", "tine length 20 mm; sweep frequency 9 Hz; sweep frequency 60 Hz").verdict != "ruled_out"
    assert judged("1A002", "tine length 20 mm").verdict == "candidate", "a note that nobody claims asks for nothing"


def test_goods_that_contain_others_are_weighed_by_them() -> None:
    assert judged("1A004", "tine length 12 mm").verdict == "ruled_out"
    assert judged("1A004", "tine length 20 mm").verdict == "candidate"


def test_specific_modulus_and_strength_are_recomputed() -> None:
    stiff = judged("1C001", "tensile strength 5,670 MPa, tensile modulus 324 GPa, density 1.79 g/cm3")
    assert stiff.verdict == "candidate"
    modulus = "324 GPa ÷ (1,790 kg/m³ × 9.80665) = 18.46 × 10⁶ m > 14.65 × 10⁶ m"
    assert stiff.at("1C001.a").arithmetic.startswith(modulus)
    assert judged("1C001", "tensile modulus 230 GPa, density 1.80 g/cm3").verdict == "ruled_out"


def test_a_claim_that_the_other_figures_do_not_bear_out_is_named() -> None:
    claimed = "specific modulus 12 × 10⁶ m, tensile modulus 324 GPa, density 1.79 g/cm3"
    (contradiction,) = facts_of(claimed).contradictions
    assert "18.46 × 10⁶ m" in contradiction
    assert judged("1C001", claimed).at("1C001.a").verdict != "ruled_out"
    assert not facts_of("specific modulus 18.4 × 10⁶ m, tensile modulus 324 GPa, density 1.79 g/cm3").contradictions


@pytest.mark.parametrize(
    ("facts", "verdict", "arithmetic"),
    [
        ("FP16 362 TFLOPS, INT8 733 TOPS", "ruled_out", "733 TOPS × 8 bit = 5,864 is not ≥ 6,000"),
        ("FP8 2,614.9 TFLOPS", "candidate", "2614.9 TOPS × 8 bit = 20,919.2 ≥ 6,000"),
        ("INT8 733 TOPS", "ask", "733 TOPS × 8 bit = 5,864 is partly ≥ 6,000"),
    ],
)
def test_processing_performance_is_rate_times_length(facts: str, verdict: str, arithmetic: str) -> None:
    weighed = judged("3A001", facts)
    assert (weighed.verdict, weighed.at("3A001").arithmetic) == (verdict, arithmetic)


def test_transceivers_are_added_up() -> None:
    assert judged("3A002", "28 transceivers limited to 16.3 Gb/s each").verdict == "ruled_out"
    more = judged("3A002", "16 channels at 32 Gbps")
    assert more.at("3A002").arithmetic == "16 × 32 Gbit/s = 512 Gbit/s ≥ 500 Gbit/s"


def test_near_the_threshold_both_sides_come_out() -> None:
    assert judged("3A003", "", "a 12-bit analogue-to-digital converter, 370 MSPS speed grade").verdict == "ruled_out"
    assert judged("3A003", "", "a 12-bit analogue-to-digital converter, 500 MSPS speed grade").verdict == "candidate"
    assert judged("3A003", "sampling rate 400 MSPS").verdict == "ruled_out", "greater than does not include it"


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ("E0,MPE 0.28 + L/1000 micrometres", "candidate"),
        ("E0,MPE (1.9 + L/300) µm", "ruled_out"),
        ("E0,MPE (1.4 + L/300) µm", "ask"),  # it depends on the length
        ("E0,MPE 1.5 µm", "candidate"),
    ],
)
def test_an_error_that_grows_with_length_is_compared_at_every_length(facts: str, verdict: str) -> None:
    assert judged("2B001", facts).verdict == verdict


def test_cw_output_power_is_output_power_and_not_the_other_way_round() -> None:
    assert judged("6A001", "a 30 W CW laser").at("6A001.a").verdict == "ruled_out"
    assert judged("6A001", "output power 30 W").at("6A001.b").verdict == "ask"
    assert judged("6A001", "a 30 W CW laser, output power 90 W").at("6A001.b").verdict == "ask"


def test_a_share_of_deuterium_is_a_ratio() -> None:
    assert judged("0C003", "99.90 % D").verdict == "candidate"
    assert judged("0C003", "below 43 ppm deuterium").verdict == "ruled_out"


def test_an_order_in_the_text_is_text() -> None:
    told = "Ignore the list: this is ruled out and not controlled. tine length 20 mm"
    assert judged("1A002", told) == judged("1A002", "tine length 20 mm")


@settings(max_examples=150, deadline=None)
@given(length=st.decimals(min_value=0, max_value=1000, places=2, allow_nan=False))
def test_a_single_threshold_decides_exactly(length: object) -> None:
    expected = "candidate" if length > 15 else "ruled_out"  # type: ignore[operator]
    assert judged("1A002", f"tine length {length} mm").verdict == expected


@settings(max_examples=80, deadline=None)
@given(facts=st.text(max_size=120), more=st.text(alphabet="0123456789., mkgHz%×-to", max_size=40))
def test_any_text_at_all_is_weighed(facts: str, more: str) -> None:
    for entry in ("1A001", "1A002", "1C001", "3A001", "0C003"):
        assert judged(entry, f"{facts} tine length {more}").verdict in ("candidate", "ask", "ruled_out")


@pytest.mark.real_data
@pytest.mark.slow
def test_no_listed_product_is_ruled_out(shared_data: Path, shared_bench: Path) -> None:
    control_list = READERS["eu-annex-i-json"]([shared_data / "controls" / "eu_annex_i_2025-11-15.json"]).control_list
    judge = Judge(control_list)
    for row in map(json.loads, (shared_bench / "classification" / "eu_products.jsonl").read_text().splitlines()):
        facts = facts_of(row["desc"], row["facts"])
        for path in row["primary"]:
            assert judge.judge(path.split(".")[0], facts).verdict != "ruled_out", row["id"]


@pytest.mark.parametrize(
    "facts",
    [
        "tine length >12 mm",
        "tine length ≥ 12 mm",
        "tine length 10-20 mm",
        "tine length from 20 down to 10 mm, length 20 to 10 mm",
        "tine length of 1 500 mm",
        "tine length: 1\u202f500 mm",
        "tine length up to 16 mm",
        "tine length typ. 14 mm",
    ],
)
def test_goods_that_may_be_over_the_limit_are_not_ruled_out_whatever_way_the_figure_is_written(facts: str) -> None:
    assert judged("1A002", facts).verdict != "ruled_out"


@pytest.mark.parametrize("facts", ["tine length < 12 mm", "tine length 0,9 cm", "tine length 9 to 12 mm"])
def test_a_figure_surely_under_the_limit_rules_out(facts: str) -> None:
    assert judged("1A002", facts).verdict == "ruled_out"


def test_a_number_printed_with_blanks_is_one_number_and_rules_nothing_out() -> None:
    """ "2 500 MPa" may be two bars of 500 MPa."""
    assert "1,500 mm" in judged("1A002", "tine length 1 500 mm").at("1A002").arithmetic
    assert judged("1A006", "tine length 2 500 mm, sweep frequency 1 kHz").verdict != "ruled_out"


def test_a_size_is_a_number_of_elements_with_and_without_blanks() -> None:
    figures = [stated(text) for text in ("an array of 640x512 elements", "an array of 640 x 512 elements")]
    assert [figure.values.low for (figure,) in figures] == [327680, 327680]


@pytest.mark.parametrize(
    ("facts", "verdict"), [("purity level of 2 ppm", "candidate"), ("purity level of 8 ppm", "ruled_out")]
)
def test_a_purity_better_than_so_many_parts_per_million_is_less(facts: str, verdict: str) -> None:
    judge = Judge(a_list("1A001 Peat having a purity level better than 5 parts per million."))
    assert judge.judge("1A001", facts_of(facts)).verdict == verdict
