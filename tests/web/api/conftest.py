"""An office with a case at every stage, and for each operation of the API an example call with those who may make it.

The table `CALLS` is what `test_permissions` tries with everybody's token and `test_schemathesis` starts from: an
operation without a row fails both.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

ANYBODY = "exporter outsider officer head reviewer customs auditor administrator secretary appeal"
AUTHORITY = "officer head auditor"
INSIDE = f"exporter reviewer secretary {AUTHORITY}"
PDF_64 = base64.b64encode(b"%PDF-1.7\nan invented document\n").decode()
BY = {"declaration": "D-9", "declared_on": "2026-04-01", "post": "East Quay"}
REASON = {"reason": "as the file shows"}


@dataclass
class Office:
    """The cases of the play, the users by their part, and a token for each."""

    users: dict[str, Any]
    tokens: dict[str, str]
    cases: dict[str, Any]
    licence: Any
    application: dict[str, Any]

    @property
    def offer(self) -> Any:
        """A partner's offer."""
        from exeat.web.cooperation.models import Offer

        return Offer.objects.earliest("pk")

    @property
    def suspect(self) -> Any:
        """The match in the case under review."""
        return self.cases["under_review"].parties.get(role="end_user").matches.get()

    def latest(self, model: str, field: str = "pk") -> Any:
        """A field, the id unless told, of the newest row of a model, as in `cases.Match`."""
        from django.apps import apps

        return getattr(apps.get_model(model).objects.latest("pk"), field)

    @property
    def inspector(self) -> int:
        """The official who inspects exporters."""
        from exeat.web.people.models import Official

        return Official.objects.get(agency="authority").pk

    def sitting(self, state: str) -> Any:
        """The committee's sitting in that state."""
        from exeat.web.committee.models import Sitting

        return Sitting.objects.get(state=state)

    def request(self, client: Any, role: str | None, call: Call) -> Any:
        """Make the example call with the token of that role."""
        headers = {"authorization": f"Bearer {self.tokens[role]}"} if role else {}
        path = call.path.format(**{name: value(self) for name, value in call.params.items()})
        body = call.body(self) if callable(call.body) else call.body
        if call.form:
            from django.core.files.uploadedfile import SimpleUploadedFile

            data = {"kind": "contract", "file": SimpleUploadedFile("contract.pdf", b"%PDF-1.7\n")}
            return client.post(f"/api{path}", data, headers=headers)
        return client.generic(
            call.method, f"/api{path}", _json(body) if body is not None else b"", "application/json", headers=headers
        )


def _json(body: Any) -> str:
    import json

    return json.dumps(body)


@dataclass(frozen=True)
class Call:
    """An operation: who may (by part in the play), where, with what, and what is done before it by whom."""

    name: str
    method: str
    path: str
    may: str
    body: Any = None
    params: dict[str, Callable[[Office], Any]] = field(default_factory=dict)
    before: tuple[tuple[str, str], ...] = ()
    form: bool = False


def _case(name: str) -> dict[str, Callable[[Office], Any]]:
    return {"reference": lambda office: office.cases[name].reference}


def _newest(model: str, name: str = "id", field: str = "pk") -> dict[str, Callable[[Office], Any]]:
    return {name: lambda office: office.latest(model, field)}


def _sitting(state: str) -> dict[str, Callable[[Office], Any]]:
    return {"number": lambda office: office.sitting(state).number}


def _user(part: str) -> dict[str, Callable[[Office], Any]]:
    return {"id": lambda office: office.users[part].pk}


_CALLED, _OPEN = _sitting("called"), _sitting("open")
_OPEN_ITEM: dict[str, Callable[[Office], Any]] = {"id": lambda office: office.sitting("open").items.get().pk}
_PLANNED = {"day": "2026-06-03", "at": "10:00", "place": "Harbour Hall"}
_NOTICE = _newest("scrutiny.Notice", "number", "number")
_SITE, _VISIT = _newest("inspection.Site"), _newest("inspection.Visit", "number", "number")
_LICENCE: dict[str, Callable[[Office], Any]] = {"number": lambda office: office.licence.number}
_REGISTERED = ("officer", "register_case")
_ENROLLED = ("exporter", "register_exporter_for")
_GENERAL = {"authorisation": lambda office: "xa-g1"}
_OWED = _newest("obligations.Obligation")
_SHIPMENT = {**BY, "line": 1, "quantity": "1", "unit": "item", "value": "5000.00", "currency": "EUR"}
_PROVISIONAL = {**BY, "licence": "XA-2020-00001", "line": 1, "quantity": "1", "unit": "item", "value": "5000.00"}
_FOREIGN = {
    "format": "exeat-case",
    "version": 1,
    "authority": "Licensing Office of Farland",
    "country": "XB",
    "exported_at": "2026-03-01T08:00:00Z",
    "case": {"reference": "F-1", "state": "granted"},
}
_OUTCOME = {"outcome": "grant", "reasons": "as reviewed"}
_DENIAL = {
    "reference": "D-7", "authority": "Export Office of Quenland", "state": "QM", "denied_on": "2026-01-12",
    "entries": ["3X001"], "parties": ["Calm Shores Fire Service"], "destination": "AE",
}  # fmt: skip
_OFFER: dict[str, Callable[[Office], Any]] = {"reference": lambda office: office.offer.reference}
_PLAN = _newest("cooperation.PlanRun")
_MESSAGE = b"SUBJECT: WORKSHOP\n1. A workshop on end-use checks is held in Larkmoor from 4 to 6 May 2027."
_COMPANY = {"name": "Lantern Works", "country": "XA", "registration": "R-77"}
_OFFICIAL = {"email": "new@example.org", "name": "New Official", "roles": ["officer"]}


