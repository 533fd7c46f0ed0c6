"""Figures that a list's file has damaged, proven by another list in force; each reading is a version of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from exeat.domain.controls import READERS, Imported
from exeat.domain.controls.repair import repaired
from exeat.web.registers.lists import load_control_lists, store_control_list
from exeat.web.registers.models import ControlListVersion

pytestmark = pytest.mark.django_db


def _list(folder: Path, name: str, text: str) -> Imported:
    path = folder / f"{name}.csv"
    path.write_text(f"code,parent,kind,text\n1A001,,heading,{text}\n")
    read = READERS["csv"]([path])
    return Imported(repaired(read.control_list), read.counts)


def _texts() -> dict[str, str]:
    return {one.id: one.provision("1A001").text for one in load_control_lists()}


@pytest.fixture
def damaged(tmp_path: Path) -> Imported:
    return _list(tmp_path, "damaged", "Hives with more than 5 × 103 queens")


@pytest.fixture
def sound(tmp_path: Path) -> Imported:
    return _list(tmp_path, "sound", "Hives with more than 5 × 10³ queens")


@pytest.mark.parametrize("damaged_first", [True, False])
def test_either_order_of_importing_proves_the_figure(damaged: Imported, sound: Imported, damaged_first: bool) -> None:
    for imported in (damaged, sound) if damaged_first else (sound, damaged):
        store_control_list(imported)
    assert _texts() == dict.fromkeys(("damaged", "sound"), "Hives with more than 5 × 10³ queens")


def test_what_decisions_cited_before_the_proof_stays_as_it_was(damaged: Imported, sound: Imported) -> None:
    first = store_control_list(damaged)
    store_control_list(sound)
    label, anew = ControlListVersion.objects.filter(list_id="damaged").order_by("pk").values_list("version", flat=True)
    assert label == first.version
    assert anew.startswith(f"{label}+")
    assert str(next(one for one in load_control_lists() if one.id == "damaged").version) == anew


def test_the_same_file_once_more_changes_nothing(damaged: Imported, sound: Imported) -> None:
    for imported in (damaged, sound, damaged, sound):
        store_control_list(imported)
    assert ControlListVersion.objects.count() == 3
