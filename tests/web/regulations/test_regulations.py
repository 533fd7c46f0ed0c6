"""Laws by date: texts follow one another, and a change shows what cites it."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from exeat.domain.regulations import Citation
from exeat.web.audit.verify import verify
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.regulations.citing import citing
from exeat.web.regulations.loading import COLUMNS
from exeat.web.regulations.models import Instrument, Provision
from exeat.web.regulations.selectors import changes, instruments_on, texts_on
from exeat.web.regulations.services.registering import (
    InstrumentGiven,
    TextGiven,
    end_instrument,
    enter_instrument,
    set_text,
)

ACT = "Strategic Goods Act"
OLD, NEW = date(2019, 1, 1), date(2026, 1, 1)


@pytest.fixture
def act(story: Any) -> Instrument:
    given = InstrumentGiven(title=ACT, kind="law", in_force_from=OLD, source="Gazette 44")
    return enter_instrument(given=given, by=story.people.officer, now=story.now)


@pytest.fixture
def text(story: Any, act: Instrument) -> Any:
    def enter(place: str, words: str, day: date = OLD) -> Provision:
        given = TextGiven(place=place, heading="", text=words, from_day=day)
        return set_text(instrument=act, given=given, by=story.people.officer, now=story.later())

    return enter


def words_on(act: Instrument, day: date) -> list[str]:
    return [one.text for one in texts_on(act, day)]


def test_each_day_has_one_text_of_a_place(act: Instrument, text: Any) -> None:
    text("section 25", "within 21 days")
    text("section 25", "within 30 days", NEW)
    assert words_on(act, date(2025, 12, 31)) == ["within 21 days"]
    assert words_on(act, NEW) == ["within 30 days"]
    assert words_on(act, date(2018, 12, 31)) == []
    assert verify().faults == ()


def test_a_repealed_place_has_no_text_and_keeps_its_old_one(act: Instrument, text: Any) -> None:
    text("section 3", "As it was.")
    text("section 3", "", NEW)
    assert words_on(act, NEW) == []
    assert words_on(act, OLD) == ["As it was."]


@pytest.mark.parametrize(
    ("place", "words", "day", "field"),
    [
        ("the beginning", "x", NEW, "place"),
        ("section 25", "x", OLD, "from_day"),
        ("section 25", "x", date(2000, 1, 1), "from_day"),
        ("section 99", "", NEW, "text"),
    ],
)
def test_what_cannot_be_is_refused(text: Any, place: str, words: str, day: date, field: str) -> None:
    text("section 25", "within 21 days")
    with pytest.raises(Invalid) as refusal:
        text(place, words, day)
    assert field in refusal.value.errors
    assert Provision.objects.count() == 1


def test_an_instrument_ends(story: Any, act: Instrument) -> None:
    end_instrument(instrument=act, last_day=date(2026, 1, 31), by=story.people.head, now=story.now)
    assert act in instruments_on(date(2026, 1, 31))
    assert act not in instruments_on(date(2026, 2, 1))


def test_only_officers_and_the_head_keep_the_register(story: Any, act: Instrument) -> None:
    given = TextGiven(place="section 1", heading="", text="x", from_day=OLD)
    for user in (story.people.auditor, story.people.exporter, story.people.reviewers["mfa"]):
        with pytest.raises(NotPermitted):
            set_text(instrument=act, given=given, by=user, now=story.now)


def test_a_place_is_cited_by_the_policys_rules_and_by_decisions(story: Any, act: Instrument) -> None:
    from exeat.web.cases.models import Decision

    case = story.recommended(outcome="refuse", grounds=("wmd-risk",))
    Decision.objects.create(
        case=case, outcome="refuse", reasons="", grounds=["wmd-risk"], by=story.people.head, at=story.later()
    )
    cited = citing(Citation(ACT, ("section", "12")))
    assert {one.what for one in cited} >= {"Policy: grounds.wmd-risk", f"Decision, {case.reference}"}
    assert citing(Citation(ACT, ("section", "99"))) == []
    narrow = {one.what for one in citing(Citation(ACT, ("section", "12", "1", "d")))}
    assert "Policy: grounds.diversion-risk" in narrow and f"Decision, {case.reference}" not in narrow


def test_an_amendment_is_entered_on_the_page_and_shows_what_cites_it(client: Client, story: Any, text: Any) -> None:
    text("section 12", "The Authority refuses.")
    client.force_login(story.people.officer)
    sent = {"place": "section 12", "heading": "Refusal", "text": "It refuses and says why.", "from_day": "2026-01-01"}
    answer = client.post("/regulations/strategic-goods-act/do/text/", sent, follow=True)
    shown = unescape(answer.content.decode())
    assert "Policy: grounds.wmd-risk" in shown and "It refuses and says why." in shown
    assert [one.place for one in changes()] == ["section 12"]
    assert "section 12" in client.get("/regulations/changes/").content.decode()
    refused = client.post("/regulations/strategic-goods-act/do/text/", sent)
    assert refused.status_code == 422 and "give a later day" in unescape(refused.content.decode())


def test_an_exporter_reads_the_law_and_not_what_cites_it(client: Client, story: Any, text: Any) -> None:
    made = text("section 12", "The Authority refuses.")
    client.force_login(story.people.exporter)
    assert "The Authority refuses." in client.get("/regulations/strategic-goods-act/").content.decode()
    assert client.get(f"/regulations/strategic-goods-act/{made.pk}/").status_code == 403
    assert client.get("/regulations/changes/").status_code == 403
    assert client.get("/regulations/").status_code == 200


def test_texts_are_loaded_from_a_file_all_or_none(client: Client, story: Any) -> None:
    head = ",".join(column.name for column in COLUMNS)
    rows = [
        f"{ACT},law,section 12,Refusal,It refuses.,2019-01-01,",
        f"{ACT},law,section 12,,It refuses and says why.,2026-01-01,",
    ]
    client.force_login(story.people.officer)

    def send(lines: list[str], tried: str = "") -> Any:
        file = SimpleUploadedFile("laws.csv", "\n".join([head, *lines]).encode())
        return client.post("/capabilities/import/", {"what": "provisions", "file": file, "tried": tried})

    faulty = send([*rows, f"{ACT},law,nowhere,,x,2019-01-01,"])
    assert ["row 4, column place" in str(fault) for fault in faulty.context["faults"]] == [True]
    tried = send(rows)
    assert not Instrument.objects.exists()
    send(rows, tried.context["form"].initial["tried"])
    assert [one.text for one in Provision.objects.order_by("from_day")] == ["It refuses.", "It refuses and says why."]
