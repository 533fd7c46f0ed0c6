"""Notes within a house, released, and told to those whom they mention."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse

from exeat.web.accounts.models import User
from exeat.web.audit.verify import verify
from exeat.web.cases.models import Mention
from exeat.web.cases.selectors.mentions import mentions_of
from exeat.web.cases.services import noting
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.mail.models import Message
from exeat.web.permissions import readers_of, visible_notes
from exeat.web.search.selectors import Sought, matching, search

NUCLEAR = {"entry": "0X001"}


@pytest.fixture
def case(story):
    return story.referred(**NUCLEAR)


def write(story, case, by, text, *mention):
    return noting.add_note(case=case, text=text, by=by, now=story.later(), mention=mention)


def test_a_note_of_the_authority_stays_within_it_until_it_is_released(story, case):
    officer, nra = story.people.officer, story.people.reviewers["nra"]
    note = write(story, case, officer, "the buyer rang twice")

    assert [list(visible_notes(one, case)) for one in (story.people.colleague, story.people.head)] == [[note], [note]]
    assert list(visible_notes(nra, case)) == []

    noting.release_note(note=note, by=story.people.head, now=story.later())
    assert list(visible_notes(nra, case)) == [note]
    assert list(visible_notes(story.people.exporter, case)) == []


def test_an_auditor_an_applicant_and_an_agency_not_asked_write_no_note(story):
    case = story.referred()
    for by in (story.people.auditor, story.people.exporter, story.people.reviewers["aec"]):
        with pytest.raises(NotPermitted):
            write(story, case, by, "mine")
    assert not case.notes.exists()


def test_the_readers_are_those_whom_the_permission_lets_in(story, case):
    allowed = {one.pk for one in User.objects.all() if one.has_perm("cases.view_assessment", case)}

    assert {one.pk for one in readers_of(case, story.now)} == allowed
    assert story.people.exporter.pk not in allowed
    assert list(readers_of(story.draft(), story.now)) == []


def test_whoever_is_mentioned_is_told_and_reads_the_note_and_others_of_their_house_do_not(story, case):
    officer, nra = story.people.officer, story.people.reviewers["nra"]
    before = Message.objects.count()
    note = write(story, case, nra, "@officer: the drawings are wrong")

    [mention] = note.mentions.all()
    [mail] = Message.objects.order_by("pk")[before:]
    assert mention.user == officer
    assert (mail.to, "drawings" in mail.body, case.reference in mail.subject) == (officer.email, False, True)
    assert list(visible_notes(officer, case)) == [note]
    assert list(visible_notes(story.people.colleague, case)) == []
    assert [one.pk for one in mentions_of(officer)] == [mention.pk]


def test_a_name_that_is_ticked_stands_in_the_text(story, case):
    head = story.people.head
    note = write(story, case, story.people.officer, "Please look", head)

    assert note.text == "Please look\n@Head"
    assert [one.user for one in note.mentions.all()] == [head]


def test_the_longest_name_counts_and_an_address_is_no_mention(story, case):
    story.people.colleague.name = "Head Office"
    story.people.colleague.save()
    note = write(story, case, story.people.officer, "@Head Office, and not someone@head.example or a@b")

    assert [one.user for one in note.mentions.all()] == [story.people.colleague]


@pytest.mark.parametrize("text", ["@Nobody At All", "@Exporter", "@Aec Reviewer", "@Offic"])
def test_a_name_that_fits_no_reader_is_refused_and_nothing_is_kept(story, text):
    case = story.referred()  # the commission is not asked about these goods
    with pytest.raises(Invalid, match="may read this case"):
        write(story, case, story.people.officer, f"Ask {text}")
    assert not case.notes.exists()


def test_ticking_somebody_who_may_not_read_the_case_is_refused(story):
    case = story.referred()
    with pytest.raises(Invalid, match="may not read this case"):
        write(story, case, story.people.officer, "look", story.people.reviewers["aec"])


def test_of_two_people_of_one_name_one_is_ticked(story, case):
    User.objects.filter(pk=story.people.colleague.pk).update(name="Head")
    with pytest.raises(Invalid, match="tick the one"):
        write(story, case, story.people.officer, "@Head look")

    note = write(story, case, story.people.officer, "@Head look", story.people.head)
    assert [one.user for one in note.mentions.all()] == [story.people.head]


def test_a_mention_stands_on_the_desk_until_it_is_seen(story, case, client):
    write(story, case, story.people.reviewers["nra"], "@Officer please weigh <this>")
    client.force_login(story.people.officer)
    desk = client.get(reverse("desk")).content.decode()
    assert "A note mentions you" in desk
    assert "please weigh &lt;this&gt;" in desk
    page = client.get(reverse("case", args=[case.reference])).content.decode()
    assert '<strong class="mention">@Officer</strong> please weigh &lt;this&gt;' in page

    pk = Mention.objects.get().pk
    client.force_login(story.people.colleague)
    assert client.post(reverse("mention_seen", args=[pk])).status_code == 404
    client.force_login(story.people.officer)
    assert client.post(reverse("mention_seen", args=[pk])).status_code == 302

    assert "A note mentions you" not in client.get(reverse("desk")).content.decode()
    assert verify().faults == ()


def test_each_desk_holds_the_mentions_of_its_reader(story, case, client):
    people = story.people
    desks = {people.head: "decisions", people.reviewers["aec"]: "agency_desk", people.auditor: "audit"}
    desks[people.secretary] = "sittings"
    write(story, case, people.officer, "look", *desks)
    for one, desk in desks.items():
        client.force_login(one)
        assert "A note mentions you" in client.get(reverse(desk)).content.decode(), desk


def test_the_form_refuses_in_place_and_offers_the_readers_alone(story, case, client):
    client.force_login(story.people.officer)
    answer = client.post(reverse("case_act", args=[case.reference, "add_note"]), {"text": "@Nobody"})
    text = unescape(answer.content.decode())

    assert answer.status_code == 422
    assert "'@Nobody' names nobody who may read this case" in text
    assert "Aec Reviewer" in text
    assert 'value="Outsider"' not in text


def test_a_note_is_found_by_its_house_and_by_whoever_it_mentions(story, case):
    write(story, case, story.people.officer, "the plinth is odd, @Nra Reviewer")

    def found(user):
        sought = Sought("plinth")
        return [one.case for one in search(user, sought, matching(user, sought), page=1).object_list]

    assert found(story.people.colleague) == [case]
    assert found(story.people.reviewers["nra"]) == [case]
    assert found(story.people.reviewers["aec"]) == []
    assert found(story.people.exporter) == []


def test_that_a_note_was_written_is_told_within_its_walls(story, case, client):
    write(story, case, story.people.officer, "look, @Nra Reviewer")

    def told(user):
        client.force_login(user)
        return "Note added" in client.get(reverse("case", args=[case.reference])).content.decode()

    people = story.people
    assert told(people.colleague)
    assert told(people.reviewers["nra"])
    assert not told(people.reviewers["aec"])
    assert not told(people.exporter)
