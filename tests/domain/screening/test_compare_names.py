"""Two names side by side: the score is what the words cost, whichever comes first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.domain.screening import compare
from exeat.domain.screening.normalise import name_words

names = st.text(max_size=60) | st.lists(
    st.sampled_from(["ali", "aly", "al", "hassan", "hasan", "m", "orchard", "orchards", "ltd", "or", "chard", "13"]),
    max_size=6,
).map(" ".join)


@given(names, names)
@settings(deadline=None)
def test_the_score_is_the_same_in_both_directions_and_between_0_and_1(a: str, b: str) -> None:
    there, back = compare(a, b), compare(b, a)
    assert there.score == back.score
    assert 0 <= there.score <= 1


@given(names, names)
@settings(deadline=None)
def test_one_less_the_costs_plus_the_effects_is_the_score(a: str, b: str) -> None:
    result = compare(a, b)
    if result.why.words:
        costs, effects = (one.cost for one in result.why.words), (one.effect for one in result.why.adjustments)
        assert result.score == pytest.approx(1 - sum(costs) + sum(effects), abs=1e-4)
    else:
        assert result.score == 0


@given(names)
@settings(deadline=None)
def test_a_name_with_a_letter_or_digit_is_most_like_itself_yet_never_certain(name: str) -> None:
    score = compare(name, name).score
    assert 0.75 < score < 1 if compare(name, name).why.words else score == 0


@given(names, names)
@settings(deadline=None)
def test_every_word_appears_once_in_the_reason(a: str, b: str) -> None:
    there, back = compare(a, b).why.words, compare(b, a).why.words
    assert sorted(one.asked for one in there if one.asked) == sorted(one.listed for one in back if one.listed)
    letters = "".join(one.asked for one in there if one.asked).replace(" ", "")
    assert not there or sorted(letters) == sorted("".join(name_words(a)))


@pytest.mark.parametrize(
    ("a", "b", "least"),
    [
        ("Tamsin Orrery", "ORRERY, Tamsin", 0.9),
        ("Al-Qamar Foundation", "ALQAMAR FOUNDATION", 0.9),
        ("Al Qamar Orrery", "Alqammar Orrery", 0.8),
        ("TamsinOrrery", "Tamsin Orrery", 0.8),
        ("T. Orrery", "Tamsin Orrery", 0.8),
        ("TB Orrery", "Tamsin Beatrix Orrery", 0.7),
        ("Tamsin Orery", "Tamsin Orrery", 0.9),
        ("Tamsni Orrery", "Tamsin Orrery", 0.9),
        ("Tams1n Orrery", "Tamsin Orrery", 0.8),
        ("Bill Orrery", "William Orrery", 0.7),
        ("Tamsin Orrery", "Tamsin Beatrix Orrery", 0.75),
        ("Dr Tamsin Orrery", "Tamsin Orrery", 0.85),
        ("Limited Liability Company Quince", "Quince LLC", 0.9),
        ("Orchard Clocks Corp.", "Orchard Clocks Corporation", 0.9),
        ("Int'l Orchard Bank", "International Orchard Bank", 0.85),
        ("Third Orchard Factory", "3rd Orchard Factory", 0.85),
        ("OCIW", "Orchard Clock and Instrument Works", 0.7),
    ],
)
def test_order_breaks_initials_slips_and_middle_names_cost_little(a: str, b: str, least: float) -> None:
    assert compare(a, b).score >= least


@pytest.mark.parametrize(
    ("a", "b", "most"),
    [
        ("Ali", "Ali Hassan Orrery", 0.5),  # one word of three
        ("Kim", "Kimo", 0.3),
        ("Hua", "Huaweiling", 0.3),
        ("13 Factory", "14 Factory", 0.2),
        ("Orchard Trading Ltd", "Meadow Mining Ltd", 0.1),
        ("Quince", "Orrery", 0.1),
        ("Rustam Ivanovich Quince", "Rustam Petrovich Quince", 0.4),
        ("OCI", "Orchard Clock and Instrument Works", 0.3),
    ],
)
def test_short_and_one_word_names_do_not_match_everything(a: str, b: str, most: float) -> None:
    assert compare(a, b).score <= most


def test_a_word_left_out_costs_less_than_another_in_its_place() -> None:
    left_out = compare("Tamsin Beatrix Orrery", "Tamsin Orrery").score
    replaced = compare("Tamsin Beatrix Orrery", "Tamsin Winifred Orrery").score
    assert replaced < 0.7 < left_out


def test_a_legal_form_left_out_costs_less_than_any_other_word() -> None:
    name = "Orchard Clocks"
    assert compare(f"{name} GmbH", name).score > compare(f"{name} Meadow", name).score


def test_only_organisations_go_by_the_first_letters_of_their_words() -> None:
    assert compare("ALI", "Ahmed Lutfi Ibrahim", type="person").score < 0.05
    assert compare("ALI", "Agency for Levers and Instruments", type="organisation").score > 0.6


def test_the_sentence_names_each_difference_with_its_cost() -> None:
    sentence = compare("Tamsin Orery", "Tamsin Beatrix Orrery").why.sentence
    assert "“orery” is listed as “orrery” (-0.0" in sentence
    assert "“beatrix” was not given (-0." in sentence
    assert "may still be somebody else's (-0." in sentence


def test_wrong_types_and_endless_names_are_refused() -> None:
    with pytest.raises(ValueError, match="type is"):
        compare("a", "b", type="ship")
    with pytest.raises(ValueError, match="1,000,000 characters"):
        compare("a" * 1_000_000, "b")


def test_a_name_that_ends_within_a_word_is_the_beginning_of_the_whole_one() -> None:
    cut, whole = "QUINCE ORCHARD AND CLO", "Quince Orchard and Clockwork Instrument Works"
    why = compare(cut, whole, "organisation").why
    assert [word.kind for word in why.words] == ["same", "same", "same", "cut off", "beyond the end", "beyond the end"]
    assert "“works” is beyond the end of the other name" in why.sentence
    assert compare(cut, whole, "organisation").score > compare("Quince Orchard", whole, "organisation").score


def test_father_and_son_are_told_apart_by_who_is_whose() -> None:
    same = compare("Orrery bin Quince al-Qamar", "Quince bin Orrery al-Qamar", "person")
    itself = compare("Orrery bin Quince al-Qamar", "Orrery bin Quince al-Qamar", "person")
    assert same.score < itself.score - 0.1
    assert [word.kind for word in same.why.words].count("exchanged") == 1
    assert "the names before and after “bin” have changed places" in same.why.sentence
    spelt = compare("Orery bin Quince", "Quince bin Orrery", "person")
    assert "exchanged" in [word.kind for word in spelt.why.words]


def test_another_order_of_the_parts_around_it_leaves_father_and_son_what_they_are() -> None:
    turned = compare("Orrery bin Quince al-Qamar", "al-Qamar Orrery bin Quince", "person")
    assert {word.kind for word in turned.why.words} == {"same"}


def test_a_common_word_in_the_place_of_another_is_another_party() -> None:
    other = compare("Quincean Gas Company", "Quincean Oil Company", "organisation").score
    assert other < 0.5 < compare("Quincean Oil Company", "Quincean Oil", "organisation").score


def test_a_name_that_contradicts_by_few_letters_contradicts_less() -> None:
    near, far = (compare("Tamsin Orrery", f"Tamsin {name}", "person").score for name in ("Orrevault", "Winkle"))
    assert near > far


def test_words_that_a_letter_tells_apart_contradict_nothing() -> None:
    slip = compare("Amr al-Orrery", "Amru al-Orrery", "person")
    other = compare("Amr al-Orrery", "Zayd al-Orrery", "person")
    assert slip.score > other.score + 0.3


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Clock Works No 22", "Clock Works No 21"),  # one number is no slip of another
        ("BWI Orrery Clocks", "BAE Orrery Clocks"),  # most of the word differs
    ],
)
def test_numbers_and_short_words_that_differ_are_no_slips(a: str, b: str) -> None:
    assert compare(a, b, "organisation").score < 0.6


def test_the_words_that_tell_names_apart_share_what_that_costs() -> None:
    slip = compare("Tamsin Orery", "Tamsin Orrery")
    both = compare("Tasmyn Orery", "Tamsin Orrery")
    [alone] = [word.cost for word in slip.why.words if word.asked == "orery"]
    [beside] = [word.cost for word in both.why.words if word.asked == "orery"]
    assert 0 < alone < beside


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Quince Storm 1", "Quince Storm 2", "vessel"),
        ("Quince Storm II", "Quince Storm III", "vessel"),
        ("Quince Storm I", "Quince Storm II", "vessel"),
        ("Quince Storm 1", "Quince Storm 12", "vessel"),
        ("Quince A", "Quince B", "vessel"),
        ("Quince A", "Quince E", "vessel"),  # letters that elsewhere are particles
        ("Orrery Unit 26165", "Orrery Unit 74455", "organisation"),
        ("Fourteenth Orrery Factory", "Fifteenth Orrery Factory", "organisation"),
        ("Orrery Clock Works, Branch No. 3", "Orrery Clock Works, Branch No. 4", "organisation"),
        ("Tamsin B Orrery", "Tamsin W Orrery", "person"),
    ],
)
def test_another_number_or_letter_is_another_party(a: str, b: str, kind: str) -> None:
    found = compare(a, b, kind)
    assert found.score < 0.5
    assert "is another number or letter than" in found.why.sentence


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Quince Storm No. 1", "Quince Storm 1"),
        ("Quince Storm 1", "Quince Storm"),  # one lacks it
        ("Quince Storm III", "Quince Storm 3"),
        ("Quince Storm I", "Quince Storm 1"),
        ("Quince Storm 03", "Quince Storm 3"),
        ("Quince Perez y Orrery", "Quince Perez e Orrery"),
        ("14th Orrery Factory", "Fourteenth Orrery Factory"),
        ("Orrery Clocks 2016", "Orrery Clocks 2O16"),  # read by a scanner
        ("3%ers", "Three Percenters"),
    ],
)
def test_the_same_number_in_other_signs_or_left_out_is_no_contradiction(a: str, b: str) -> None:
    assert compare(a, b, "organisation").score > 0.8


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Tamsin Orrery", "Jolyon Orrery", "person"),  # one surname
        ("Bank of Quince", "Bank of Orrery", "organisation"),
        ("Orrery Clock Works", "Orrery Clock Works, Branch No. 3, Quince Harbour", "organisation"),
    ],
)
def test_a_surname_or_a_kind_of_business_in_common_is_no_match(a: str, b: str, kind: str) -> None:
    assert compare(a, b, kind).score < 0.7


def test_a_patronymic_left_out_is_a_match_and_another_one_is_none() -> None:
    assert compare("Rustam Quinceov", "Rustam Ivanovich Quinceov", "person").score > 0.7
    assert compare("Rustam Petrovich Quinceov", "Rustam Ivanovich Quinceov", "person").score < 0.5


@pytest.mark.parametrize(
    ("wade_giles", "pinyin"),
    [("Orrery Tse-tung", "Orrery Zedong"), ("Hsieh Kuei-jung", "Xie Guirong"), ("Hsu Tzu-chien", "Xu Zijian")],
)
def test_wade_giles_and_pinyin_are_one_name(wade_giles: str, pinyin: str) -> None:
    found = compare(wade_giles, pinyin, "person")
    assert found.score > 0.7
    assert "are Wade-Giles and pinyin for one name" in found.why.sentence


def test_what_is_a_syllable_in_both_romanisations_is_read_as_it_stands() -> None:
    assert "romanised" not in [word.kind for word in compare("Pan Orrery", "Ban Orrery", "person").why.words]


def test_a_legal_form_is_no_acronym_and_lends_no_letter_to_one() -> None:
    for one, other in [("Limited Quaint Company Orrery", "Orrery LLC"), ("Quos", "Quince Orrery SA")]:
        assert "acronym" not in [word.kind for word in compare(one, other, "organisation").why.words]
    assert "acronym" in [word.kind for word in compare("QOC", "Quince Orrery Company", "organisation").why.words]


def test_a_country_is_the_same_by_its_letters() -> None:
    named = compare("Orrery Institute of North Korea", "Orrery Institute of the DPRK", "organisation")
    assert named.score > 0.9
