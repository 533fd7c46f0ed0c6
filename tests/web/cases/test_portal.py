"""The exporter's portal: an application typed in saved steps, and the list of what became of each."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exeat.web.cases.models import Case

PDF = b"%PDF-1.7\nan invented document\n"
LINE = {
    "items-0-description": "Thermal camera with an uncooled array",
    "items-0-facts": "640 by 480 elements",
    "items-0-nature": "goods",
    "items-0-hs": "8525.89",
    "items-0-quantity": "4",
    "items-0-unit": "item",
    "items-0-value": "20000",
    "items-0-currency": "EUR",
}


@pytest.fixture
def signed_in(client: Any, people: Any) -> Any:
    client.force_login(people.exporter)
    return client


def step(case: Case, name: str) -> str:
    return reverse("application_step", args=[case.reference, name])


def test_an_application_is_typed_step_by_step_and_submitted(signed_in: Any, exporter: Any, lists: None) -> None:
    opened = signed_in.post(reverse("application_new"), {"exporter": exporter.pk, "kind": "export"})
    case = Case.objects.get()
    assert opened.url == step(case, "goods")
    assert signed_in.post(step(case, "goods"), LINE).url == step(case, "parties")
    party = {
        "parties-0-role": "end_user",
        "parties-0-name": "Calm Shores Fire Service",
        "parties-0-type": "organisation",
        "parties-0-address": "2 Hill Street",
        "parties-0-country": "AE",
    }
    assert signed_in.post(step(case, "parties"), party).url == step(case, "use")
    use = {"statement": "Search for people in smoke", "route": "Germany, AE"}
    assert signed_in.post(step(case, "use"), use).url == step(case, "flags")
    answered = signed_in.post(reverse("application_flags", args=[case.reference]), {"cash-for-dear-goods": "yes"})
    assert answered.url == step(case, "documents")
    for kind in ("end_user_certificate", "technical_specification"):
        upload = {"kind": kind, "file": SimpleUploadedFile(f"{kind}.pdf", PDF)}
        assert signed_in.post(reverse("application_documents", args=[case.reference]), upload).status_code == 302
    assert "Nothing: the application is complete." in signed_in.get(step(case, "check")).content.decode()
    submitted = signed_in.post(reverse("application_submit", args=[case.reference]))
    assert submitted.url == reverse("case", args=[case.reference])
    case.refresh_from_db()
    assert (case.state, case.application["route"], case.items.get().hs) == ("submitted", ["DE", "AE"], "852589")


def test_a_gap_is_saved_and_named_a_wrong_value_is_shown_again_as_typed(signed_in: Any, story: Any) -> None:
    case = story.draft(items=[])
    signed_in.post(step(case, "goods"), {**LINE, "items-0-hs": ""})
    assert Case.objects.get().application["items"][0]["hs"] == ""
    assert "Give the customs code" in signed_in.get(step(case, "check")).content.decode()
    refused = signed_in.post(step(case, "goods"), {**LINE, "items-0-quantity": "1,500"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'value="1,500"' in page
    assert "Quantity: Enter a number: digits without spaces or commas" in page
    assert Case.objects.get().application["items"][0]["quantity"] == "4"


def test_lines_are_added_and_removed_by_buttons_and_keep_what_is_typed(signed_in: Any, story: Any) -> None:
    case = story.draft(items=[])
    added = signed_in.post(step(case, "goods"), {**LINE, "add": "1"}).content.decode()
    assert "Thermal camera with an uncooled array" in added
    assert 'name="items-1-description"' in added
    assert len(Case.objects.get().application["items"]) == 1
    second = {"items-1-description": "A case for it", "items-1-quantity": "4"}
    signed_in.post(step(case, "goods"), {**LINE, **second, "remove": "0"})
    assert [item["description"] for item in Case.objects.get().application["items"]] == ["A case for it"]


def test_what_is_missing_follows_the_typing_and_saves_nothing(signed_in: Any, story: Any) -> None:
    case = story.draft(items=[])
    missing = reverse("application_missing", args=[case.reference, "goods"])
    assert "customs code" not in signed_in.post(missing, LINE).content.decode()
    assert "customs code" in signed_in.post(missing, {**LINE, "items-0-hs": ""}).content.decode()
    assert Case.objects.get().application["items"] == []


def test_a_description_brings_the_entries_that_it_resembles(signed_in: Any, story: Any) -> None:
    hints = reverse("application_hints", args=[story.draft().reference, 0])
    assert "3X001" in signed_in.post(hints, LINE).content.decode()
    assert signed_in.post(hints, {"items-0-description": "bread"}).content.decode().strip() == ""


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("euc.exe", PDF, "is not one of the types accepted"),
        ("euc.pdf", b"not a PDF", "is not one of the types accepted"),
        ("euc.pdf", PDF + b"0" * 10_000_001, "may have 10 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_beside_its_kind(
    signed_in: Any, story: Any, name: str, content: bytes, said: str
) -> None:
    case = story.draft()
    upload = {"kind": "end_user_certificate", "file": SimpleUploadedFile(name, content)}
    refused = signed_in.post(reverse("application_documents", args=[case.reference]), upload)
    assert refused.status_code == 422
    assert said in refused.content.decode()


def test_an_incomplete_application_is_not_submitted_and_the_reasons_are_shown(signed_in: Any, story: Any) -> None:
    case = story.draft(parties=[])
    refused = signed_in.post(reverse("application_submit", args=[case.reference]))
    assert refused.status_code == 422
    assert "Name the end user" in refused.content.decode()
    assert Case.objects.get().state == "draft"


def test_nobody_else_opens_the_draft_not_even_an_officer(client: Any, people: Any, story: Any) -> None:
    case = story.draft()
    for user in (people.outsider, people.officer, people.head, people.customs):
        client.force_login(user)
        assert client.get(step(case, "goods")).status_code == 404
        assert client.post(step(case, "goods"), LINE).status_code == 404


def test_an_officer_types_an_application_that_came_by_letter(client: Any, people: Any, exporter: Any, now: Any) -> None:
    from exeat.web.cases.services.applying import create_draft

    case = create_draft(exporter=exporter, application={"kind": "export"}, by=people.officer, now=now, on_paper=True)
    client.force_login(people.officer)
    assert client.post(step(case, "goods"), LINE).url == step(case, "parties")


def test_a_submitted_application_can_no_longer_be_typed_in(signed_in: Any, story: Any) -> None:
    case = story.submitted()
    assert signed_in.get(step(case, "goods")).url == reverse("case", args=[case.reference])


def test_a_returned_application_shows_why(signed_in: Any, people: Any, story: Any) -> None:
    from exeat.web.cases.services.intake import return_for_completion

    case = story.submitted()
    return_for_completion(case=case, message="The certificate names other goods.", by=people.officer, now=story.later())
    assert "The certificate names other goods." in signed_in.get(step(case, "check")).content.decode()
    assert "Returned to you" in signed_in.get(reverse("portal")).content.decode()


def test_the_list_takes_the_same_queries_for_one_application_as_for_four(
    signed_in: Any, story: Any, django_assert_max_num_queries: Any
) -> None:
    story.draft()
    story.submitted()
    story.registered()
    story.granted()
    with django_assert_max_num_queries(25):
        page = signed_in.get(reverse("portal")).content.decode()
    assert page.count("<tr>") == 5
    assert "The decision was due" in page


def test_an_exporter_sees_no_match_and_no_candidate(signed_in: Any, story: Any) -> None:
    case = story.draft(parties=[{**story.application["parties"][0], "name": "Brindlemoor Trading Works"}])
    for name in ("start", "goods", "parties", "use", "flags", "documents", "check"):
        assert "UN-2" not in signed_in.get(step(case, name)).content.decode()


def test_questions_on_end_use_are_answered_in_the_form_and_may_be_left_open(signed_in: Any, story: Any) -> None:
    case = story.draft()
    answer = reverse("application_flags", args=[case.reference])
    assert signed_in.post(answer, {}).url == step(case, "documents")
    assert not case.flag_answers.exists()
    signed_in.post(answer, {"cash-for-dear-goods": "yes"})
    signed_in.post(answer, {"cash-for-dear-goods": "no", "declines-installation": "no"})
    said = {(one.flag, one.side): one.raised for one in case.flag_answers.all()}
    assert said == {("cash-for-dear-goods", "exporter"): False, ("declines-installation", "exporter"): False}
    checked = signed_in.get(step(case, "check")).content.decode()
    assert "Are installation, training or service declined although they are usual?</dt><dd>no</dd>" in checked
    assert "<dd>not answered</dd>" in checked


def test_a_wrong_answer_is_shown_again_and_nothing_is_kept(signed_in: Any, story: Any) -> None:
    case = story.draft()
    answers = {"cash-for-dear-goods": "perhaps", "declines-installation": "yes"}
    refused = signed_in.post(reverse("application_flags", args=[case.reference]), answers)
    assert refused.status_code == 422
    assert "perhaps is not one of the available choices" in refused.content.decode()
    assert not case.flag_answers.exists()


def test_the_questions_are_not_another_firms_to_answer(client: Any, people: Any, story: Any) -> None:
    case = story.draft()
    client.force_login(people.outsider)
    address = reverse("application_flags", args=[case.reference])
    assert client.post(address, {"cash-for-dear-goods": "yes"}).status_code == 404
    assert not case.flag_answers.exists()


def test_a_form_that_asks_for_no_end_use_has_no_questions_on_it(signed_in: Any, story: Any) -> None:
    case = story.draft(kind="classification")
    assert signed_in.get(step(case, "flags")).url == step(case, "check")
    assert signed_in.post(reverse("application_flags", args=[case.reference]), {}).status_code == 404
