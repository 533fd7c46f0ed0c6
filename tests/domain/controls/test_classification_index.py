"""The index file, and the optional model: the same answers from a file, full function without either."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from exeat.domain.controls import (
    ControlList,
    ControlListError,
    build_index,
    index_beside,
    index_fits,
    index_size,
)
from exeat.domain.controls.retrieval import meaning
from exeat.domain.controls.retrieval.wordpiece import pieces, vocabulary

needs_model = pytest.mark.skipif(not meaning.available(), reason="the extra `meaning` is not installed")
ASKED = "rake with long tines for underwater lawns"


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "available", lambda: False)


def test_a_file_gives_the_answers_that_memory_gives(eu_list: ControlList, tmp_path: Path, without_model: None) -> None:
    path = tmp_path / "eu.index"
    build_index(eu_list, path)
    assert eu_list.with_index(path).classify(ASKED) == eu_list.classify(ASKED)


def test_what_common_words_find_is_kept_and_gives_the_same_answers(
    eu_list: ControlList, tmp_path: Path, without_model: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exeat.domain.controls.retrieval.full_text._COMMON_FROM", 2)
    path = tmp_path / "eu.index"
    build_index(eu_list, path)
    kept = dict(sqlite3.connect(path).execute("SELECT word, stem FROM stems"))
    assert kept["rakes"] == "rake"
    assert "heavy" not in kept
    for asked in (ASKED, "rakes that spray heavy water"):
        assert eu_list.with_index(path).classify(asked) == eu_list.classify(asked)


def test_a_saved_list_finds_the_index_beside_it(eu_list: ControlList, tmp_path: Path, without_model: None) -> None:
    path = tmp_path / "eu.json"
    eu_list.save(path)
    assert not index_fits(eu_list, index_beside(path))
    build_index(eu_list, index_beside(path))
    assert index_fits(ControlList.load(path), index_beside(path))
    assert ControlList.load(path) == eu_list


def test_an_index_of_another_version_is_refused_and_the_list_still_answers(
    eu_list: ControlList, us_list: ControlList, tmp_path: Path, without_model: None
) -> None:
    path = tmp_path / "list.json"
    build_index(us_list, index_beside(path))
    with pytest.raises(ControlListError, match="another version"):
        eu_list.with_index(index_beside(path))
    eu_list.save(path)
    assert ControlList.load(path).classify(ASKED) == eu_list.classify(ASKED)


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + bytes(100)])
def test_a_damaged_index_is_refused_by_name(eu_list: ControlList, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "eu.index"
    path.write_bytes(content)
    with pytest.raises(ControlListError, match=r"eu\.index"):
        eu_list.with_index(path)


def test_a_failed_build_leaves_the_index_that_was_there(
    eu_list: ControlList, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "eu.index"
    path.write_bytes(b"as it was")
    monkeypatch.setattr("exeat.domain.controls.retrieval.full_text.fill", _fails)
    with pytest.raises(sqlite3.OperationalError):
        build_index(eu_list, path)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir() if p.name.endswith("index")] == [
        ("eu.index", b"as it was")
    ]


def _fails(*_: object) -> None:
    raise sqlite3.OperationalError("disk full")


@needs_model
def test_the_model_finds_what_no_word_of_the_list_says(eu_list: ControlList, tmp_path: Path) -> None:
    path = tmp_path / "eu.index"
    seen: list[int] = []
    build_index(eu_list, path, seen.append)
    assert sum(seen) == index_size(eu_list) > 0
    indexed = eu_list.with_index(path)
    asked = "irrigation device that turns round"
    assert eu_list.classify(asked) == []
    best = indexed.classify(asked)[0]
    assert best.entry == "3A201"
    assert "meaning" in {reason.kind for reason in best.reasons}


@needs_model
def test_like_sentences_lie_nearer_than_unlike_ones() -> None:
    camera, imager, pump = (meaning.embed_query(t) for t in ("a thermal camera", "infrared imager", "a vacuum pump"))
    assert camera @ imager > camera @ pump
    assert camera @ camera == pytest.approx(1.0, abs=1e-5)


@needs_model
def test_vectors_kept_as_bytes_point_where_the_models_own_do(eu_list: ControlList) -> None:
    texts = [meaning.meant_text(eu_list, record) for _, record in meaning.meant_records(eu_list)]
    kept = meaning.embed_records(texts).astype("float32")
    for text, row in zip(texts, kept, strict=True):
        assert row @ meaning.embed_query(text) / (row @ row) ** 0.5 > 0.99


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("unaffable", ["[CLS]", "una", "##ffa", "##ble", "[SEP]"]),
        ("Gyroscopes, 5 µm", ["[CLS]", "g", "##yr", "##os", "##cope", "##s", ",", "5", "µ", "##m", "[SEP]"]),
        ("café\x00 東京", ["[CLS]", "cafe", "東", "京", "[SEP]"]),
        ("", ["[CLS]", "[SEP]"]),
    ],
)
def test_words_fall_into_the_pieces_the_model_knows(text: str, expected: list[str]) -> None:
    names = {number: piece for piece, number in vocabulary().items()}
    assert [names[number] for number in pieces(text, 100)] == expected


def test_a_long_text_is_cut_and_still_ends() -> None:
    found = pieces("rake " * 10_000, 16)
    assert (len(found), found[-1]) == (16, vocabulary()["[SEP]"])


def test_lists_that_differ_in_a_word_need_two_indexes(
    eu_list: ControlList, tmp_path: Path, without_model: None
) -> None:
    path = tmp_path / "eu.index"
    build_index(eu_list, path)
    first, *rest = eu_list.entries
    heading, *records = first.provisions
    amended = replace(first, provisions=(replace(heading, text="Electronic barn tools"), *records))
    assert not index_fits(replace(eu_list, entries=(amended, *rest)), path)
