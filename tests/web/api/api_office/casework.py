"""A case from draft to decision."""

from __future__ import annotations

from typing import Any

from api_office.call import ANYBODY, INSIDE, PDF_64, REASON, Call, Office, in_case, newest

_REGISTERED = ("officer", "register_case")
_OUTCOME = {"outcome": "grant", "reasons": "as reviewed"}


def _exemption(office: Office) -> dict[str, Any]:
    document = office.cases["under_review"].documents.first().pk
    return {"embargo": "KP", "document": document, "legal_basis": "resolution 1718, paragraph 8"}


def _new_application(office: Office) -> dict[str, Any]:
    documents = [{"kind": "end_user_certificate", "file": "euc.pdf", "content": PDF_64}]
    exporter = {"name": "Quayside Optics", "country": "XA", "registration": "R-1"}
    return {**office.application, "exporter": exporter, "documents": documents}


CALLS = [
    # --- the applicant's side
    Call("list_cases", "GET", "/cases", ANYBODY),
    Call("create_case", "POST", "/cases?submit=true", "exporter", _new_application),
    Call("show_case", "GET", "/cases/{reference}", INSIDE, params=in_case("referred")),
    Call("export", "GET", "/cases/{reference}/export", INSIDE, params=in_case("referred")),
    Call(
        "save_application", "PUT", "/cases/{reference}/application", "exporter",
        lambda o: o.application, in_case("draft"),
    ),
    Call("submit_case", "POST", "/cases/{reference}/submit", "exporter", params=in_case("draft")),
    Call("withdraw_case", "POST", "/cases/{reference}/withdraw", "exporter", {}, in_case("submitted")),
    Call(
        "add_document", "POST", "/cases/{reference}/documents", "exporter officer",
        params=in_case("returned"), form=True,
    ),
    Call(
        "download_document", "GET", "/cases/{reference}/documents/{id}", INSIDE,
        params=in_case("referred") | {"id": lambda o: o.cases["referred"].documents.first().pk},
    ),
    Call(
        "answer_request", "POST", "/cases/{reference}/requests/{id}/answer", "exporter", {"answer": "It is for boats."},
        in_case("under_review") | newest("cases.InformationRequest"), before=(("officer", "request_information"),),
    ),
    # --- intake and review
    Call("return_case", "POST", "/cases/{reference}/return", "officer", {"message": "sign it"}, in_case("submitted")),
    Call("register_case", "POST", "/cases/{reference}/register", "officer", params=in_case("submitted")),
    Call(
        "begin_review", "POST", "/cases/{reference}/begin-review", "officer",
        params=in_case("submitted"), before=(_REGISTERED,),
    ),
    Call(
        "classify_item", "POST", "/cases/{reference}/items/1/classify", "officer",
        {"entry": "3X001.a", "reason": "it meets the text"}, in_case("under_review"),
    ),
    Call(
        "settle_match", "POST", "/cases/{reference}/matches/{key}/settle", "officer",
        {"confirmed": True, "reason": "same address"},
        in_case("under_review") | {"key": lambda o: o.suspect.pk},
    ),
    Call("record_exemption", "POST", "/cases/{reference}/exemptions", "officer", _exemption, in_case("under_review")),
    Call(
        "request_information", "POST", "/cases/{reference}/requests", "officer",
        {"question": "What is it for?"}, in_case("under_review"),
    ),
    Call(
        "preview_request", "POST", "/cases/{reference}/requests/preview", "officer",
        {"question": "What is it for?"}, in_case("under_review"),
    ),
    # --- agencies
    Call("refer_case", "POST", "/cases/{reference}/refer", "officer", {"end_user_kinds": []}, in_case("under_review")),
    Call(
        "give_position", "POST", "/cases/{reference}/position", "reviewer",
        {"kind": "no_objection_with_conditions", "condition_text": "Report each delivery."}, in_case("referred"),
    ),
    Call("remind_agencies", "POST", "/cases/{reference}/remind-agencies", "officer", params=in_case("referred")),
    Call(
        "let_silence_speak", "POST", "/cases/{reference}/referrals/{agency}/silence", "officer",
        params=in_case("referred") | {"agency": lambda o: o.users["reviewer"].agency},
    ),
    Call(
        "add_note", "POST", "/cases/{reference}/notes", "reviewer officer head",
        lambda o: {"text": "known firm", "mention": [o.users["officer"].pk]}, in_case("referred"),
    ),
    Call(
        "release_note", "POST", "/cases/{reference}/notes/{id}/release", "reviewer",
        params=in_case("referred") | newest("cases.AgencyNote"), before=(("reviewer", "add_note"),),
    ),
    Call("list_mentions", "GET", "/mentions", ANYBODY),
    Call(
        "see_mention_of_me", "POST", "/mentions/{id}/seen", "officer",
        params=newest("cases.Mention"), before=(("reviewer", "add_note"),),
    ),
    Call(
        "propose_condition", "POST", "/cases/{reference}/conditions", "officer",
        {"text": "Report each delivery."}, in_case("referred"),
    ),
    Call(
        "drop_condition", "POST", "/cases/{reference}/conditions/{id}/drop", "reviewer", REASON,
        in_case("referred") | newest("cases.Condition"), before=(("reviewer", "give_position"),),
    ),
    # --- recommendation and decision
    Call("recommend", "POST", "/cases/{reference}/recommend", "officer", _OUTCOME, in_case("agreed")),
    Call("countersign", "POST", "/cases/{reference}/countersign", "head colleague", params=in_case("recommended")),
    Call("reopen_case", "POST", "/cases/{reference}/reopen", "officer head", REASON, in_case("recommended")),
    Call(
        "extend_clock", "POST", "/cases/{reference}/extend", "head",
        {"days": 5, "reason": "A laboratory measures the sample."}, in_case("under_review"),
    ),
    Call(
        "record_override", "POST", "/cases/{reference}/override", "head",
        {**REASON, "steps": ["countersign", "decide"], "expires": "2026-12-31T00:00:00Z"}, in_case("recommended"),
    ),
    Call("decide", "POST", "/cases/{reference}/decide", "head", _OUTCOME, in_case("recommended")),
    Call(
        "preview_decision", "POST", "/cases/{reference}/decide/preview", "officer head",
        {"outcome": "refuse", "reasons": "It is not established.", "grounds": ["end-user-not-established"]},
        in_case("recommended"),
    ),
    # --- hearing
    Call(
        "intend_refusal", "POST", "/cases/{reference}/intended-refusal", "officer head",
        {"reasons": "The end user is not established.", "grounds": ["end-user-not-established"]}, in_case("agreed"),
    ),
    Call(
        "preview_intended_refusal", "POST", "/cases/{reference}/intended-refusal/preview", "officer head",
        {"reasons": "The end user is not established.", "grounds": ["end-user-not-established"]}, in_case("agreed"),
    ),
    Call(
        "answer_intended_refusal", "POST", "/cases/{reference}/intended-refusal/answer", "exporter",
        {"answer": "It is a fire service."}, in_case("agreed"), before=(("officer", "intend_refusal"),),
    ),
]  # fmt: skip
