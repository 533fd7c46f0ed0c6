"""Powers of ten set level: put right where something proves them, else marked; the source stays recoverable."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.controls import READERS, ControlList, Provision, repaired
from exeat.domain.controls.repair import mend

With = Callable[[ControlList, str], ControlList]


@pytest.fixture
def saying() -> With:
    """A list whose provision 3A001.b says something else."""

    def changed(control_list: ControlList, text: str) -> ControlList:
        entry = control_list.entries[0]
        provisions = tuple(replace(p, text=text) if p.path == "3A001.b" else p for p in entry.provisions)
        return replace(control_list, entries=(replace(entry, provisions=provisions), *control_list.entries[1:]))

    return changed


@pytest.mark.parametrize(
    ("printed", "mended", "proof"),
    [
        (
            "A pressure of 1,33 × 10-1 Pa (1 mTorr)",
            "A pressure of 1,33 × 10⁻¹ Pa (1 mTorr)",
            "printed with an equivalent",
        ),
        ("50 × 103 Gy(silicon) or more", None, ""),
        ("50 × 103 Gy (5 × 106 rad)", "50 × 10³ Gy (5 × 10⁶ rad)", "printed with an equivalent"),
        ("1,48 × 103 GBq (40 Ci)", "1,48 × 10³ GBq (40 Ci)", "40 Ci, which is 1480 GBq"),
        ("1,48 × 103 GBq (41 Ci)", None, ""),
        (
            'a "specific modulus" exceeding 12,7 × 106 m',
            'a "specific modulus" exceeding 12,7 × 10⁶ m',
            "specific modulus of",
        ),
        ('a "specific modulus" exceeding 12,7 × 106 mm', None, ""),
        ("an error of 5 × 10-4 or less", "an error of 5 × 10⁻⁴ or less", "a minus behind a multiplication sign"),
        ("an error of 10-4 or less", None, ""),
    ],
)
def test_what_a_text_proves_by_itself(
    eu_list: ControlList, saying: With, printed: str, mended: str | None, proof: str
) -> None:
    record = repaired(saying(eu_list, printed)).provision("3A001.b")
    assert record.text == (mended or printed)
    assert record.source_text == printed
    assert all(proof in made.proof for made in record.corrections) and bool(record.corrections) == (mended is not None)
    assert bool(record.doubts) == (mended is None)


@pytest.mark.parametrize("printed", ["10-15 mm", "at 100 kHz", "5 × 10 mm", "of 103 pixels", "1010-1020 nm", "10-12 %"])
def test_ordinary_figures_are_not_in_doubt(eu_list: ControlList, saying: With, printed: str) -> None:
    record = repaired(saying(eu_list, printed)).provision("3A001.b")
    assert (record.text, record.corrections) == (printed, ())


@pytest.mark.parametrize(
    ("printed", "theirs", "mended"),
    [
        (
            "Cameras of more than 4 × 106 pixels",
            "Cameras of more than 4 x 10⁶ pixels",
            "Cameras of more than 4 × 10⁶ pixels",
        ),
        ("Pulses of more than 103 Hz", "Pulses of more than 10³ Hz", "Pulses of more than 10³ Hz"),
        ("Pulses of more than 103 Hz", "Pulses of more than 103 Hz", "Pulses of more than 103 Hz"),
        (
            "Cameras of more than 4 × 106 pixels",
            "Cameras of more than 4 × 10⁸ pixels",
            "Cameras of more than 4 × 106 pixels",
        ),
    ],
)
def test_another_lists_paragraph_proves(
    eu_list: ControlList, saying: With, printed: str, theirs: str, mended: str
) -> None:
    other = replace(saying(eu_list, theirs), title="The other list", numbering="us")
    record = repaired(saying(eu_list, printed), other).provision("3A001.b")
    assert record.text == mended
    assert [made.proof.partition(", has")[0] for made in record.corrections] == (
        ["The other list, 3A001.b"] if mended != printed else []
    )


@given(st.text(alphabet="10 ×x-35,mPaTor()", max_size=40))
def test_the_source_is_always_recovered(text: str) -> None:
    record = mend(Provision("3A001", "provision", "", text, None, 0), {})
    assert record.source_text == text
    assert all(record.text[made.start :].startswith(made.after) for made in record.corrections)
    assert all(record.text[doubt.start :].startswith(doubt.text) for doubt in record.doubts)


def test_repairs_are_saved_with_the_list(eu_list: ControlList, saying: With, tmp_path: Path) -> None:
    mended = repaired(saying(eu_list, "1,48 × 103 GBq (40 Ci) and 7 × 107 m"))
    mended.save(tmp_path / "list.json")
    assert ControlList.load(tmp_path / "list.json") == mended
    assert mended.provision("3A001.b").doubts and mended.provision("3A001.b").corrections


@pytest.mark.real_data
def test_most_of_the_published_lists_are_proven(shared_data: Path) -> None:
    eu = READERS["eu-annex-i-json"]([shared_data / "controls" / "eu_annex_i_2025-11-15.json"]).control_list
    us = READERS["us-ccl-ecfr-xml"]([shared_data / "controls" / "us_ccl_2026-07.xml"]).control_list
    both = repaired(eu, us)
    assert both.provision("3A001.a.1.a").text == "A total dose of 5 × 10³ Gy (silicon) or higher;"
    assert sum(len(p.corrections) for p in both.records) >= 80
    assert sum(len(p.doubts) for p in both.records) <= 6
