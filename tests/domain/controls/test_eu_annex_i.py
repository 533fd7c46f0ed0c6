"""The EU list's reader: nothing dropped, everything in its place, a damaged file refused."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from exeat.domain.controls import READERS, ControlList, Ref, SourceError

Document = dict[str, Any]
read = READERS["eu-annex-i-json"]


def test_it_counts_what_it_read(eu_file: Path) -> None:
    counts = read([eu_file]).counts
    assert (counts["entries"], counts["lines"], counts["codes"], counts["notes"]) == (3, 12, 9, 3)
    assert counts["references to codes that the list does not have"] == 0


def test_every_entry_is_rebuilt_from_its_records(eu_file: Path) -> None:
    source = json.loads(eu_file.read_text())
    for row, entry in zip(source["entries"], read([eu_file]).control_list.entries, strict=True):
        assert entry.text == row["verbatim_text"]


def test_records_hang_under_the_code_that_is_printed_above_them(eu_list: ControlList) -> None:
    assert [p.path for p in eu_list.ancestors("3A001.a.1")] == ["3A001", "3A001.a"]
    assert [p.path for p in eu_list.children("3A001.a")] == [
        "3A001.a.1",
        "3A001.a.2",
        "3A001.a:note",
        "3A001.a:technical-note",
    ]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("3A001", "heading"),
        ("3A001.a.1", "provision"),
        ("3A001:nb", "nb"),
        ("3A001.a:note", "exclusion"),
        ("3A001.a:technical-note", "technical_note"),
    ],
)
def test_kinds(eu_list: ControlList, path: str, kind: str) -> None:
    assert eu_list.provision(path).kind == kind


def test_and_or_is_read_from_the_words(eu_list: ControlList) -> None:
    assert eu_list.provision("3A001.a").logic == "all"
    assert eu_list.provision("3A201").logic == "any"
    assert eu_list.provision("3A001.a.1").logic == ""


def test_notes_say_what_they_apply_to(eu_list: ControlList) -> None:
    assert eu_list.provision("3A001.a:note").applies_to == ("3A001.a",)
    assert eu_list.provision("3A001.a:technical-note").applies_to == ("3A001.a.1",)


@pytest.mark.parametrize(
    ("path", "effect", "terms"),
    [
        ("3A001.a:note", "releases", ()),
        ("3A001.a:technical-note", "defines", ("tine length",)),
        ("3A001:nb", "explains", ()),
        ("3A001.a", "", ()),
    ],
)
def test_notes_say_what_they_do(eu_file: Path, path: str, effect: str, terms: tuple[str, ...]) -> None:
    quoted = eu_file.read_text().replace("tine length is", "'tine length' is")
    eu_file.write_text(quoted)
    record = read([eu_file]).control_list.provision(path)
    assert (record.effect, record.defines) == (effect, terms)


def test_references_are_typed(eu_list: ControlList) -> None:
    assert eu_list.provision("3A001:nb").refs == (Ref("3A201", "see_also"),)
    assert eu_list.provision("3A001.b").refs == (Ref("3A001.a", "other_than"),)
    assert eu_list.provision("3D001").refs == (Ref("3A001.a", "technology_for"),)


def test_list_wide_texts_stand_outside_the_entries(eu_list: ControlList) -> None:
    assert [(p.kind, p.text) for p in eu_list.general] == [
        ("heading", "DEFINITIONS"),
        ("definition", '"Use" means use.'),
        ("definition", '"Lawn" is grass.'),
    ]


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.8, 0.999])
def test_a_file_cut_off_anywhere_is_refused_with_its_line(eu_file: Path, share: float) -> None:
    whole = eu_file.read_text(encoding="utf-8")
    kept = whole[: int(len(whole) * share)]
    eu_file.write_text(kept, encoding="utf-8")
    with pytest.raises(SourceError, match="cut off") as refusal:
        read([eu_file])
    assert refusal.value.file == eu_file
    assert refusal.value.line is not None and abs(refusal.value.line - kept.count("\n") - 1) <= 1


def _drop_entry(document: Document) -> None:
    del document["entries"][1]


def _drop_from_both(document: Document) -> None:
    del document["entries"][1], document["index"][1]


def _foreign_line(document: Document) -> None:
    document["entries"][0]["verbatim_text"] += "\n3A999.a A rake of another entry."


def _orphan(document: Document) -> None:
    document["entries"][0]["verbatim_text"] += "\n3A001.c.1 A child without a parent."


def _lost_parameter(document: Document) -> None:
    document["entries"][1]["parameters"].append("3A201.c A paragraph that the text has lost.")


def _twice(document: Document) -> None:
    document["docs"] *= 2


def _other_heading(document: Document) -> None:
    document["index"][0]["first_line"] = "3A001 Electronic kitchen tools, as follows:"


def _no_date(document: Document) -> None:
    document["valid_from"] = "soon"


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (_drop_entry, "3 entries announced, 2 found"),
        (_drop_from_both, "3 entries announced, 2 found"),
        (_foreign_line, "line 9 of entry 3A001"),
        (_orphan, "3A001.c.1 stands before its parent 3A001.c"),
        (_lost_parameter, "3A201 lacks its paragraph"),
        (_other_heading, "entry 3A001 does not begin as the index says"),
        (_twice, "one of the docs is there twice"),
        (_no_date, "valid_from"),
    ],
)
def test_a_file_that_disagrees_with_itself_is_refused(
    eu_file: Path, damage: Callable[[Document], None], named: str
) -> None:
    document = copy.deepcopy(json.loads(eu_file.read_text()))
    damage(document)
    eu_file.write_text(json.dumps(document, indent=1))
    with pytest.raises(SourceError, match=named):
        read([eu_file])


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield from _places(child, (*path, key))


def test_a_field_of_the_wrong_kind_is_refused_and_never_a_crash(eu_file: Path) -> None:
    whole = json.loads(eu_file.read_text())
    refused = 0
    for *above, last in _places(whole):
        for wrong in (None, 7, "x", [], {}, [None], [[1]]):
            document = copy.deepcopy(whole)
            holder: Any = document
            for key in above:
                holder = holder[key]
            holder[last] = wrong
            eu_file.write_text(json.dumps(document))
            try:
                read([eu_file])
            except SourceError:
                refused += 1
    assert refused > 200


@pytest.mark.real_data
def test_the_published_list_is_read_whole(shared_data: Path) -> None:
    path = shared_data / "controls" / "eu_annex_i_2025-11-15.json"
    imported = read([path])
    counts = imported.counts
    assert (counts["entries"], counts["lines"], counts["codes"]) == (384, 4222, 3443)
    assert counts["list-wide texts"] == 36
    assert counts["general authorisations, not part of the list"] == 8
    source = json.loads(path.read_text())["entries"]
    rebuilt = [
        " ".join(f"{p.label} {p.source_text}" for p in entry.provisions).split()
        for entry in imported.control_list.entries
    ]
    assert rebuilt == [row["verbatim_text"].split() for row in source]