def _here(office: Office) -> dict[str, Any]:
    return {**_PROVISIONAL, "licence": office.licence.number}


def _deputy(office: Office) -> dict[str, Any]:
    span = {"start": "2026-06-01", "end": "2026-06-30", "reason": "leave"}
    return {"principal": office.users["head"].pk, "deputy": office.users["officer"].pk, "role": "head", **span}


def _exemption(office: Office) -> dict[str, Any]:
    document = office.cases["under_review"].documents.first().pk
    return {"embargo": "KP", "document": document, "legal_basis": "resolution 1718, paragraph 8"}


def _new_application(office: Office) -> dict[str, Any]:
    documents = [{"kind": "end_user_certificate", "file": "euc.pdf", "content": PDF_64}]
    exporter = {"name": "Quayside Optics", "country": "XA", "registration": "R-1"}
    return {**office.application, "exporter": exporter, "documents": documents}


CALLS = [
    # --- oneself
    Call("make_token", "POST", "/tokens", "", lambda o: {"email": o.users["officer"].email, "password": PASSWORD}),
    Call("my_tokens", "GET", "/tokens", ANYBODY),
    Call("revoke_token", "DELETE", "/tokens/{id}", "colleague", params=_newest("accounts.ApiToken")),
    Call("me", "GET", "/me", ANYBODY),
    # --- people and capabilities
    Call("list_officials", "GET", "/officials", ANYBODY),
    Call(
        "record_leave",
        "POST",
        "/officials/{id}/leave",
        "officer head",
        {"first": "2026-06-01", "last": "2026-06-05"},
        _newest("people.Official"),
    ),
    Call("list_capabilities", "GET", "/capabilities", ANYBODY),
    Call(
        "record_evidence",
        "POST",
        "/capabilities/{slug}/evidence",
        "officer head",
        {"level": 2, "text": "A decree is in force", "on": "2026-03-02"},
        {"slug": lambda office: "licensing-review"},
    ),
    # --- offers
    Call("list_offers", "GET", "/offers", ANYBODY),
    Call("show_offer", "GET", "/offers/{reference}", "officer head", params=_OFFER),
    Call(
        "import_offers", "POST", "/offers/import", "officer head",
        {"name": "talks.txt", "content": base64.b64encode(_MESSAGE).decode()},
    ),
    Call("meet_offer_date", "POST", "/offers/{reference}/met", "officer head", {"kind": "reply"}, _OFFER),
    # --- plans and partners
    Call("list_plans", "GET", "/plans", ANYBODY),
    Call("ask_for_plan", "POST", "/plans", "officer head", {"last": "2026-12-31"}),
    Call("show_plan", "GET", "/plans/{id}", "officer head", params=_PLAN),
    Call(
        "ask_what_if", "POST", "/plans/{id}/what-ifs", "officer head",
        {"changes": [{"kind": "reserve", "share": "0.5"}]}, _PLAN,
    ),
    Call("release_plan", "POST", "/plans/{id}/release", "head", params=_PLAN),
    Call("list_studies", "GET", "/plans/{id}/studies", "officer head", params=_PLAN),
    Call("ask_for_plan_studies", "POST", "/plans/{id}/studies", "officer head", params=_PLAN),
    Call("list_windows", "GET", "/windows", ANYBODY),
    Call("prepare_windows", "POST", "/windows", "officer head", {"last": "2026-12-31"}),
    Call("release_windows", "POST", "/windows/{id}/release", "head", params=_newest("partners.Publication")),
    # --- answers to partners
    Call("list_replies", "GET", "/replies", ANYBODY),
    Call("draft_reply", "POST", "/offers/{reference}/replies", "officer head", {"kind": "decline"}, _OFFER),
    Call(
        "change_reply", "PUT", "/replies/{id}", "officer head", {"subject": "A reply", "text": "Not this time."},
        _newest("replies.Reply"), before=(("officer", "draft_reply"),),
    ),
    Call(
        "release_reply", "POST", "/replies/{id}/release", "head", params=_newest("replies.Reply"),
        before=(("officer", "draft_reply"),),
    ),
    Call(
        "drop_reply", "DELETE", "/replies/{id}", "officer head", params=_newest("replies.Reply"),
        before=(("officer", "draft_reply"),),
    ),
    Call(
        "download_reply", "GET", "/replies/{id}/letter.pdf", "officer head", params=_newest("replies.Reply"),
        before=(("officer", "draft_reply"), ("head", "release_reply")),
    ),
    Call("download_memo", "GET", "/plans/{id}/memo", "officer head", params=_newest("cooperation.PlanRun")),
    # --- hearing
    Call(
        "intend_refusal", "POST", "/cases/{reference}/intended-refusal", "officer head",
        {"reasons": "The end user is not established.", "grounds": ["end-user-not-established"]}, _case("agreed"),
    ),
    Call(
        "answer_intended_refusal", "POST", "/cases/{reference}/intended-refusal/answer", "exporter",
        {"answer": "It is a fire service."}, _case("agreed"), before=(("officer", "intend_refusal"),),
    ),
    # --- committee
    Call("list_sittings", "GET", "/committee/sittings", ANYBODY),
    Call("plan_sitting", "POST", "/committee/sittings", "secretary", _PLANNED),
    Call("show_sitting", "GET", "/committee/sittings/{number}", f"secretary reviewer {AUTHORITY}", params=_CALLED),
    Call(
        "place_on_agenda", "POST", "/committee/sittings/{number}/place", "secretary",
        lambda o: {"item": o.latest("committee.AgendaItem")}, _newest("committee.Sitting", "number", "number"),
        before=(("officer", "lay_before_committee"), ("secretary", "plan_sitting")),
    ),
    Call(
        "call_sitting", "POST", "/committee/sittings/{number}/call", "secretary",
        params=_newest("committee.Sitting", "number", "number"),
        before=(("officer", "lay_before_committee"), ("secretary", "plan_sitting"), ("secretary", "place_on_agenda")),
    ),
    Call(
        "record_attendance", "POST", "/committee/sittings/{number}/attendance", "secretary",
        {"present": {"mfa": "member", "customs": "member", "nra": "member"}}, _CALLED,
    ),
    Call(
        "open_sitting", "POST", "/committee/sittings/{number}/open", "secretary", params=_CALLED,
        before=(("secretary", "record_attendance"),),
    ),
    Call(
        "adjourn_sitting", "POST", "/committee/sittings/{number}/adjourn", "secretary",
        {"reason": "no quorum", "to": "2026-06-10"}, _CALLED,
    ),
    Call(
        "close_sitting", "POST", "/committee/sittings/{number}/close", "secretary", params=_OPEN,
        before=(("secretary", "conclude_on_case"),),
    ),
    Call("call_off_sitting", "POST", "/committee/sittings/{number}/call-off", "secretary", REASON, _CALLED),
    Call(
        "name_seat", "PUT", "/committee/seats/{agency}", "secretary",
        lambda o: {"member": o.users["reviewer"].pk}, {"agency": lambda o: o.users["reviewer"].agency},
    ),
    Call(
        "give_view", "POST", "/committee/items/{id}/views", "secretary reviewer",
        lambda o: {"agency": o.users["reviewer"].agency, "view": "grant"}, _OPEN_ITEM,
    ),
    Call("conclude_on_case", "POST", "/committee/items/{id}/conclude", "secretary", {}, _OPEN_ITEM),
    Call(
        "lay_before_committee", "POST", "/cases/{reference}/committee", "officer secretary",
        {"summary": "The foreign ministry objects."}, _case("objected"),
    ),
    Call(
        "decide_escalated", "POST", "/cases/{reference}/committee/decide", "head",
        {"advice": "grant", "reasons": "The end user is known."}, _case("escalated"),
    ),
    Call("hand_on_escalated", "POST", "/cases/{reference}/committee/hand-on", "head", REASON, _case("escalated")),
    # --- review of decisions
    Call("reviews_of_case", "GET", "/cases/{reference}/reviews", f"{INSIDE} appeal", params=_case("appealed")),
    Call(
        "ask_review", "POST", "/cases/{reference}/review", "exporter", {"statement": "We are a fire service."},
        _case("refused"),
    ),
    Call("withdraw_review", "POST", "/cases/{reference}/review/withdraw", "exporter", params=_case("appealed")),
    *(
        Call(name, "POST", f"/cases/{{reference}}/review/{step}", "appeal", {"reasons": "So."}, _case("appealed"))
        for name, step in (("uphold_decision", "uphold"), ("vary_decision", "vary"), ("annul_decision", "annul"))
    ),
    # --- beyond the lists
    Call("list_notices", "GET", "/notices", ANYBODY),
    Call("show_notice", "GET", "/notices/{number}", f"exporter {AUTHORITY}", params=_NOTICE),
    Call(
        "issue_notice", "POST", "/notices", "head",
        lambda o: {
            "exporter": o.cases["draft"].exporter_id, "goods": "Pumps", "basis": "wmd", "reasons": "So.",
            "end_users": ["Nobody At All"],
        },
    ),
    Call("revoke_notice", "POST", "/notices/{number}/revoke", "head", REASON, _NOTICE),
    Call("scrutiny_of_case", "GET", "/cases/{reference}/scrutiny", INSIDE, params=_case("referred")),
    Call(
        "settle_notice", "POST", "/cases/{reference}/notices/{key}/settle", "officer",
        {"lines": [1], "reason": "the same pumps"}, {**_case("referred"), **_newest("scrutiny.Meeting", "key")},
    ),
    Call(
        "answer_flags", "POST", "/cases/{reference}/flags", "exporter",
        {"answers": {"cash-for-dear-goods": False}}, _case("draft"),
    ),
    Call(
        "weigh_flags", "POST", "/cases/{reference}/flags/weigh", "officer",
        {"answers": {"roundabout-route": True}, "weighed": {"roundabout-route": "the usual way"}}, _case("referred"),
    ),
    # --- inspection
    Call("list_sites", "GET", "/sites", ANYBODY),
    Call(
        "enter_site", "POST", "/sites", "officer",
        lambda o: {
            "name": "Quayside store", "kind": "exporter", "agency": "authority", "risk": "low", "risk_why": "Empty.",
            "exporter": o.cases["draft"].exporter_id,
        },
    ),
    Call("inspection_programme", "GET", "/inspection-programme", ANYBODY),
    Call("list_visits", "GET", "/sites/{id}/visits", f"exporter {AUTHORITY}", params=_SITE),
    Call(
        "plan_visit", "POST", "/sites/{id}/visits", "officer",
        lambda o: {
            "first": "2026-08-03", "last": "2026-08-03", "checklists": ["compliance-programme"],
            "inspectors": [o.inspector],
        },
        _SITE,
    ),
    Call(
        "answer_checklist", "POST", "/visits/{number}/answers", "officer",
        {"answers": {"export-compliance.licences": {"says": "met"}}}, _VISIT,
    ),
    Call(
        "record_finding", "POST", "/visits/{number}/findings", "officer",
        {"item": "export-compliance.records", "severity": "minor", "text": "Missing.", "correction": "File them."},
        _VISIT,
    ),
    Call("report_visit", "POST", "/visits/{number}/report", "officer", {"summary": "Well kept."}, _VISIT),
    Call("cancel_visit", "POST", "/visits/{number}/cancel", "officer", REASON, _VISIT),
    Call("list_findings", "GET", "/findings", ANYBODY),
    Call(
        "require_action", "POST", "/findings/{id}/actions", "officer", {"text": "Train the staff."},
        _newest("inspection.Finding"),
    ),
    Call(
        "take_measure", "POST", "/findings/{id}/measures", "officer head", {"kind": "warning", "reasons": "late"},
        _newest("inspection.Finding"),
    ),
    Call(
        "end_measure", "POST", "/measures/{id}/end", "officer head", REASON, _newest("inspection.Measure"),
        before=(("head", "take_measure"),),
    ),
    Call(
        "report_action_done", "POST", "/corrective-actions/{id}/done", "exporter officer", {"done": "Filed."},
        _newest("inspection.Action"),
    ),
    Call(
        "verify_action", "POST", "/corrective-actions/{id}/verify", "officer", {"note": "seen"},
        _newest("inspection.Action"), before=(("exporter", "report_action_done"),),
    ),
    Call(
        "send_action_back", "POST", "/corrective-actions/{id}/send-back", "officer", {"note": "two are missing"},
        _newest("inspection.Action"), before=(("exporter", "report_action_done"),),
    ),
    Call(
        "disclose_breach", "POST", "/disclosures", "exporter",
        lambda o: {"exporter": o.cases["draft"].exporter_id, "text": "Late.", "discovered_on": "2026-03-02"},
    ),
    Call(
        "settle_disclosure", "POST", "/disclosures/{id}/settle", "officer", {"outcome": "A warning."},
        _newest("inspection.Disclosure"), before=(("exporter", "disclose_breach"),),
    ),
    # --- denials
    Call("list_denials", "GET", "/denials", ANYBODY),
    Call("show_denial", "GET", "/denials/{id}", AUTHORITY, params=_newest("denials.Denial")),
    Call("enter_denial", "POST", "/denials", "officer head", {**_DENIAL, "reference": "D-8"}),
    Call(
        "renew_denial", "POST", "/denials/{id}/renew", "officer head",
        {"valid_until": "2040-01-01", "note": "reviewed"}, _newest("denials.Denial"),
    ),
    Call(
        "revoke_denial", "POST", "/denials/{id}/revoke", "officer head", {"note": "withdrawn"},
        _newest("denials.Denial"),
    ),
    Call(
        "release_denial", "POST", "/denials/{id}/release", "head",
        params={"id": lambda o: o.cases["refused"].denial.pk},
    ),
    Call(
        "denials_of_case", "GET", "/cases/{reference}/denials", INSIDE,
        params=_case("referred"),
    ),
    Call(
        "settle_denial", "POST", "/cases/{reference}/denials/{key}/settle", "officer", REASON,
        {**_case("referred"), **_newest("denials.Resemblance", "key")},
    ),
    Call(
        "consult_on_denial", "POST", "/cases/{reference}/denials/{key}/consult", "officer",
        params={**_case("referred"), **_newest("denials.Resemblance", "key")},
    ),
    Call(
        "record_consultation", "POST", "/cases/{reference}/denials/{key}/answer", "officer",
        {"answer": "agrees", "text": "Note 14"}, {**_case("referred"), **_newest("denials.Resemblance", "key")},
        before=(("officer", "consult_on_denial"),),
    ),
    # --- anyone
    Call("keys", "GET", "/keys", ANYBODY),
    Call("revocations", "GET", "/revocations", ANYBODY),
    # --- accounts
    Call("list_users", "GET", "/users", "administrator"),
    Call("create_user", "POST", "/users", "administrator", _OFFICIAL),
    Call("show_user", "GET", "/users/{id}", "administrator", params=_user("officer")),
    Call("change_roles", "PUT", "/users/{id}/roles", "administrator", {"roles": ["auditor"]}, _user("officer")),
    Call("close_user", "POST", "/users/{id}/close", "administrator", params=_user("outsider")),
    Call("open_user", "POST", "/users/{id}/open", "administrator", params=_user("outsider")),
    Call("mail_password_link", "POST", "/users/{id}/password-link", "administrator", params=_user("officer")),
    Call("list_delegations", "GET", "/delegations", ANYBODY),
    Call("delegate", "POST", "/delegations", "head administrator", _deputy),
    Call(
        "end_delegation", "POST", "/delegations/{id}/end", "officer head administrator",
        params=_newest("accounts.Delegation"), before=(("administrator", "delegate"),),
    ),
    # --- exporters
    Call("list_exporters", "GET", "/exporters", ANYBODY),
    Call("register_exporter", "POST", "/exporters", ANYBODY, _COMPANY),
    Call(
        "verify_exporter", "POST", "/exporters/{id}/verify", "officer",
        params=_newest("registers.Exporter"), before=(("exporter", "register_exporter"),),
    ),
    Call(
        "suspend_exporter", "POST", "/exporters/{id}/suspend", "officer", REASON,
        {"id": lambda o: o.cases["draft"].exporter_id},
    ),
    Call("list_mandates", "GET", "/mandates", ANYBODY),
    *(
        Call(
            f"{step}_mandate", "POST", f"/mandates/{{id}}/{step}", "officer", None if step == "verify" else REASON,
            _newest("registers.Mandate"), before=(("exporter", "register_exporter"),),
        )
        for step in ("verify", "refuse")
    ),
    Call("revoke_mandate", "POST", "/mandates/{id}/revoke", "officer", REASON, _newest("registers.Mandate")),
    # --- the applicant's side
    Call("list_cases", "GET", "/cases", ANYBODY),
    Call("create_case", "POST", "/cases?submit=true", "exporter", _new_application),
    Call("show_case", "GET", "/cases/{reference}", INSIDE, params=_case("referred")),
    Call("export", "GET", "/cases/{reference}/export", INSIDE, params=_case("referred")),
    Call(
        "save_application", "PUT", "/cases/{reference}/application", "exporter",
        lambda o: o.application, _case("draft"),
    ),
    Call("submit_case", "POST", "/cases/{reference}/submit", "exporter", params=_case("draft")),
    Call("withdraw_case", "POST", "/cases/{reference}/withdraw", "exporter", {}, _case("submitted")),
    Call(
        "add_document", "POST", "/cases/{reference}/documents", "exporter officer",
        params=_case("returned"), form=True,
    ),
    Call(
        "download_document", "GET", "/cases/{reference}/documents/{id}", INSIDE,
        params=_case("referred") | {"id": lambda o: o.cases["referred"].documents.first().pk},
    ),
    Call(
        "answer_request", "POST", "/cases/{reference}/requests/{id}/answer", "exporter", {"answer": "It is for boats."},
        _case("under_review") | _newest("cases.InformationRequest"), before=(("officer", "request_information"),),
    ),
    # --- intake and review
    Call("return_case", "POST", "/cases/{reference}/return", "officer", {"message": "sign it"}, _case("submitted")),
    Call("register_case", "POST", "/cases/{reference}/register", "officer", params=_case("submitted")),
    Call(
        "begin_review", "POST", "/cases/{reference}/begin-review", "officer",
        params=_case("submitted"), before=(_REGISTERED,),
    ),
    Call(
        "classify_item", "POST", "/cases/{reference}/items/1/classify", "officer",
        {"entry": "3X001.a", "reason": "it meets the text"}, _case("under_review"),
    ),
    Call(
        "settle_match", "POST", "/cases/{reference}/matches/{key}/settle", "officer",
        {"confirmed": True, "reason": "same address"},
        _case("under_review") | {"key": lambda o: o.suspect.pk},
    ),
    Call("record_exemption", "POST", "/cases/{reference}/exemptions", "officer", _exemption, _case("under_review")),
    Call(
        "request_information", "POST", "/cases/{reference}/requests", "officer",
        {"question": "What is it for?"}, _case("under_review"),
    ),
    # --- agencies
    Call("refer_case", "POST", "/cases/{reference}/refer", "officer", {"end_user_kinds": []}, _case("under_review")),
    Call(
        "give_position", "POST", "/cases/{reference}/position", "reviewer",
        {"kind": "no_objection_with_conditions", "condition_text": "Report each delivery."}, _case("referred"),
    ),
    Call(
        "let_silence_speak", "POST", "/cases/{reference}/referrals/{agency}/silence", "officer",
        params=_case("referred") | {"agency": lambda o: o.users["reviewer"].agency},
    ),
    Call(
        "add_note", "POST", "/cases/{reference}/notes", "reviewer officer head",
        lambda o: {"text": "known firm", "mention": [o.users["officer"].pk]}, _case("referred"),
    ),
    Call(
        "release_note", "POST", "/cases/{reference}/notes/{id}/release", "reviewer",
        params=_case("referred") | _newest("cases.AgencyNote"), before=(("reviewer", "add_note"),),
    ),
    Call("list_mentions", "GET", "/mentions", ANYBODY),
    Call(
        "see_mention_of_me", "POST", "/mentions/{id}/seen", "officer",
        params=_newest("cases.Mention"), before=(("reviewer", "add_note"),),
    ),
    Call(
        "propose_condition", "POST", "/cases/{reference}/conditions", "officer",
        {"text": "Report each delivery."}, _case("referred"),
    ),
    Call(
        "drop_condition", "POST", "/cases/{reference}/conditions/{id}/drop", "reviewer", REASON,
        _case("referred") | _newest("cases.Condition"), before=(("reviewer", "give_position"),),
    ),
    # --- recommendation and decision
    Call("recommend", "POST", "/cases/{reference}/recommend", "officer", _OUTCOME, _case("agreed")),
    Call("countersign", "POST", "/cases/{reference}/countersign", "head colleague", params=_case("recommended")),
    Call("reopen_case", "POST", "/cases/{reference}/reopen", "officer head", REASON, _case("recommended")),
    Call(
        "record_override", "POST", "/cases/{reference}/override", "head",
        {**REASON, "steps": ["countersign", "decide"], "expires": "2026-12-31T00:00:00Z"}, _case("recommended"),
    ),
    Call("decide", "POST", "/cases/{reference}/decide", "head", _OUTCOME, _case("recommended")),
    # --- licences and customs
    Call("list_licences", "GET", "/licences", ANYBODY),
    Call("show_licence", "GET", "/licences/{number}", f"exporter customs {AUTHORITY}", params=_LICENCE),
    Call("download_licence", "GET", "/licences/{number}/pdf", f"exporter customs {AUTHORITY}", params=_LICENCE),
    Call("suspend_licence", "POST", "/licences/{number}/suspend", "head", REASON, _LICENCE),
    Call(
        "reinstate_licence", "POST", "/licences/{number}/reinstate", "head", REASON, _LICENCE,
        (("head", "suspend_licence"),),
    ),
    Call("revoke_licence", "POST", "/licences/{number}/revoke", "head", REASON, _LICENCE),
    Call("list_general", "GET", "/general-authorisations", ANYBODY),
    Call(
        "register_exporter_for", "POST", "/general-authorisations/{authorisation}/registrations", "exporter",
        lambda o: {"exporter": o.licence.exporter_id}, _GENERAL,
    ),
    Call("list_obligations", "GET", "/obligations", ANYBODY),
    Call(
        "fulfil_obligation", "POST", "/obligations/{id}/fulfil", "exporter officer",
        {"file": "return.pdf", "content": PDF_64}, _OWED, (_ENROLLED,),
    ),
    Call(
        "accept_fulfilment", "POST", "/obligations/{id}/accept", "officer", params=_OWED,
        before=(_ENROLLED, ("exporter", "fulfil_obligation")),
    ),
    Call(
        "send_back_fulfilment", "POST", "/obligations/{id}/send-back", "officer", REASON, _OWED,
        (_ENROLLED, ("exporter", "fulfil_obligation")),
    ),
    Call("release_obligation", "POST", "/obligations/{id}/release", "head", REASON, _OWED, (_ENROLLED,)),
    Call("begin_change", "POST", "/licences/{number}/changes", "exporter", {"how": "amend"}, _LICENCE),
    Call("surrender_licence", "POST", "/licences/{number}/surrender", "exporter", REASON, _LICENCE),
    Call("record_shipment", "POST", "/licences/{number}/shipments", "customs", _SHIPMENT, _LICENCE),
    Call(
        "reverse_shipment", "POST", "/shipments/{id}/reverse", "customs", {**BY, **REASON}, _newest("licences.Draw"),
        (("customs", "record_shipment"),),
    ),
    Call(
        "reconcile_shipment", "POST", "/shipments/{id}/reconcile", "customs",
        {**BY, "quantity": "2", "value": "9000.00"}, _newest("licences.Draw"), (("customs", "record_provisional"),),
    ),
    Call("record_provisional", "POST", "/provisional-shipments", "customs", _here),
    Call("list_unplaced", "GET", "/unplaced-shipments", ANYBODY),
    Call(
        "resolve_unplaced", "POST", "/unplaced-shipments/{id}/resolve", "customs", {"resolution": "a typing mistake"},
        _newest("licences.UnplacedShipment"),
    ),
    # --- alerts
    Call("list_alerts", "GET", "/alerts", ANYBODY),
    Call("show_alert", "GET", "/alerts/{id}", f"reviewer {AUTHORITY}", params=_newest("alerts.Alert")),
    Call(
        "settle_alert", "POST", "/alerts/{id}/settle", "officer", {"confirmed": False, **REASON},
        _newest("alerts.Alert"),
    ),
    Call(
        "ask_about_alert", "POST", "/alerts/{id}/ask", "officer",
        lambda o: {"case": o.cases["alerted"].reference, "question": "Who is it?"}, _newest("alerts.Alert"),
    ),
    Call(
        "propose_suspension", "POST", "/alerts/{id}/propose-suspension", "officer",
        lambda o: {"licence": o.licence.number, **REASON}, _newest("alerts.Alert"),
    ),
    # --- lists, policy, records of others, the ledger
    Call("lists_in_force", "GET", "/lists", f"reviewer {AUTHORITY}"),
    Call("classify", "POST", "/classify", f"reviewer {AUTHORITY}", {"description": "thermal camera"}),
    Call("screen", "POST", "/screen", f"reviewer {AUTHORITY}", {"name": "Orlan Vastikar"}),
    Call(
        "show_provision", "GET", "/control-lists/invented-list/provision?path=3X001.a", ANYBODY,
    ),
    Call(
        "state_fact", "POST", "/cases/{reference}/items/1/facts", "officer",
        {"statement": "frame rate 9 Hz"}, _case("under_review"),
    ),
    Call(
        "list_precedents", "GET", "/cases/{reference}/items/1/precedents", f"reviewer secretary {AUTHORITY}",
        params=_case("referred"),
    ),
    Call("list_amendments", "GET", "/amendments", f"reviewer {AUTHORITY}"),
    Call(
        "show_amendment", "GET", "/amendments/{id}", f"reviewer {AUTHORITY}",
        params=_newest("classification.Amendment"),
    ),
    Call("show_policy", "GET", "/policy", ANYBODY),
    Call("list_foreign_records", "GET", "/foreign-records", ANYBODY),
    Call("create_foreign_record", "POST", "/foreign-records", "officer", _FOREIGN),
    Call(
        "show_foreign_record", "GET", "/foreign-records/{id}", AUTHORITY,
        params=_newest("registers.ForeignRecord"), before=(("officer", "create_foreign_record"),),
    ),
    Call("verify_audit", "POST", "/audit/verify", "auditor"),
    # --- records to take along
    Call("bundle_case", "GET", "/cases/{reference}/bundle", INSIDE, params=_case("referred")),
    Call(
        "bundle_exporter", "GET", "/exporters/{id}/bundle", "officer head",
        params={"id": lambda o: o.licence.exporter_id},
    ),
]  # fmt: skip
BY_NAME = {call.name: call for call in CALLS}
PASSWORD = "a long demo password"


