"""After a case: licences and customs, alerts, lists, records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api_office.call import ANYBODY, AUTHORITY, BY, INSIDE, PDF_64, REASON, Call, Office, in_case, newest

_LICENCE: dict[str, Callable[[Office], Any]] = {"number": lambda office: office.licence.number}
_GENERAL = {"authorisation": lambda office: "xa-g1"}
_OWED = {"id": lambda office: office.latest("obligations.Obligation", arose__lt=office.today, rule="usage_return")}
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


def _here(office: Office) -> dict[str, Any]:
    return {**_PROVISIONAL, "licence": office.licence.number}


CALLS = [
    # --- anyone
    Call("keys", "GET", "/keys", ANYBODY),
    Call("revocations", "GET", "/revocations", ANYBODY),
    # --- licences and customs
    Call("list_licences", "GET", "/licences", ANYBODY),
    Call("show_licence", "GET", "/licences/{number}", f"exporter customs {AUTHORITY}", params=_LICENCE),
    Call("download_licence", "GET", "/licences/{number}/pdf", f"exporter customs {AUTHORITY}", params=_LICENCE),
    Call("suspend_licence", "POST", "/licences/{number}/suspend", "head", REASON, _LICENCE),
    Call(
        "reinstate_licence", "POST", "/licences/{number}/reinstate", "head", REASON, _LICENCE,
        (("head", "suspend_licence"),),
    ),
    Call(
        "open_proceeding", "POST", "/licences/{number}/proceedings", "officer",
        {"how": "revoke", "reasons": "as the file shows", "grounds": ["misuse"]}, _LICENCE,
    ),
    Call(
        "acknowledge_surrender", "POST", "/cases/{reference}/acknowledge", "officer",
        params={"reference": lambda office: office.latest("cases.Case", "reference", change="surrender")},
        before=(("exporter", "surrender_licence"),),
    ),
    Call("list_general", "GET", "/general-authorisations", ANYBODY),
    Call(
        "register_exporter_for", "POST", "/general-authorisations/{authorisation}/registrations", "exporter",
        lambda o: {"exporter": o.licence.exporter_id}, _GENERAL,
    ),
    Call("list_obligations", "GET", "/obligations", ANYBODY),
    Call(
        "fulfil_obligation", "POST", "/obligations/{id}/fulfil", "exporter officer",
        {"file": "return.pdf", "content": PDF_64}, _OWED,
    ),
    Call(
        "hand_in_usage_return", "POST", "/obligations/{id}/return", "exporter officer",
        {"lines": [{"goods": "Camera", "entry": "6A003", "quantity": "1", "unit": "item", "value": "5.00",
                    "currency": "USD", "destination": "XD", "consignee": "Delta Rescue"}]},
        _OWED,
    ),
    Call(
        "show_usage_return", "GET", "/obligations/{id}/return", f"exporter {AUTHORITY}", params=_OWED,
        before=(("exporter", "hand_in_usage_return"),),
    ),
    Call(
        "accept_fulfilment", "POST", "/obligations/{id}/accept", "officer", params=_OWED,
        before=(("exporter", "fulfil_obligation"),),
    ),
    Call(
        "send_back_fulfilment", "POST", "/obligations/{id}/send-back", "officer", REASON, _OWED,
        (("exporter", "fulfil_obligation"),),
    ),
    Call("release_obligation", "POST", "/obligations/{id}/release", "head", REASON, _OWED),
    Call("begin_change", "POST", "/licences/{number}/changes", "exporter", {"how": "amend"}, _LICENCE),
    Call("surrender_licence", "POST", "/licences/{number}/surrender", "exporter", REASON, _LICENCE),
    Call("record_shipment", "POST", "/licences/{number}/shipments", "customs", _SHIPMENT, _LICENCE),
    Call(
        "record_return", "POST", "/licences/{number}/returns", "customs",
        {**BY, "line": 1, "quantity": "1", "unit": "item"},
        {"number": lambda office: office.latest("licences.Licence", "number", case__kind="temporary_export")},
    ),
    Call(
        "reverse_shipment", "POST", "/shipments/{id}/reverse", "customs", {**BY, **REASON}, newest("licences.Draw"),
        (("customs", "record_shipment"),),
    ),
    Call(
        "reconcile_shipment", "POST", "/shipments/{id}/reconcile", "customs",
        {**BY, "quantity": "2", "value": "9000.00"}, newest("licences.Draw"), (("customs", "record_provisional"),),
    ),
    Call("record_provisional", "POST", "/provisional-shipments", "customs", _here),
    Call("list_unplaced", "GET", "/unplaced-shipments", ANYBODY),
    Call(
        "resolve_unplaced", "POST", "/unplaced-shipments/{id}/resolve", "customs", {"resolution": "a typing mistake"},
        newest("licences.UnplacedShipment"),
    ),
    # --- alerts
    Call("list_alerts", "GET", "/alerts", ANYBODY),
    Call("show_alert", "GET", "/alerts/{id}", f"reviewer {AUTHORITY}", params=newest("alerts.Alert")),
    Call(
        "settle_alert", "POST", "/alerts/{id}/settle", "officer", {"confirmed": False, **REASON},
        newest("alerts.Alert"),
    ),
    Call(
        "ask_about_alert", "POST", "/alerts/{id}/ask", "officer",
        lambda o: {"case": o.cases["alerted"].reference, "question": "Who is it?"}, newest("alerts.Alert"),
    ),
    Call(
        "propose_suspension", "POST", "/alerts/{id}/propose-suspension", "officer",
        lambda o: {"licence": o.licence.number, **REASON}, newest("alerts.Alert"),
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
        {"statement": "frame rate 9 Hz"}, in_case("under_review"),
    ),
    Call(
        "list_precedents", "GET", "/cases/{reference}/items/1/precedents", f"reviewer secretary {AUTHORITY}",
        params=in_case("referred"),
    ),
    Call("list_amendments", "GET", "/amendments", f"reviewer {AUTHORITY}"),
    Call(
        "show_amendment", "GET", "/amendments/{id}", f"reviewer {AUTHORITY}",
        params=newest("classification.Amendment"),
    ),
    Call("show_policy", "GET", "/policy", ANYBODY),
    Call("list_foreign_records", "GET", "/foreign-records", ANYBODY),
    Call("create_foreign_record", "POST", "/foreign-records", "officer", _FOREIGN),
    Call(
        "show_foreign_record", "GET", "/foreign-records/{id}", AUTHORITY,
        params=newest("registers.ForeignRecord"), before=(("officer", "create_foreign_record"),),
    ),
    Call("verify_audit", "POST", "/audit/verify", "auditor"),
    # --- records to take along
    Call("bundle_case", "GET", "/cases/{reference}/bundle", INSIDE, params=in_case("referred")),
    Call(
        "bundle_exporter", "GET", "/exporters/{id}/bundle", "officer head",
        params={"id": lambda o: o.licence.exporter_id},
    ),
]  # fmt: skip
