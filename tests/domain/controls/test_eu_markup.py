"""Annex I from the Official Journal's own markups: one invented annex in each, read to the same records."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import pytest

from exeat.domain.controls import READERS, ControlList, SourceError

Node = tuple[str, str, list["Node"]]
"""A paragraph: label, text (`^3^` raised, `~2~` lowered), the list below it."""

ANNEX: list[Node] = [
    ("", "CATEGORY 3 – GARDENS", []),
    ("", "3A Systems", []),
    (
        "3A001",
        "Electronic garden tools, as follows:",
        [
            ("", "N.B. SEE ALSO 3A201.", []),
            (
                "a.",
                "Rakes, having all of the following:",
                [
                    ("1.", "A flux of 5 × 10^3^ g/cm^2^ of CO~2~; and", []),
                    ("2.", "Specially designed for “lawns” & ponds;", []),
                ],
            ),
            (
                "Note:",
                "3A001.a. does not control:",
                [("a.", "Toys;", []), ("b.", "Rakes for sandpits:", [("1.", "Wet;", []), ("2.", "Dry.", [])])],
            ),
            ("b.", "Watering cans.", []),
        ],
    ),
    ("3A201", "Sprinklers.", []),
]

EXPECTED = [
    ("3A001", "heading", "3A001", "Electronic garden tools, as follows:"),
    ("3A001:nb", "nb", "N.B.", "SEE ALSO 3A201."),
    ("3A001.a", "provision", "a.", "Rakes, having all of the following:"),
    ("3A001.a.1", "provision", "1.", "A flux of 5 × 10³ g/cm² of CO₂; and"),
    ("3A001.a.2", "provision", "2.", "Specially designed for “lawns” & ponds;"),
    ("3A001.b", "provision", "b.", "Watering cans."),
    ("3A201", "heading", "3A201", "Sprinklers."),
]
NOTE = "3A001.a. does not control:\na. Toys;\nb. Rakes for sandpits:\n1. Wet;\n2. Dry."


def _marked(text: str, raised: tuple[str, str], lowered: tuple[str, str]) -> str:
    pieces = html.escape(text, quote=False)
    for sign, (opening, closing) in (("^", raised), ("~", lowered)):
        first, *rest = pieces.split(sign)
        pieces = first + "".join(f"{opening if n % 2 == 0 else closing}{part}" for n, part in enumerate(rest))
    return pieces


def consolidated(nodes: list[Node]) -> str:
    def block(node: Node) -> str:
        label, text, below = node
        words = _marked(text, ('<span class="superscript">', "</span>"), ('<span class="subscript">', "</span>"))
        inner = f'<p class="norm">{words}</p>' + "".join(map(block, below))
        if not label:
            return f'<p class="arrow"><a class="modref" href="#">►M1</a></p>\n{inner}\n'
        return (
            '<div class="grid-container grid-list">\n'
            f'<div class="list grid-list-column-1"><span>{label} </span></div>\n'
            f'<div class="grid-list-column-2">{inner}</div></div>\n'
        )

    body = "".join(map(block, nodes))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>CL2021R0821EN 02021R0821-20270101</title></head><body>
<p class="title-article-norm">Article&nbsp;1</p><p class="norm">An article.</p>
<div id="anx_I"><p class="title-annex-1">ANNEX I</p><p class="title-gr-seq-level-1">THE LIST</p>
{body}</div>
<div id="anx_II"><p class="title-annex-1">ANNEX II</p><p class="norm">Authorisations.</p></div>
</body></html>
"""


def official_journal(nodes: list[Node]) -> str:
    def block(node: Node) -> str:
        label, text, below = node
        words = _marked(text, ('<span class="oj-super">', "</span>"), ('<span class="oj-sub">', "</span>"))
        inner = f'<p class="oj-normal">{words}</p>' + "".join(map(block, below))
        if not label:
            return inner + "\n"
        return (
            f'<table><col width="4%"/><col width="96%"/><tbody><tr><td><p class="oj-normal">{label}</p></td>\n'
            f"<td>{inner}</td></tr></tbody></table>\n"
        )

    body = "".join(map(block, nodes))
    return f"""<html xmlns="http://www.w3.org/1999/xhtml"><body>
<p class="oj-ti-art">Article 1</p>
<p class="oj-doc-ti" id="d1e1">ANNEX I</p><p class="oj-ti-grseq-1">THE LIST</p>
{body}<p class="oj-doc-ti">ANNEX II</p><p class="oj-normal">Authorisations.</p>
</body></html>
"""


def formex(nodes: list[Node]) -> str:
    def block(node: Node) -> str:
        label, text, below = node
        words = _marked(text, ('<HT TYPE="SUP">', "</HT>"), ('<HT TYPE="SUB">', "</HT>"))
        words = words.replace("“", '<QUOT.START CODE="201C" ID="Q1"/>').replace("”", '<QUOT.END CODE="201D" ID="Q1"/>')
        lists = f'<P><LIST TYPE="alpha">{"".join(map(block, below))}</LIST></P>' if below else ""
        if not label:
            return f"<P>{words}</P>\n"
        return f"<ITEM><NP><NO.P>{label}</NO.P><TXT>{words}</TXT>{lists}</NP></ITEM>\n"

    body = "".join(map(block, nodes))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ACT><ENACTING.TERMS><ARTICLE><TI.ART>Article 1</TI.ART></ARTICLE></ENACTING.TERMS>
