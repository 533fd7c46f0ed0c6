"""Questions after missing figures: they name what is measured, in the list's words where these say it."""

from __future__ import annotations

import pytest

from exeat.domain.controls.judging.asking import fact_wanted, question
from exeat.domain.controls.thresholds import read


def _asked(text: str) -> str:
    (threshold,) = read(text, "decimal").thresholds
    return question("X", threshold, fact_wanted(threshold, "")).partition("? ")[0]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Having a pumping speed of more than 15 m/s", "X: what is the pumping speed in m/s"),
        (
            "An output of phases of more than 600 Hz",
            "X: what is the frequency of output of phases in Hz",
        ),
        ("More than 40 W", "X: what is the power in W"),
        ("Having more than 32 elements", "X: what is the number of elements"),
        ("Containing more than 25 % nickel by weight", "X: what is the share of nickel in %"),
        (
            "Assemblies of more than 2 kg",
            "X: what is the mass of assemblies in kg",
        ),
        ("Equipment with a symmetric key of more than 56 bits", "X: what is the size of symmetric key in bit"),
        ("Cameras that take more than 200 frames a second", "X: what is the frame rate in frames/s"),
        ("A density in blocks of more than 1,7 g/cm3", "X: what is the density in blocks in g/cm³"),
        ("Depths exceeding 250 m", "X: what are the depths in m"),
        ("Composed of 50 % or more", "X: what is the share for “composed” in %"),
    ],
)
def test_a_question_names_what_is_measured(text: str, asked: str) -> None:
    assert _asked(text) == asked
