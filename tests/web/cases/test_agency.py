"""What an agency's reviewers see and do, and what a case looks like to whoever signs it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from exeat.web.cases.selectors.agency import asked_of, awaiting
from exeat.web.cases.selectors.decisions import awaiting_signature
from exeat.web.cases.services import noting, referring
from exeat.web.policy import policy, zone

NUCLEAR = {"entry": "0X001"}


@pytest.fixture
def reviewer(story, client):
    client.force_login(story.people.reviewers["mfa"])
    return story.people.reviewers["mfa"]


def act(client, case, step, **fields):
    return client.post(reverse("case_act", args=[case.reference, step]), fields)


def test_the_desk_shows_what_awaits_our_position_and_why(story, reviewer, client):
    case = story.referred()

    page = client.get(reverse("agency_desk"))

    assert case.reference in page.content.decode()
    assert "Listed goods for any destination outside the customs union" in page.content.decode()


def test_a_case_referred_to_other_agencies_alone_is_not_on_the_desk(story, client):
    case = story.referred()
    client.force_login(story.people.reviewers["aec"])

    assert case.reference not in client.get(reverse("agency_desk")).content.decode()
    assert client.get(reverse("case", args=[case.reference])).status_code == 404


def test_a_position_given_on_the_page_takes_the_case_off_the_desk(story, reviewer, client):
    case = story.referred()

    assert "own-agency" in client.get(reverse("case", args=[case.reference])).content.decode()
    assert act(client, case, "give_position", kind="no_objection").status_code == 302

    assert list(awaiting("mfa")) == []
    assert case.reference in client.get(reverse("agency_desk"), {"show": "past"}).content.decode()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "objection"}, "give the reason"),
        ({"kind": "needs_information"}, "give the reason"),
        ({"kind": "no_objection_with_conditions"}, "name the conditions"),
        ({"kind": "no_objection", "condition_text": "Report each shipment"}, "goes without conditions"),
        ({"kind": "perhaps"}, "not one of the available choices"),
    ],
)
def test_a_position_without_its_parts_is_refused_with_the_reason(story, reviewer, client, fields, reason):
    case = story.referred()

    refused = act(client, case, "give_position", **fields)

    assert refused.status_code == 422
    assert reason in refused.content.decode()
    assert list(awaiting("mfa")) == list(case.referrals.filter(agency="mfa"))


def test_an_agency_that_needs_information_still_owes_its_position(story):
    case = story.referred()
    mfa = story.people.reviewers["mfa"]
    referring.give_position(case=case, kind="needs_information", text="Which site?", by=mfa, now=story.later())

    assert [referral.agency for referral in awaiting("mfa")] == ["mfa"]


def test_days_left_are_working_days(story):
    referral = story.referred().referrals.get(agency="mfa")
    asked_on = story.now.date()

    def left(day):
        [row] = asked_of("mfa", past=False, page=None, now=datetime.combine(day, time(9), zone())).object_list
        return row.days_left, row.late

    assert policy().calendar.add(asked_on, left(asked_on)[0]) == referral.due
    assert left(referral.due) == (0, False)
    assert left(referral.due + timedelta(days=1)) == (0, True)


def test_a_note_is_read_by_its_agency_until_it_is_released(story, client):
    case = story.referred(**NUCLEAR)
    nra, aec = story.people.reviewers["nra"], story.people.reviewers["aec"]
    page = reverse("case", args=[case.reference])
    client.force_login(nra)
    act(client, case, "add_note", text="The serial numbers worry us")

    def reads(user):
        client.force_login(user)
        return "The serial numbers worry us" in client.get(page).content.decode()

    assert reads(nra)
    assert not any(reads(user) for user in (aec, story.people.officer, story.people.auditor, story.people.exporter))

    client.force_login(nra)
    assert act(client, case, "release_note", target=case.notes.get().pk).status_code == 302

    assert reads(aec)
    assert reads(story.people.officer)
    assert not reads(story.people.exporter)


def test_only_its_own_agency_releases_a_note(story, client):
    case = story.referred(**NUCLEAR)
    note = noting.add_note(case=case, text="ours", by=story.people.reviewers["nra"], now=story.later())
    client.force_login(story.people.reviewers["aec"])

    assert act(client, case, "release_note", target=note.pk).status_code == 422

    note.refresh_from_db()
    assert note.released_at is None


def test_a_recommended_case_is_told_in_brief(story, client):
    case = story.recommended(**NUCLEAR)
    client.force_login(story.people.head)

    [brief] = awaiting_signature(story.people.head, page=None, now=story.now).object_list
    page = client.get(reverse("decisions")).content.decode()

    assert (brief.to_countersign, brief.by_the_reader, brief.blocks) == (True, False, [])
    assert {agency: position.kind for agency, position in brief.positions} == dict.fromkeys(
        (referral.agency for referral in case.referrals.all()), "no_objection"
    )
    assert case.reference in page
    assert "to be countersigned" in page


def test_who_recommended_is_told_that_somebody_else_signs(story, client):
    story.recommended()
    client.force_login(story.people.officer)

    assert "you recommended" in client.get(reverse("decisions")).content.decode()


def test_delegations_in_force_are_shown(story, client):
    from exeat.domain.review import Role
    from exeat.web.accounts.services import delegate
    from exeat.web.policy import local_day

    today = local_day(timezone.now())
    delegate(
        principal=story.people.head, deputy=story.people.colleague, role=Role.HEAD, start=today, end=today,
        reason="leave", by=story.people.administrator, now=timezone.now(),
    )  # fmt: skip
    client.force_login(story.people.colleague)

    assert "Colleague for Head" in client.get(reverse("decisions")).content.decode()


@pytest.mark.parametrize("name", ["agency_desk", "decisions", "overview"])
def test_desks_are_closed_to_exporters(story, client, name):
    client.force_login(story.people.exporter)

    assert client.get(reverse(name)).status_code == 403


def test_desks_ask_no_more_of_the_database_for_more_cases(story, client, django_assert_max_num_queries):
    def ask(user, name, most):
        client.force_login(user)
        with django_assert_max_num_queries(most):
            client.get(reverse(name))

    for _ in range(3):
        story.referred()
        story.recommended(**NUCLEAR)
    ask(story.people.reviewers["mfa"], "agency_desk", 16)
    ask(story.people.head, "decisions", 24)
    ask(story.people.head, "overview", 24)
