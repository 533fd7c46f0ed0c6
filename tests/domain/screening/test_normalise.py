"""What is the same name, whatever the typing."""

import pytest

from exeat.domain.screening import country_code, iso_date
from exeat.domain.screening.countries import CODES
from exeat.domain.screening.normalise import identifier_key, name_words, weight, words
from exeat.domain.screening.sounds import plain_vowels, skeleton


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("AL-ṬĀ’Ī, Muḥammad", ("al", "tai", "muhammad")),
        ("Ｏｒｃｈａｒｄ  Ltd.", ("orchard", "ltd")),  # full-width letters
        ("Or\u200bchard", ("orchard",)),  # a zero-width space inside a word
        ("S.A. Łódź", ("sa", "lodz")),
        ("محمّد", ("mhmd",)),  # Arabic with a vowel mark
        ("حسین الموسوی", ("hsyn", "al", "mwsvy")),
        ("בנימין", ("bnymyn",)),
        ("Владимир Щукин", ("vladimir", "shchukin")),
        ("Χρήστος", ("christos",)),
        ("ბარაკ", ("barak",)),
        ("Միխայիլ", ("mikhayil",)),
        ("習近平", ("xi", "jin", "ping")),
        ("이재형", ("i", "jae", "hyeong")),
        ("さくら", ("sakura",)),
        ("がぎ", ("gagi",)),  # with two dots, which are no decoration
        ("शीला खान", ("sila", "khan")),  # vowels that are marks
        ("শেখ হাসিনা", ("sekh", "hasina")),
        ("ชิดชอบ", ("chidchob",)),
        ("ОRRЕRY", ("orrery",)),  # with a Cyrillic O and E
        ("Quinсе", ("quince",)),  # with a Cyrillic s and ye
        ("ОRRЕRY Со Иван", ("orrery", "co", "ivan")),  # Cyrillic throughout, beside a word that is mixed
        ("Orrery Сор", ("orrery", "sor")),  # two scripts, and no word is mixed
        ("Straße", ("strasse",)),
        ("— … —", ()),
    ],
)
def test_case_marks_and_punctuation_do_not_make_another_name(written: str, folded: tuple[str, ...]) -> None:
    assert words(written) == folded


@pytest.mark.parametrize(
    ("one", "other"), [("mohammed", "mhmd"), ("yusuf", "youssef"), ("qadhafi", "kadafy"), ("hsyn", "hussein")]
)
def test_transliterations_of_a_name_sound_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("L imited Liabilitv Company Quince", ("llc", "quince")),  # broken in two, and a slip
        ("Quince Partnership Liability Limited", ("quince", "llp")),  # in another order
        ("LMTD LBLTY CMPNY QUINCE", ("llc", "quince")),  # without vowels
        ("Aktzionernoe Obschestvo Kvins", ("jsc", "kvins")),  # another romanisation
        ("Limited Edition Quince", ("limited", "edition", "quince")),
        ("Obshchestvo s Otvetstvennostyu Kvins", ("ooo", "kvins")),  # a word is missing
        ("Aktsionernoe Obshchrstvo Kvins", ("jsc", "kvins")),  # a slip in a word of few vowels
        ("QUINCE LIMITED LIABILITY COM", ("quince", "llc")),  # cut off
        ("QUINCE LIMITED LI", ("quince", "limited", "li")),  # too little of it
    ],
)
def test_a_legal_form_spelt_out_is_known_through_slips_and_breaks(written: str, read: tuple[str, ...]) -> None:
    assert name_words(written) == read


@pytest.mark.parametrize("name", ["Abd al-Rahman", "Abdul Rahman", "Abdulrahman", "Abdelrahman", "Abdurrahman"])
def test_a_name_of_two_parts_is_the_same_with_any_article_and_break(name: str) -> None:
    assert name_words(name) == ("abd", "rahman")


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Nur al-Din", ("nur", "din")),
        ("Nuruddin", ("nur", "din")),
        ("Khair Ullah", ("khairullah",)),
        ("Abd Allah", ("abdullah",)),
        ("فيض الله", ("fydullah",)),
        ("سيف الدين", ("syf", "din")),
        ("Geraldine Aladdin Abdullaev", ("geraldine", "aladdin", "abdullaev")),
    ],
)
def test_the_faith_and_god_s_name_are_parts_of_names(name: str, read: tuple[str, ...]) -> None:
    assert name_words(name) == read


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("غلامرضا ضیایی", ("ghlamrza", "zyayy")),  # the letters ی tell that it is Persian
        ("سید‌صادق", ("syd", "sadq")),  # the non-joiner parts the words
        ("زهير", ("zahyr",)),  # z and h, not the sound zh
        ("عمر السعد", ("amr", "al", "sd")),
    ],
)
def test_arabic_letters_are_read_as_the_language_has_them(written: str, folded: tuple[str, ...]) -> None:
    assert words(written) == folded


def test_a_mark_alone_is_no_name() -> None:
    assert words("\u093f \u3099") == ()


def test_vowels_that_transliterations_exchange_are_one() -> None:
    assert plain_vowels("zyayy") == plain_vowels("ziaei")
    assert plain_vowels("chen") == plain_vowels("chin")  # alike, and no more than that: the letters still count
    assert plain_vowels("pen") != plain_vowels("pin")


def test_legal_forms_and_words_that_many_share_weigh_less() -> None:
    assert weight("limited") < weight("trading") < weight("orchard")


def test_numbers_are_compared_without_spaces_and_signs() -> None:
    assert identifier_key("AB 123-456") == identifier_key("ab123456")
    assert identifier_key("123") == ""  # too short to tell anybody apart


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Korea, North", "kp"),
        ("Republic of Korea", "kr"),
        ("Democratic People's Republic of Korea", "kp"),
        ("Congo, Democratic Republic of the", "cd"),
        ("Congo, Republic of the", "cg"),
        ("Iran (Islamic Republic of)", "ir"),
        ("CHINA, PEOPLE'S REPUBLIC OF", "cn"),
        ("Türkiye", "tr"),
        ("Guinea-Bissau", "gw"),
        ("CU", "cu"),
        ("Atlantis", None),
    ],
)
def test_country_names_have_codes_in_the_publishers_spellings(name: str, code: str | None) -> None:
    assert country_code(name) == code


def test_every_code_of_iso_3166_1_and_kosovo_is_known() -> None:
    assert len(CODES) == 249 + 1
    assert all(len(code) == 2 and code.isascii() and code.islower() for code in CODES)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("01 Mar 1960", "1960-03-01"),
        ("circa 1960", "1960"),
        ("Sept. 1977", "1977-09"),
        ("1960-03", "1960-03"),
        ("31 Feb 1960", None),
        ("24/06/1402 (Hijri Calendar)", None),
        ("13", None),
    ],
)
def test_dates_are_read_whole_or_in_part_or_not_at_all(written: str, iso: str | None) -> None:
    assert iso_date(written) == iso