@pytest.fixture
def calls() -> list[Call]:
    return CALLS


@pytest.fixture
def office(story: Any, people: Any, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The play brought to every stage that a call needs; afterwards it is three weeks later."""
    from django.utils import timezone

    from exeat.web.accounts.services import create_token
    from exeat.web.cases.services import intake
    from exeat.web.licences.services import customs

    glassworks = {**story.application["parties"][0], "name": "Lantern Bay Glassworks"}
    suspect = {**story.application["parties"][0], "name": "Brindlemoor Trading Works"}
    cases = {
        "draft": story.draft(),
        "submitted": story.submitted(),
        "returned": intake.return_for_completion(
            case=story.submitted(), message="sign it", by=people.officer, now=story.later()
        ),
        "under_review": story.under_review(parties=[suspect]),
        "referred": story.referred(),
        "agreed": story.agreed(),
        "recommended": story.recommended(),
        "objected": objected(story),
        **sitting_on(story),
        "alerted": story.referred(parties=[glassworks]),
    }
    licence = story.granted(parties=[glassworks])
    list_glassworks(story.later())
    elsewhere = customs.ProvisionalRecord(
        licence_number="XA-1999-1", line_number=1, quantity=Decimal(1), unit="item", value=Decimal(1),
        declaration=customs.Declaration("D-1", story.now.date(), "East Quay"),
    )  # fmt: skip
    customs.record_provisional(shipment=elsewhere, by=people.customs, now=story.later())
    amended_list(story.later())
    registers(people, story.later())
    planned(people, story.later())
    cases |= {"refused": refused(story), "appealed": refused(story, asked=True)}
    denied(cases["referred"], people, story.later())
    noticed(cases["referred"], people, story.later())
    inspected(story)
    asked = people.reviewers[cases["referred"].referrals.order_by("pk").first().agency]
    users = {
        **{part: getattr(people, part) for part in ANYBODY.split() if part != "reviewer"},
        "reviewer": asked,
        "colleague": people.colleague,
    }
    tokens = {part: create_token(user=user, name="test", days=365, now=story.now)[1] for part, user in users.items()}
    monkeypatch.setattr(timezone, "now", lambda: story.now + timedelta(days=21))
    application = {**story.application, "exporter": {"name": "Quayside Optics", "country": "XA", "registration": "R-1"}}
    return Office(users, tokens, cases, licence, application)


def refused(story: Any, *, asked: bool = False) -> Any:
    """Refused to a recipient of its own, and its review asked for where told."""
    from exeat.web.appeals.services import ask_review
    from exeat.web.cases.services import deciding

    dyeworks = {**story.application["parties"][0], "name": "Undertow Dyeworks" if asked else "Meadow Looms"}
    grounds = ("end-user-not-established",)
    case = story.recommended(outcome="refuse", grounds=grounds, parties=[dyeworks])
    given = {"reasons": "unknown", "grounds": grounds, "by": story.people.head, "now": story.later()}
    deciding.decide(case=case, outcome="refuse", **given)
    if asked:
        ask_review(case=case, statement="It is known.", by=story.people.exporter, now=story.later())
    return case


def objected(story: Any) -> Any:
    """Under review, and an agency that was asked objects."""
    from exeat.web.cases.services import referring

    case = story.referred()
    for referral in case.referrals.all():
        reviewer = story.people.reviewers[referral.agency]
        referring.give_position(case=case, kind="objection", text="unknown", by=reviewer, now=story.later())
    return case


def sitting_on(story: Any) -> dict[str, Any]:
    """A sitting that was called, another that is open with every view given, and a case that was escalated."""
    from datetime import time

    from exeat.web.committee.services import agenda, sittings
    from exeat.web.policy import policy

    secretary, cases = story.people.secretary, {}
    for agency, reviewer in story.people.reviewers.items():
        sittings.name_seat(agency=agency, member=reviewer, deputy=None, by=secretary, now=story.later())
    for name, state in (("called", "called"), ("heard", "open"), ("escalated", "closed")):
        cases[name] = objected(story)
        item = agenda.lay_before(case=cases[name], summary="An objection.", by=story.people.officer, now=story.later())
        day = policy().calendar.next_working((story.later() + timedelta(days=7)).date())
        sitting = sittings.plan(day=day, at=time(10), place="Harbour Hall", by=secretary, now=story.now)
        item = sittings.place_on_agenda(item=item, sitting=sitting, by=secretary, now=story.later())
        sittings.call(sitting=sitting, by=secretary, now=story.later())
        if state == "called":
            continue
        story.later(days=10)
        present = dict.fromkeys(("mfa", "customs", "nra", "aec"), "member")
        sittings.attend(sitting=sitting, present=present, by=secretary, now=story.later())
        sittings.open_sitting(sitting=sitting, by=secretary, now=story.later())
        for agency, voice in zip(present, ("refuse", "grant", "refuse", "grant"), strict=True):
            agenda.speak(item=item, agency=agency, voice=voice, text="So.", by=secretary, now=story.later())
        if state == "closed":
            agenda.conclude(item=item, minute="", by=secretary, now=story.later())
            sittings.close(sitting=sitting, by=secretary, now=story.later())
    return cases


def registers(people: Any, now: datetime) -> None:
    """An official, a capability, and an offer that builds it."""
    from exeat.web.capabilities.services import CapabilityGiven, set_out
    from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
    from exeat.web.people.services import OfficialGiven, add_official

    add_official(given=OfficialGiven("Ana Dorval", "mfa", ["licensing"]), by=people.head, now=now)
    set_out(given=CapabilityGiven("Licensing review", 4, "mfa"), by=people.head, now=now)
    sessions = [SessionGiven(date(2026, 9, 8), date(2026, 9, 10))]
    funding, seats = [FundingGiven("host")], [SeatGiven("licensing")]
    given = OfferGiven("Course", "Larkmoor", "training", "mfa", sessions, seats, [("licensing-review", 10)], funding)
    enter(given=given, by=people.officer, now=now)


def planned(people: Any, now: datetime) -> None:
    """An offer of this autumn, a plan with it, and windows prepared for partners."""
    from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
    from exeat.web.cooperation.services.planning import ask_for_plan, make_plan
    from exeat.web.partners.services import prepare_windows

    sessions, gains = [SessionGiven(date(2026, 10, 6), date(2026, 10, 8))], [("licensing-review", 10)]
    seats, funding = [SeatGiven("licensing")], [FundingGiven("host")]
    given = OfferGiven("Autumn course", "Larkmoor", "training", "mfa", sessions, seats, gains, funding)
    enter(given=given, by=people.officer, now=now)
    make_plan(run=ask_for_plan(last=date(2026, 12, 31), by=people.officer, now=now), now=now)
    prepare_windows(last=date(2026, 12, 31), by=people.officer, now=now)


def denied(case: Any, people: Any, now: datetime) -> None:
    """A denial that comes in while one case alone is open to it."""
    from exeat.web.denials.models import Resemblance
    from exeat.web.denials.services.registering import DenialGiven, enter

    values = {**_DENIAL, "denied_on": now.date()}
    enter(given=DenialGiven(**values), by=people.officer, now=now)
    Resemblance.objects.exclude(case=case).delete()


def noticed(case: Any, people: Any, now: datetime) -> None:
    """A notice that one case alone meets."""
    from exeat.web.scrutiny.models import Meeting
    from exeat.web.scrutiny.services.noticing import NoticeGiven, issue_notice

    given = NoticeGiven(case.exporter, "Cameras", "wmd", "So.", end_users=["Calm Shores Fire Service"])
    issue_notice(given=given, by=people.head, now=now)
    Meeting.objects.exclude(case=case).delete()


def inspected(story: Any) -> None:
    """A site of the exporter, and a visit that has begun: every question is answered, and there is one finding."""
    from exeat.web.inspection.services import findings, sites, visits
    from exeat.web.people.services import OfficialGiven, add_official

    officer, head = story.people.officer, story.people.head
    skills = OfficialGiven("Bo Lindqvist", "authority", ["control-lists", "licensing"])
    inspector = add_official(given=skills, by=head, now=story.later())
    given = sites.SiteGiven("Quayside works", "exporter", "authority", "high", "Cameras.", exporter=story.firm)
    site = sites.enter(given=given, by=officer, now=story.later())
    day = story.later().date()
    planned = visits.VisitGiven(day, day, ["export-compliance"], [inspector])
    visit = visits.plan(site=site, given=planned, by=officer, now=story.later())
    met = dict.fromkeys(visits.questions_of(visit), ("met", ""))
    visits.answer(visit=visit, answers=met, by=officer, now=story.later())
    found = findings.FindingGiven("export-compliance.records", "minor", "Missing.", "File them.")
    findings.find(origin=visit, given=found, by=officer, now=story.later())


def list_glassworks(now: Any) -> None:
    """A list update that leads to one alert, about a party of an open case and of a licence."""
    from exeat.domain.screening import ListedParty
    from exeat.domain.screening.importers import Imported
    from exeat.web.alerts.services.rescreening import run_waiting
    from exeat.web.registers.lists import store_watchlist

    run_waiting(now=now)  # the lists that are in force already
    parties = (ListedParty("G-1", "glass-watch", "organisation", ("Lantern Bay Glassworks",)),)
    imported = Imported(list_id="glass-watch", parties=parties, counts=(), sources={"invented": "2" * 64})
    store_watchlist(imported, now=now)
    run_waiting(now=now)


def amended_list(now: datetime) -> None:
    """The control list as a later version has it: a paragraph fewer, compared with the version before."""
    from dataclasses import replace

    from exeat.domain.controls import Imported, Version
    from exeat.web.classification.services.amending import compare_new_versions
    from exeat.web.registers.lists import load_control_lists, store_control_list

    whole = load_control_lists()[0]
    camera = whole.entry("3X001")
    shorter = replace(camera, provisions=camera.provisions[:-1])
    entries = tuple(shorter if entry is camera else entry for entry in whole.entries)
    store_control_list(Imported(replace(whole, version=Version("amended"), entries=entries), {}), now=now)
    compare_new_versions(now=now)


@pytest.fixture
def undone() -> Callable[[], Any]:
    """A block whose changes are undone at its end."""
    from django.db import transaction

    @contextmanager
    def block() -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return block


@pytest.fixture
def attempt(office: Office, client: Any, undone: Callable[[], Any]) -> Callable[[Call, str | None], Any]:
    """Make an example call as somebody, with what comes before it; afterwards all is undone."""

    def run(call: Call, role: str | None) -> Any:
        with undone():
            for other, name in call.before:
                assert office.request(client, other, BY_NAME[name]).status_code in (200, 201), (name, other)
            return office.request(client, role, call)

    return run
