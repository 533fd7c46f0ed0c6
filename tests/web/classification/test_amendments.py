"""What an amendment of a list touches: open cases, live licences, precedents; and who may read it."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exeat.domain.controls import READERS
from exeat.domain.controls.touching import touched_codes, touches
from exeat.web.classification.models import Amendment
from exeat.web.classification.selectors.amendments import touched_by
from exeat.web.classification.services.amending import compare_new_versions
from exeat.web.classification.services.stating import state_fact
from exeat.web.registers.lists import store_control_list

FIRST = """code,parent,kind,text,regimes,hs
0X001,,heading,"Fuel elements for invented reactors, and parts for them.",Nuclear Suppliers Group trigger list,840130
3X001,,heading,"Thermal cameras and image sensors, as follows:",Wassenaar Arrangement,852589
3X001.a,3X001,provision,Cameras with an uncooled array of more than 100 000 elements;,,
3X001.b,3X001,provision,Image sensors specially designed for the cameras of 3X001.a.,,
"""
NARROWER = FIRST.replace("100 000", "50 000")
OTHER = FIRST.replace("and parts for them", "and casings for them")


def bring(text: str, tmp_path: Path, now: Any) -> Amendment | None:
    """Store the text as the list that the play began with, and let the worker compare."""
    path = tmp_path / "invented-list.csv"
    path.write_text(text)
    store_control_list(READERS["csv"]([path]), now=now)
    compare_new_versions(now=now)
    return Amendment.objects.order_by("-pk").first()


def test_the_first_version_amends_nothing_and_the_same_again_neither(story, tmp_path):
    assert bring(FIRST, tmp_path, story.later()) is None


def test_a_new_version_is_compared_once_paragraph_by_paragraph(story, tmp_path):
    made = bring(NARROWER, tmp_path, story.later())

    assert [(change["path"], change["change"]) for change in made.changes] == [("3X001.a", "changed")]
    marks = {piece["mark"]: piece["text"].strip() for piece in made.changes[0]["pieces"]}
    assert (marks["removed"], marks["added"]) == ("100", "50")
    assert made.touched == ["3X001.a"]
    assert compare_new_versions(now=story.later()) == 0


def test_it_names_the_open_lines_live_licences_and_precedents_that_cite_what_changed(story, tmp_path):
    licence = story.granted()
    open_case, drafted = story.under_review(), story.draft()

    report = touched_by(bring(NARROWER, tmp_path, story.later()), story.people.officer)

    assert [one.item.case for one in report.cases] == [open_case]
    assert "classified in 3X001.a" in report.cases[0].because
    assert [line.licence for line in report.licences] == [licence]
    assert [made.item.case for made in report.precedents] == [licence.case]
    assert drafted.items.count() == 0


def test_an_amendment_elsewhere_in_the_list_touches_none_of_them(story, tmp_path):
    story.granted()
    story.under_review()

    report = touched_by(bring(OTHER, tmp_path, story.later()), story.people.officer)

    assert (report.cases, report.licences, report.precedents) == ([], [], [])


def test_a_line_classified_under_the_amended_text_is_not_touched_again(story, tmp_path):
    amendment = bring(NARROWER, tmp_path, story.later())
    story.under_review()

    assert touched_by(amendment, story.people.officer).cases == []


def test_goods_found_in_no_entry_are_touched_when_an_amended_one_now_comes_near(story, tmp_path):
    open_case = story.under_review(entry="")

    report = touched_by(bring(NARROWER, tmp_path, story.later()), story.people.officer)

    assert [one.item.case for one in report.cases] == [open_case]
    assert "amended entries to look at: 3X001" in report.cases[0].because


def test_a_precedent_says_that_its_paragraph_was_amended_since(client, story, tmp_path):
    story.granted()
    case = story.under_review()
    client.force_login(story.people.officer)
    assert b"amended since" not in client.get(f"/cases/{case.reference}/goods/1/").content

    bring(NARROWER, tmp_path, story.later())

    assert b"amended since" in client.get(f"/cases/{case.reference}/goods/1/").content


def test_the_report_is_read_by_those_who_review_and_by_nobody_else(client, story, tmp_path):
    amendment = bring(NARROWER, tmp_path, story.later())
    people = story.people
    for user, status in (
        (people.officer, 200),
        (people.head, 200),
        (people.auditor, 200),
        (people.customs, 403),
        (people.exporter, 403),
    ):
        client.force_login(user)
        assert client.get("/amendments/").status_code == status
        assert client.get(f"/amendments/{amendment.pk}/").status_code == status
        assert (b'href="/amendments/"' in client.get("/lists/").content) == (status == 200)


def test_the_paragraphs_are_shown_with_what_went_and_what_came(client, story, tmp_path):
    amendment = bring(NARROWER, tmp_path, story.later())
    client.force_login(story.people.officer)

    text = unescape(client.get(f"/amendments/{amendment.pk}/", {"show": "changes"}).content.decode())

    assert "<del> 100</del><ins> 50</ins>" in text


def test_the_number_of_queries_does_not_grow_with_the_cases(client, story, tmp_path):
    story.granted()
    story.under_review()
    amendment = bring(NARROWER, tmp_path, story.later())
    client.force_login(story.people.officer)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/amendments/{amendment.pk}/")
        return len(queries)

    count()
    few = count()
    story.under_review()
    story.granted()
    assert count() == few


@pytest.mark.parametrize(
    ("cited", "again"),
    [("6A003.b", True), ("6A003.b.4", True), ("6A003", True), ("6A003.a", False), ("6A00", False), ("6A003.bb", False)],
)
def test_who_cites_a_provision_reads_again_what_stands_above_and_below_it(cited, again):
    assert touches({"6A003.b"}, cited) is again


def test_a_changed_note_bears_on_what_it_applies_to(tmp_path):
    path = tmp_path / "noted.csv"
    text = """code,parent,kind,text,regimes,hs
6A003,,heading,"Cameras, as follows:",,
6A003.a,6A003,provision,Fast cameras;,,
6A003.b,6A003,provision,Thermal cameras.,,
,6A003,exclusion,6A003.b does not control cameras of less than 9 Hz.,,
"""
    lists = []
    for version in (text, text.replace("9 Hz", "30 Hz")):
        path.write_text(version)
        lists.append(READERS["csv"]([path]).control_list)

    assert touched_codes(lists[0].diff(lists[1]), *lists) == {"6A003.b"}


def test_the_panel_says_that_its_entries_are_of_a_version_that_was_amended(client, story, tmp_path):
    case = story.under_review()
    client.force_login(story.people.officer)
    address = f"/cases/{case.reference}/goods/1/"
    assert "In force now" not in client.get(address).content.decode()

    bring(NARROWER, tmp_path, story.later())
    assert "In force now" in client.get(address).content.decode()

    line = case.items.get(line=1)
    state_fact(item=line, statement="array of 60 000 elements", by=story.people.officer, now=story.later())
    assert "In force now" not in client.get(address).content.decode()