<ANNEX><TITLE><TI><P>ANNEX I</P></TI><STI><P>THE LIST</P></STI></TITLE><CONTENTS><?PAGE NO="2"?>
{body}</CONTENTS></ANNEX>
<ANNEX><TITLE><TI><P>ANNEX II</P></TI></TITLE><CONTENTS><P>Authorisations.</P></CONTENTS></ANNEX></ACT>
"""


MARKUPS = [("eu-annex-i-xhtml", consolidated), ("eu-annex-i-xhtml", official_journal), ("eu-annex-i-formex", formex)]
every_markup = pytest.mark.parametrize(("reader", "write"), MARKUPS, ids=["consolidated", "journal", "formex"])
Write = Callable[[list[Node]], str]


def _read(tmp_path: Path, reader: str, text: str) -> ControlList:
    path = tmp_path / "annex.xml"
    path.write_text(text, encoding="utf-8")
    return READERS[reader]([path]).control_list


@every_markup
def test_every_markup_gives_the_same_records(tmp_path: Path, reader: str, write: Write) -> None:
    control_list = _read(tmp_path, reader, write(ANNEX))
    records = [p for entry in control_list.entries for p in entry.provisions]
    assert [(p.path, p.kind, p.label, p.text) for p in records if p.kind != "exclusion"] == EXPECTED


@every_markup
def test_a_list_in_a_note_is_the_notes(tmp_path: Path, reader: str, write: Write) -> None:
    note = next(p for p in _read(tmp_path, reader, write(ANNEX)).records if p.kind == "exclusion")
    assert (note.label, note.text, note.applies_to) == ("Note:", NOTE, ("3A001.a",))


@every_markup
def test_titles_stand_outside_the_entries_and_other_annexes_are_not_read(
    tmp_path: Path, reader: str, write: Write
) -> None:
    general = [p.text for p in _read(tmp_path, reader, write(ANNEX)).general]
    assert general == ["ANNEX I", "THE LIST", "CATEGORY 3 – GARDENS", "3A Systems"]


@every_markup
def test_a_list_that_is_not_set_deeper_is_placed_by_its_sequence(tmp_path: Path, reader: str, write: Write) -> None:
    flat: list[Node] = [
        ("3A001", "Tools:", []),
        ("a.", "Rakes:", []),
        ("1.", "Long;", []),
        ("2.", "Short;", []),
        ("b.", "Cans.", []),
    ]
    paths = [p.path for p in _read(tmp_path, reader, write(flat)).entries[0].provisions]
    assert paths == ["3A001", "3A001.a", "3A001.a.1", "3A001.a.2", "3A001.b"]


@every_markup
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_off_anywhere_is_refused_with_its_line(
    tmp_path: Path, reader: str, write: Write, share: float
) -> None:
    whole = write(ANNEX)
    with pytest.raises(SourceError) as refusal:
        _read(tmp_path, reader, whole[: int(len(whole) * share)])
    assert refusal.value.line is not None


@every_markup
def test_an_act_without_annex_i_is_refused(tmp_path: Path, reader: str, write: Write) -> None:
    with pytest.raises(SourceError, match=r"Annex I was not found|no ANNEX element"):
        _read(tmp_path, reader, write(ANNEX).replace("ANNEX I<", "ANNEX IV<"))


@every_markup
def test_an_entry_printed_twice_is_refused(tmp_path: Path, reader: str, write: Write) -> None:
    with pytest.raises(SourceError, match="entry 3A001 is there twice"):
        _read(tmp_path, reader, write([*ANNEX, ("3A001", "Again.", [])]))


def test_the_consolidations_date_is_the_versions(tmp_path: Path) -> None:
    version = _read(tmp_path, "eu-annex-i-xhtml", consolidated(ANNEX)).version
    assert (version.label, str(version.effective_from)) == ("02021R0821-20270101", "2027-01-01")


def test_a_table_of_figures_is_one_record_a_row_a_line(tmp_path: Path) -> None:
    table = "<table class='oj-table'><tbody><tr><td><p>Gas</p></td><td><p>Limit</p></td></tr></tbody></table>"
    text = official_journal(ANNEX).replace("Sprinklers.</p>", f"Sprinklers.</p>{table}")
    assert _read(tmp_path, "eu-annex-i-xhtml", text).provision("3A201:text").text == "Gas\tLimit"


@pytest.mark.real_data
@every_markup
def test_the_published_texts_keep_their_codes_in_every_markup(
    tmp_path: Path, shared_data: Path, reader: str, write: Write
) -> None:
    # Nine codes of the file are misnumbered (1C010.1 is 1C010.e.1) and come out as the Official Journal has them.
    source = shared_data / "controls" / "eu_annex_i_2025-11-15.json"
    published = READERS["eu-annex-i-json"]([source]).control_list

    def node(path: str) -> Node:
        record = published.provision(path)
        label = record.label.removeprefix(record.parent or "").strip() if ":" in path else path.rpartition(".")[2] + "."
        return label if record.parent else path, record.source_text, [node(p.path) for p in published.children(path)]

    control_list = _read(tmp_path, reader, write([node(entry.code) for entry in published.entries]))
    codes = {p.path for p in published.records if ":" not in p.path and not p.path.startswith("general")}
    assert len(codes) == 3443
    assert len(codes & {p.path for p in control_list.records}) == 3434
