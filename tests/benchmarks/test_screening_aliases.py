"""When two entries of different lists are taken to be one party, and what is asked of the engine then."""

import pytest
from aliases import aliases
from split import half

from exeat.domain.screening import Identifier, ListedParty


def person(id: str, *names: str, born: str | None = None, passport: str | None = None) -> ListedParty:
    numbers = (Identifier("passport", passport),) if passport else ()
    return ListedParty(id, "a", "person", names, born=(born,) if born else (), identifiers=numbers)


ORRERY = person("1", "ORRERY, Tamsin", born="1960-03-02", passport="MT 123456")


def asked(*others: ListedParty, listed: tuple[ListedParty, ...] = (ORRERY,)) -> list[tuple[str, str, str]]:
    return [(one.name, one.party.id, one.rule) for one in aliases(listed, others)]


def test_a_shared_passport_makes_one_party() -> None:
    assert asked(person("x", "Tamzin Orery", passport="mt-123456")) == [("Tamzin Orery", "1", "number")]


def test_a_shared_birth_date_needs_a_rare_word_as_well() -> None:
    assert asked(person("x", "Thomasina Orrery", born="1960-03-02")) == [("Thomasina Orrery", "1", "birth date")]
    assert asked(person("x", "Winifred Clock", born="1960-03-02")) == []


def test_a_word_that_many_bear_is_no_evidence() -> None:
    many = tuple(person(str(number), f"Tamsin Clock{number}") for number in range(2, 30))
    assert asked(person("x", "Tamsin Clock", born="1960-03-02"), listed=(ORRERY, *many)) == []


def test_new_years_day_is_no_birth_date() -> None:
    listed = (person("1", "Tamsin Orrery", born="1960-01-01"),)
    assert asked(person("x", "Thomasina Orrery", born="1960-01-01"), listed=listed) == []


def test_a_shared_whole_name_makes_one_party_unless_the_years_contradict() -> None:
    names = ("Tamsin ORRERY", "Тамсин Оррери")
    assert asked(person("x", *names)) == [("Тамсин Оррери", "1", "name")]
    assert asked(person("x", *names, born="1975")) == []


def test_a_name_that_two_parties_bear_settles_nothing() -> None:
    twin = person("2", "Tamsin Orrery")
    assert asked(person("x", "Tamsin Orrery", "Tamzin Orery"), listed=(ORRERY, twin)) == []


def test_names_that_are_listed_already_are_not_asked() -> None:
    assert asked(person("x", "Orrery Tamsín", "Tamsin", passport="MT123456")) == []


@pytest.mark.parametrize(("name", "script"), [("Tamsín Orery", "Latin"), ("Тамсин Оррери", "other")])
def test_it_knows_the_script(name: str, script: str) -> None:
    [one] = aliases((ORRERY,), (person("x", name, passport="MT123456"),))
    assert one.script == script


def test_the_half_is_that_of_the_listed_party() -> None:
    [one] = aliases((ORRERY,), (person("x", "Tamzin Orery", passport="MT123456"),))
    assert one.half == half("a 1")
