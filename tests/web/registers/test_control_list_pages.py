"""The control lists as people read them: who may, at which addresses, with notes beside what they modify."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.controls import READERS
from exeat.web.policy import policy
from exeat.web.registers.addresses import provision_url
from exeat.web.registers.control_lists import find_version, lines_of
from exeat.web.registers.lists import read_control_list, store_control_list
from exeat.web.registers.marking import Span, pieces

LIST = """code,parent,kind,text,regimes,hs
3A001,,heading,"Thermal cameras, as follows:",,
,3A001,exclusion,3A001.a does not control cameras with a frame rate of 9 Hz or less.,,
3A001.a,3A001,provision,Cameras with more than 100 000 elements;,,
3A001.b,3A001,provision,Image sensors of the cameras of 3A001.a.,,
"""


@pytest.fixture
def versions(db: None, tmp_path: Path, now: Any) -> None:
    """Two versions of one list; the later one controls smaller arrays as well."""
    path = tmp_path / "notes-list.csv"
    for days, text in ((0, LIST), (40, LIST.replace("100 000", "50 000"))):
        path.write_text(text)
        store_control_list(READERS["csv"]([path]), now=now + timedelta(days=days))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy that opens the list to everybody."""
    rules = replace(policy(), public_lists={"notes-list": "the state's own"})
    monkeypatch.setattr("exeat.web.registers.control_lists.policy", lambda: rules)


def test_a_list_that_the_policy_opens_is_read_without_signing_in(client, versions, opened):
    assert client.get("/lists/").content.count(b"/lists/notes-list/current/") == 1
    assert client.get("/lists/notes-list/current/").status_code == 200
    assert client.get("/lists/notes-list/current/3A001.a").status_code == 200


def test_any_other_list_is_read_by_those_who_sign_in(client, versions, people):
    for address in ("/lists/notes-list/current/", "/lists/notes-list/current/3A001.a"):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")
        client.force_login(people.exporter)
        assert client.get(address).status_code == 200
        client.logout()
    assert b"notes-list/current" not in client.get("/lists/").content


def test_an_address_names_its_version_by_name_by_day_or_as_the_one_in_force(versions, now):
    first, second = sorted((row.version for row in _all()), key=lambda name: find_version("notes-list", name).pk)

    assert find_version("notes-list", "current").version == second
    assert find_version("notes-list", first).version == first
    assert find_version("notes-list", f"{now + timedelta(days=39):%Y-%m-%d}").version == first
    assert find_version("notes-list", f"{now + timedelta(days=41):%Y-%m-%d}").version == second
    assert find_version("notes-list", f"{now - timedelta(days=9):%Y-%m-%d}") is None


def test_an_old_address_still_shows_the_old_text_and_says_so(client, versions, opened):
    first = min(_all(), key=lambda row: row.pk).version

    page = client.get(provision_url("notes-list", first, "3A001.a")).content.decode()

    assert "100 000 elements" in page
    assert "no longer in force" in page


def test_a_slash_in_a_versions_name_is_no_part_of_the_path(client):
    assert provision_url("l", "2025/12 rev. 1", "3A001") == "/lists/l/2025~12%20rev.%201/3A001"


def test_a_note_stands_beside_what_it_modifies_and_everything_is_shown_once(versions):
    control_list = read_control_list(find_version("notes-list"))
    printed = control_list.entry("3A001").provisions

    lines = list(lines_of(control_list, printed, "current"))

    beside = {line.record.path: [note.record.kind for note in line.notes] for line in lines}
    assert beside == {"3A001": [], "3A001.a": ["exclusion"], "3A001.b": []}
    assert sum(1 + len(line.notes) for line in lines) == len(printed)


def test_a_search_marks_the_words_that_it_found(client, versions, opened):
    page = client.get("/lists/notes-list/current/", {"q": "image sensor"}).content.decode()

    assert "<mark>sensors</mark>" in page
    assert "not thereby free" in page


@given(
    st.text(max_size=40),
    st.lists(st.builds(Span, st.integers(-3, 45), st.integers(-3, 45), st.sampled_from(["word", "threshold", "link"]))),
)
def test_pieces_joined_are_the_text(text, spans):
    assert "".join(piece.text for piece in pieces(text, spans)) == text


def _all():
    from exeat.web.registers.models import ControlListVersion

    return ControlListVersion.objects.filter(list_id="notes-list").defer("content")
