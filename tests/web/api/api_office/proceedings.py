"""Beside a case: the committee, reviews, what is beyond the lists, inspection, denials."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api_office.call import ANYBODY, AUTHORITY, DENIAL, INSIDE, REASON, Call, Office, in_case, newest, of_sitting

_CALLED, _OPEN = of_sitting("called"), of_sitting("open")
_OPEN_ITEM: dict[str, Callable[[Office], Any]] = {"id": lambda office: office.sitting("open").items.get().pk}
_PLANNED = {"day": "2026-06-03", "at": "10:00", "place": "Harbour Hall"}
_NOTICE = newest("scrutiny.Notice", "number", "number")
_SITE, _VISIT = newest("inspection.Site"), newest("inspection.Visit", "number", "number")

CALLS = [
    # --- committee
    Call("list_sittings", "GET", "/committee/sittings", ANYBODY),
    Call("plan_sitting", "POST", "/committee/sittings", "secretary", _PLANNED),
    Call("show_sitting", "GET", "/committee/sittings/{number}", f"secretary reviewer {AUTHORITY}", params=_CALLED),
    Call(
        "place_on_agenda", "POST", "/committee/sittings/{number}/place", "secretary",
        lambda o: {"item": o.latest("committee.AgendaItem")}, newest("committee.Sitting", "number", "number"),
        before=(("officer", "lay_before_committee"), ("secretary", "plan_sitting")),
    ),
    Call(
        "call_sitting", "POST", "/committee/sittings/{number}/call", "secretary",
        params=newest("committee.Sitting", "number", "number"),
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
        {"summary": "The foreign ministry objects."}, in_case("objected"),
    ),
    Call(
        "decide_escalated", "POST", "/cases/{reference}/committee/decide", "head",
        {"advice": "grant", "reasons": "The end user is known."}, in_case("escalated"),
    ),
    Call("hand_on_escalated", "POST", "/cases/{reference}/committee/hand-on", "head", REASON, in_case("escalated")),
    # --- review of decisions
    Call("reviews_of_case", "GET", "/cases/{reference}/reviews", f"{INSIDE} appeal", params=in_case("appealed")),
    Call(
        "ask_review", "POST", "/cases/{reference}/review", "exporter", {"statement": "We are a fire service."},
        in_case("refused"),
    ),
    Call("withdraw_review", "POST", "/cases/{reference}/review/withdraw", "exporter", params=in_case("appealed")),
    *(
        Call(name, "POST", f"/cases/{{reference}}/review/{step}", "appeal", {"reasons": "So."}, in_case("appealed"))
        for name, step in (("uphold_decision", "uphold"), ("vary_decision", "vary"), ("annul_decision", "annul"))
    ),
    Call(
        "vary_measure", "POST", "/cases/{reference}/review/vary-measure", "appeal",
        {"outcome": "suspend_licence", "until": "2026-12-01", "reasons": "So."}, in_case("measure"),
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
    Call("scrutiny_of_case", "GET", "/cases/{reference}/scrutiny", INSIDE, params=in_case("referred")),
    Call(
        "settle_notice", "POST", "/cases/{reference}/notices/{key}/settle", "officer",
        {"lines": [1], "reason": "the same pumps"}, {**in_case("referred"), **newest("scrutiny.Meeting", "key")},
    ),
    Call(
        "answer_flags", "POST", "/cases/{reference}/flags", "exporter",
        {"answers": {"cash-for-dear-goods": False}}, in_case("draft"),
    ),
    Call(
        "weigh_flags", "POST", "/cases/{reference}/flags/weigh", "officer",
        {"answers": {"roundabout-route": True}, "weighed": {"roundabout-route": "the usual way"}}, in_case("referred"),
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
    Call("show_site", "GET", "/sites/{id}", f"exporter {AUTHORITY}", params=_SITE),
    Call(
        "set_site_risk", "POST", "/sites/{id}/risk", "officer", {"risk": "low", "why": "New people."}, _SITE,
    ),
    Call(
        "close_site", "POST", "/sites/{id}/close", "officer", REASON, newest("inspection.Site"),
        before=(("officer", "enter_site"),),
    ),
    Call(
        "enter_disclosure", "POST", "/sites/{id}/disclosures", "officer",
        {"text": "Late.", "discovered_on": "2026-03-02", "disclosed_on": "2026-03-02"}, _SITE,
    ),
    Call("show_visit", "GET", "/visits/{number}", AUTHORITY, params=_VISIT),
    Call("show_finding", "GET", "/findings/{id}", f"exporter {AUTHORITY}", params=newest("inspection.Finding")),
    Call("list_open_actions", "GET", "/corrective-actions", ANYBODY),
    Call("list_disclosures", "GET", "/disclosures", ANYBODY),
    Call(
        "show_disclosure", "GET", "/disclosures/{id}", f"exporter {AUTHORITY}", params=newest("inspection.Disclosure"),
        before=(("exporter", "disclose_breach"),),
    ),
    Call(
        "record_disclosed_finding", "POST", "/disclosures/{id}/findings", "officer",
        {"item": "export-compliance.records", "severity": "minor", "text": "Missing.", "correction": "File them."},
        newest("inspection.Disclosure"), before=(("exporter", "disclose_breach"),),
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
        newest("inspection.Finding"),
    ),
    Call(
        "take_measure", "POST", "/findings/{id}/measures", "officer head", {"kind": "warning", "reasons": "late"},
        newest("inspection.Finding"),
    ),
    Call(
        "end_measure", "POST", "/measures/{id}/end", "officer head", REASON, newest("inspection.Measure"),
        before=(("head", "take_measure"),),
    ),
    Call(
        "report_action_done", "POST", "/corrective-actions/{id}/done", "exporter officer", {"done": "Filed."},
        newest("inspection.Action"),
    ),
    Call(
        "verify_action", "POST", "/corrective-actions/{id}/verify", "officer", {"note": "seen"},
        newest("inspection.Action"), before=(("exporter", "report_action_done"),),
    ),
    Call(
        "send_action_back", "POST", "/corrective-actions/{id}/send-back", "officer", {"note": "two are missing"},
        newest("inspection.Action"), before=(("exporter", "report_action_done"),),
    ),
    Call(
        "disclose_breach", "POST", "/disclosures", "exporter",
        lambda o: {"exporter": o.cases["draft"].exporter_id, "text": "Late.", "discovered_on": "2026-03-02"},
    ),
    Call(
        "settle_disclosure", "POST", "/disclosures/{id}/settle", "officer", {"outcome": "A warning."},
        newest("inspection.Disclosure"), before=(("exporter", "disclose_breach"),),
    ),
    # --- search, and many cases at once
    Call("search_cases", "GET", "/search", ANYBODY),
    Call("list_saved_views", "GET", "/saved-views", ANYBODY),
    Call("keep_view", "POST", "/saved-views", ANYBODY, {"name": "Cameras", "query": "q=camera"}),
    Call("drop_view", "DELETE", "/saved-views/{id}", ANYBODY, params={"id": lambda office: 1}),
    Call(
        "refer_cases", "POST", "/in-bulk/refer", "officer",
        lambda o: {"cases": [o.cases["referred"].reference], "agencies": ["mfa"]},
    ),
    Call(
        "remind_agencies_of_cases", "POST", "/in-bulk/remind", "officer",
        lambda o: {"cases": [o.cases["referred"].reference]},
    ),
    Call(
        "assign_cases", "POST", "/in-bulk/assign", "officer head",
        lambda o: {"cases": [o.cases["referred"].reference], "officer": o.users["officer"].pk},
    ),
    # --- denials
    Call("list_denials", "GET", "/denials", ANYBODY),
    Call("show_denial", "GET", "/denials/{id}", AUTHORITY, params=newest("denials.Denial")),
    Call("enter_denial", "POST", "/denials", "officer head", {**DENIAL, "reference": "D-8"}),
    Call(
        "renew_denial", "POST", "/denials/{id}/renew", "officer head",
        {"valid_until": "2040-01-01", "note": "reviewed"}, newest("denials.Denial"),
    ),
    Call(
        "revoke_denial", "POST", "/denials/{id}/revoke", "officer head", {"note": "withdrawn"},
        newest("denials.Denial"),
    ),
    Call(
        "release_denial", "POST", "/denials/{id}/release", "head",
        params={"id": lambda o: o.cases["refused"].denial.pk},
    ),
    Call(
        "denials_of_case", "GET", "/cases/{reference}/denials", INSIDE,
        params=in_case("referred"),
    ),
    Call(
        "settle_denial", "POST", "/cases/{reference}/denials/{key}/settle", "officer", REASON,
        {**in_case("referred"), **newest("denials.Resemblance", "key")},
    ),
    Call(
        "consult_on_denial", "POST", "/cases/{reference}/denials/{key}/consult", "officer",
        params={**in_case("referred"), **newest("denials.Resemblance", "key")},
    ),
    Call(
        "record_consultation", "POST", "/cases/{reference}/denials/{key}/answer", "officer",
        {"answer": "agrees", "text": "Note 14"}, {**in_case("referred"), **newest("denials.Resemblance", "key")},
        before=(("officer", "consult_on_denial"),),
    ),
]  # fmt: skip
