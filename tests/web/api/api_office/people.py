"""People, what they can do, offers, plans and partners."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from api_office.call import ANYBODY, PASSWORD, PROGRAMME, REASON, Call, Office, newest, of_user
from api_office.stages import signed_windows

_OFFER: dict[str, Callable[[Office], Any]] = {"reference": lambda office: office.offer.reference}
_PLAN = newest("cooperation.PlanRun")
_REPORTED = (("officer", "file_return"),)
_NEIGHBOUR: dict[str, Callable[[Office], Any]] = {"state": lambda office: "XA"}
_MESSAGE = b"SUBJECT: WORKSHOP\n1. A workshop on end-use checks is held in Larkmoor from 4 to 6 May 2027."
_COMPANY = {"name": "Lantern Works", "country": "XA", "registration": "R-77"}
_OFFICIAL = {"email": "new@example.org", "name": "New Official", "roles": ["officer"]}


def _deputy(office: Office) -> dict[str, Any]:
    span = {"start": "2026-06-01", "end": "2026-06-30", "reason": "leave"}
    return {"principal": office.users["head"].pk, "deputy": office.users["officer"].pk, "role": "head", **span}


def _own_key(office: Office) -> dict[str, Any]:
    from exeat.web.audit.keys import public_key_set

    return {"jwk": public_key_set()}


CALLS = [
    # --- oneself
    Call("make_token", "POST", "/tokens", "", lambda o: {"email": o.users["officer"].email, "password": PASSWORD}),
    Call("my_tokens", "GET", "/tokens", ANYBODY),
    Call("revoke_token", "DELETE", "/tokens/{id}", "colleague", params=newest("accounts.ApiToken")),
    Call("me", "GET", "/me", ANYBODY),
    # --- people and capabilities
    Call("list_officials", "GET", "/officials", ANYBODY),
    Call(
        "record_leave",
        "POST",
        "/officials/{id}/leave",
        "officer head",
        {"first": "2026-06-01", "last": "2026-06-05"},
        newest("people.Official"),
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
    Call("release_windows", "POST", "/windows/{id}/release", "head", params=newest("partners.Publication")),
    # --- a programme office
    Call("take_state_key", "PUT", "/programme/states/{state}/key", "head", _own_key, _NEIGHBOUR),
    Call("list_state_windows", "GET", "/programme/windows", ANYBODY),
    Call(
        "bring_state_windows", "POST", "/programme/windows", "officer head",
        lambda o: {"token": signed_windows(datetime(2026, 12, 1, tzinfo=UTC))},
    ),
    Call("show_state_windows", "GET", "/programme/states/{state}", "officer head", params=_NEIGHBOUR),
    Call("list_invitation_plans", "GET", "/programme/plans", ANYBODY),
    Call("ask_for_invitations", "POST", "/programme/plans", "officer head", {"offers": PROGRAMME, "others": []}),
    Call(
        "show_invitations", "GET", "/programme/plans/{id}", "officer head", params=newest("programme.ProgrammePlan"),
    ),
    # --- after return
    Call("list_due_returns", "GET", "/returns/due", ANYBODY),
    Call("list_returns", "GET", "/returns", ANYBODY),
    Call("show_return", "GET", "/returns/{id}", "officer head", params=newest("returns.Return"), before=_REPORTED),
    Call(
        "file_return", "POST", "/offers/{reference}/return", "officer head",
        {
            "report": "Three days of cases.", "handover": "Papers are with the officer.",
            "achieved": [{"capability": "licensing-review", "units": 6, "shows": "Two cases were worked.", "level": 3}],
        },
        {"reference": lambda office: office.latest("cooperation.Offer", "reference", title="Spring course")},
    ),
    Call(
        "record_return_evidence", "POST", "/returns/{id}/evidence/{slug}", "officer head",
        params={**newest("returns.Return"), "slug": lambda office: "licensing-review"}, before=_REPORTED,
    ),
    # --- answers to partners
    Call("list_replies", "GET", "/replies", ANYBODY),
    Call("draft_reply", "POST", "/offers/{reference}/replies", "officer head", {"kind": "decline"}, _OFFER),
    Call(
        "change_reply", "PUT", "/replies/{id}", "officer head", {"subject": "A reply", "text": "Not this time."},
        newest("replies.Reply"), before=(("officer", "draft_reply"),),
    ),
    Call(
        "release_reply", "POST", "/replies/{id}/release", "head", params=newest("replies.Reply"),
        before=(("officer", "draft_reply"),),
    ),
    Call(
        "drop_reply", "DELETE", "/replies/{id}", "officer head", params=newest("replies.Reply"),
        before=(("officer", "draft_reply"),),
    ),
    Call(
        "download_reply", "GET", "/replies/{id}/letter.pdf", "officer head", params=newest("replies.Reply"),
        before=(("officer", "draft_reply"), ("head", "release_reply")),
    ),
    Call("download_memo", "GET", "/plans/{id}/memo", "officer head", params=newest("cooperation.PlanRun")),
    # --- accounts
    Call("show_setup", "GET", "/setup", "administrator"),
    Call("list_users", "GET", "/users", "administrator"),
    Call("create_user", "POST", "/users", "administrator", _OFFICIAL),
    Call("show_user", "GET", "/users/{id}", "administrator", params=of_user("officer")),
    Call("change_roles", "PUT", "/users/{id}/roles", "administrator", {"roles": ["auditor"]}, of_user("officer")),
    Call("close_user", "POST", "/users/{id}/close", "administrator", params=of_user("outsider")),
    Call("open_user", "POST", "/users/{id}/open", "administrator", params=of_user("outsider")),
    Call("mail_password_link", "POST", "/users/{id}/password-link", "administrator", params=of_user("officer")),
    Call("list_delegations", "GET", "/delegations", ANYBODY),
    Call("delegate", "POST", "/delegations", "head administrator", _deputy),
    Call(
        "end_delegation", "POST", "/delegations/{id}/end", "officer head administrator",
        params=newest("accounts.Delegation"), before=(("administrator", "delegate"),),
    ),
    # --- exporters
    Call("list_exporters", "GET", "/exporters", ANYBODY),
    Call("register_exporter", "POST", "/exporters", ANYBODY, _COMPANY),
    Call(
        "verify_exporter", "POST", "/exporters/{id}/verify", "officer",
        params=newest("registers.Exporter"), before=(("exporter", "register_exporter"),),
    ),
    Call(
        "suspend_exporter", "POST", "/exporters/{id}/suspend", "officer", REASON,
        {"id": lambda o: o.cases["draft"].exporter_id},
    ),
    Call("list_mandates", "GET", "/mandates", ANYBODY),
    *(
        Call(
            f"{step}_mandate", "POST", f"/mandates/{{id}}/{step}", "officer", None if step == "verify" else REASON,
            newest("registers.Mandate"), before=(("exporter", "register_exporter"),),
        )
        for step in ("verify", "refuse")
    ),
    Call("revoke_mandate", "POST", "/mandates/{id}/revoke", "officer", REASON, newest("registers.Mandate")),
]  # fmt: skip
