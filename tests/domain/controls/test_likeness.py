"""What two descriptions of goods have in common by their words, stems and trade names."""

from __future__ import annotations

import pytest

from exeat.domain.controls import in_common

BEARINGS = "Ring bearings of hardened steel, 60 to 80 mm"


@pytest.mark.parametrize(
    ("goods", "text", "words", "found"),
    [
        (BEARINGS, "Ball bearing, steel, hardened, 70 mm", ("bearing", "hardened", "steel"), (3, 4)),
        (BEARINGS, "hardening steel RINGS", ("hardening", "rings", "steel"), (3, 4)),
        (BEARINGS, "Ring-bearing", ("bearing", "ring"), (2, 4)),
        (BEARINGS, "Steel bolts, 70 mm", ("steel",), (1, 4)),
        ("Centrifuge rotors", "rotor for centrifuging", ("centrifuging", "rotor"), (2, 2)),
        ("Micro-bolometer arrays", "Microbolometer array", ("array", "microbolometer"), (3, 3)),
        ("Microbolometer arrays", "micro bolometer array", ("array", "micro bolometer"), (2, 2)),
        ("Spare parts for diaphragm pumps", "Set of spare parts for desk lamps", (), (0, 2)),
        ("Spare parts", "A spare part", ("part", "spare"), (2, 2)),
        ("Drones", "quadcopter", ('quadcopter ("unmanned aerial vehicle UAV")',), (1, 1)),
        ("Unmanned aerial vehicles", "quadcopter", ('quadcopter ("unmanned aerial vehicle UAV")',), (3, 3)),
        ("Quadcopters", "unmanned aerial vehicle (UAV)", ("unmanned aerial vehicle uav",), (1, 1)),
        ("Pressure transducers", "Blood pressure cuff", ("pressure",), (1, 2)),
        ("", "anything", (), (0, 0)),
    ],
    ids=[
        "another order", "inflected", "hyphen", "one common word", "derived", "written as one", "written apart",
        "words of any goods", "nothing but words of any goods", "two trade names", "the lists' words by a trade name",
        "a trade name by the lists' words", "an unrelated item", "no goods",
    ],
)  # fmt: skip
def test_words_are_found_however_they_are_written(
    goods: str, text: str, words: tuple[str, ...], found: tuple[int, int]
) -> None:
    same = in_common(text, goods)
    assert (same.words, (same.found, same.of)) == (words, found)


def test_the_share_is_of_the_words_of_the_goods() -> None:
    assert in_common("Steel bolts", BEARINGS).share == 0.25
    assert in_common("anything", "60 to 80 mm").share == 0.0
