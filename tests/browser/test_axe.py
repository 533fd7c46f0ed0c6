"""Every page, as someone who may see it, on a phone and on a desk: nothing that shuts anybody out.

The pages come from the URL table. A new address stands in `ROUTES`, or in `NOT_PAGES` with what it is instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, get_resolver, reverse
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Route:
    """Who looks (None: nobody signed in), the SQL that finds each part of the address, and the status of the answer."""

    role: str | None = None
    kwargs: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


A_LAW = "SELECT min(slug) FROM regulations_instrument"
A_CONTROL_LIST = "SELECT list_id FROM registers_controllistversion"
OWN_DRAFT = """
    SELECT reference FROM cases_case JOIN registers_mandate USING (exporter_id)
    WHERE state = 'draft' AND NOT on_paper AND status = 'verified' AND user_id = (
        SELECT id FROM accounts_user WHERE 'exporter' = ANY(roles) AND is_active ORDER BY id LIMIT 1)
"""
OVERDUE_RETURN = """
    SELECT id FROM obligations_obligation WHERE rule = 'usage_return' AND state = 'open' AND due < current_date
"""
OWN_RETURN = """
    SELECT o.id FROM obligations_obligation o JOIN licences_licence l ON l.id = o.licence_id
    JOIN registers_exporter e ON e.id = l.exporter_id
    WHERE o.rule = 'usage_return' AND e.name = 'Kestrel Optics Ltd'
"""
ROUTES = {
    "home": Route(),
    # --- sign-in
    "account_login": Route(),
    "account_signup": Route(),
    "account_inactive": Route(),
    "account_email_verification_sent": Route(),
    "account_reset_password": Route(),
    "account_reset_password_done": Route(),
    "account_reset_password_from_key": Route(kwargs={"uidb36": "SELECT '1'", "key": "SELECT 'outdated'"}),
    "account_reset_password_from_key_done": Route(),
    "account_confirm_email": Route(kwargs={"key": "SELECT 'outdated'"}),
    "account_logout": Route("exporter"),
    "account_reauthenticate": Route("exporter"),
    "account_email": Route("exporter"),
    "account_change_password": Route("exporter"),
    "mfa_index": Route("exporter"),
    "mfa_activate_totp": Route("exporter"),
    "mfa_list_webauthn": Route("exporter"),
    "mfa_add_webauthn": Route("exporter"),
    "socialaccount_connections": Route("exporter"),
    "socialaccount_login_cancelled": Route(),
    "socialaccount_login_error": Route(status=401),
    # --- accounts
    "setup": Route("administrator"),
    "users": Route("administrator"),
    "user_add": Route("administrator"),
    "user": Route("administrator", {"pk": "SELECT id FROM accounts_user WHERE 'officer' = ANY(roles)"}),
    "delegations": Route("head"),
    "api_tokens": Route("exporter"),
    # --- register of exporters
    "mandates": Route("exporter"),
    "register_company": Route("exporter"),
    "register_exporters": Route("officer"),
    "exporter_add": Route("officer"),
    "exporter": Route("officer", {"pk": "SELECT exporter_id FROM registers_mandate WHERE document_id IS NOT NULL"}),
    # --- lists
    "watchlists": Route("officer"),
    "control_lists": Route(),
    "control_list": Route(kwargs={"list_id": A_CONTROL_LIST, "version": "SELECT 'current'"}),
    "provision": Route(kwargs={"list_id": A_CONTROL_LIST, "version": "SELECT 'current'", "path": "SELECT '0G001.a'"}),
    "import_records": Route("officer"),
    # --- applications and cases
    "portal": Route("exporter"),
    "application_new": Route("exporter"),
    "application_step": Route("exporter", {"reference": OWN_DRAFT, "step": "SELECT 'goods'"}),
    "desk": Route("officer"),
    "paper_application": Route("officer"),
    "case": Route("officer", {"reference": "SELECT reference FROM cases_case WHERE state = 'under_review'"}),
    "alerts": Route("officer"),
    "alert": Route("officer", {"pk": "SELECT id FROM alerts_alert WHERE change = 'changed'"}),
    "records": Route("head"),
    "regulations": Route("officer"),
    "regulation": Route("officer", {"slug": A_LAW}),
    "regulation_changes": Route("officer"),
    "regulation_enter": Route("officer"),
    "provision_text": Route(
        "officer", {"slug": A_LAW, "pk": f"SELECT min(id) FROM regulations_provision WHERE instrument_id = ({A_LAW})"}
    ),
    "search": Route("officer"),
    "denials": Route("officer"),
    "obligations": Route("officer"),
    "obligation": Route("exporter", {"pk": f"{OWN_RETURN} AND o.state = 'met'"}),
    "usage_return": Route("officer", {"pk": OVERDUE_RETURN}),
    "general": Route("exporter"),
    "denial_add": Route("officer"),
    "denials_load": Route("officer"),
    "denial": Route("officer", {"pk": "SELECT id FROM denials_denial"}),
    "reviews": Route("appeal"),
    "notices": Route("head"),
    "notice_add": Route("head"),
    "notice": Route("head", {"number": "SELECT number FROM scrutiny_notice"}),
    "inspection_programme": Route("head"),
    "inspection_sites": Route("officer"),
    "inspection_site_add": Route("officer"),
    "inspection_site": Route(
        "officer", {"pk": "SELECT site_id FROM inspection_visit WHERE state = 'done' ORDER BY id LIMIT 1"}
    ),
    "inspection_visit": Route(
        "officer", {"number": "SELECT number FROM inspection_visit WHERE state = 'planned' ORDER BY first LIMIT 1"}
    ),
    "inspection_actions": Route("officer"),
    "inspection_finding": Route("officer", {"pk": "SELECT finding_id FROM inspection_measure"}),
    "inspection_disclosure": Route("officer", {"pk": "SELECT id FROM inspection_disclosure"}),
    "inspection_mine": Route("exporter"),
    "inspection_exporter": Route("officer", {"pk": "SELECT exporter_id FROM inspection_site WHERE kind = 'exporter'"}),
    "sittings": Route("secretary"),
    "sitting": Route("secretary", {"number": "SELECT number FROM committee_sitting WHERE state = 'called'"}),
    "classification_panel": Route(
        "officer",
        {"reference": "SELECT reference FROM cases_case WHERE state = 'under_review'", "line": "SELECT 1"},
    ),
    "enquiry": Route(),
    "amendments": Route("officer"),
    "amendment": Route("officer", {"pk": "SELECT id FROM classification_amendment"}),
    # --- licences and the customs post
    "exporter_licences": Route("exporter"),
    "licence": Route("head", {"number": "SELECT number FROM licences_licence WHERE state = 'active'"}),
    "customs": Route("customs"),
    "shipment": Route("customs", {"number": "SELECT number FROM licences_licence", "line": "SELECT 1"}),
    "returned": Route("customs", {"number": "SELECT number FROM licences_licence", "line": "SELECT 1"}),
    "shipment_reverse": Route("customs", {"pk": "SELECT id FROM licences_draw WHERE kind = 'shipment'"}),
    "reconcile": Route("customs", {"pk": "SELECT id FROM licences_draw WHERE kind = 'provisional'"}),
    "unplaced": Route("customs"),
    "provisional": Route("customs"),
    "provisional_offline": Route(),
    # --- for everybody
    "verify": Route(),
    # --- agency, decisions, overview
    "agency_desk": Route("reviewer"),
    "decisions": Route("head"),
    "overview": Route("head"),
    "workload": Route("head"),
    # --- people
    "officials": Route("head"),
    "official_add": Route("head"),
    "official": Route("head", {"pk": "SELECT official_id FROM people_leave"}),
    "official_change": Route("head", {"pk": "SELECT id FROM people_official"}),
    "official_calendar": Route("head", {"pk": "SELECT id FROM people_official"}),
    "key_people": Route("head"),
    "duty_add": Route("head"),
    "capabilities": Route("head"),
    "capability_add": Route("head"),
    "capability": Route("head", {"slug": "SELECT capability_id FROM capabilities_work"}),
    "capability_change": Route("head", {"slug": "SELECT id FROM capabilities_capability"}),
    "resolution_1540": Route("head"),
    "import_register": Route("head"),
    "duty": Route("head", {"pk": "SELECT id FROM people_duty"}),
    "offers": Route("head"),
    "offer_add": Route("officer"),
    "plans": Route("head"),
    "plan": Route("head", {"pk": "SELECT id FROM cooperation_planrun WHERE base_id IS NOT NULL"}),
    "plan_what_if": Route("head", {"pk": "SELECT id FROM cooperation_planrun WHERE base_id IS NULL"}),
    "plan_weeks": Route("head", {"pk": "SELECT id FROM cooperation_planrun WHERE base_id IS NULL"}),
    "plan_tests": Route("head", {"pk": "SELECT run_id FROM studies_study"}),
    "partners": Route("head"),
    "windows": Route("head", {"pk": "SELECT id FROM partners_publication"}),
    "programme": Route("head"),
    "programme_state": Route("head", {"state": "SELECT state FROM programme_statekey"}),
    "programme_plan": Route("head", {"pk": "SELECT id FROM programme_programmeplan"}),
    "offers_read": Route("officer"),
    "offer": Route("officer", {"reference": "SELECT reference FROM cooperation_offer WHERE state = 'proposed'"}),
    "board": Route("head"),
    "replies": Route("head"),
    "returns": Route("head"),
    "return": Route("head", {"pk": "SELECT id FROM returns_return"}),
    "return_file": Route("head", {"reference": "SELECT reference FROM cooperation_offer WHERE state = 'open'"}),
    "plan_memo": Route("head", {"pk": "SELECT id FROM cooperation_planrun"}),
    "reply": Route("head", {"pk": "SELECT id FROM replies_reply WHERE released_at IS NULL"}),
    "reply_draft": Route("head", {"reference": "SELECT reference FROM cooperation_offer WHERE state = 'open'"}),
    "statistics": Route("head"),
    "statistics_behind": Route("head", {"table": "SELECT 'kinds'"}),
    "statistics_reports": Route(),
    "statistics_report": Route(kwargs={"pk": "SELECT id FROM statistics_report"}),
    "statistics_whole": Route("head", {"pk": "SELECT id FROM statistics_report"}),
    "overview_cases": Route("head", {"figure": "SELECT 'open'"}),
    # --- audit
    "audit": Route("auditor"),
    "audit_proof": Route("auditor"),
    "audit_exceptions": Route("auditor"),
    "audit_reads": Route("auditor"),
}

POSTED, FILE, PART = "takes a form", "answers a file", "a part of a page"
HALFWAY, MACHINE = "a step in the middle of signing in", "for programs"
NOT_PAGES = {
    "audit_verify": "a step: asks for a proof",
    "audit_checkpoints": "a file",
    "account_set_password": HALFWAY,
    "account_confirm_login_code": HALFWAY,
    "mfa_authenticate": HALFWAY,
    "mfa_reauthenticate": HALFWAY,
    "mfa_reauthenticate_webauthn": HALFWAY,
    "mfa_deactivate_totp": HALFWAY,
    "mfa_view_recovery_codes": HALFWAY,
    "mfa_generate_recovery_codes": HALFWAY,
    "mfa_download_recovery_codes": FILE,
    "mfa_remove_webauthn": HALFWAY,
    "mfa_edit_webauthn": HALFWAY,
    "mfa_login_webauthn": MACHINE,
    "socialaccount_signup": HALFWAY,
    "openid_connect_login": HALFWAY,
    "openid_connect_callback": HALFWAY,
    "user_step": POSTED,
    "offer_withdraw": POSTED,
    "offer_meet": POSTED,
    "offer_fix": POSTED,
    "replies_draft": POSTED,
    "reply_joint": POSTED,
    "reply_release": POSTED,
    "reply_drop": POSTED,
    "reply_file": FILE,
    "return_evidence": POSTED,
    "plan_memo_file": FILE,
    "plan_workbook": FILE,
    "plan_release": POSTED,
    "plan_file": FILE,
    "plan_tests_ask": POSTED,
    "windows_release": POSTED,
    "windows_file": FILE,
    "programme_windows": POSTED,
    "programme_key": POSTED,
    "programme_plan_file": FILE,
    "plan_calendar": FILE,
    "delegation_end": POSTED,
    "api_token_revoke": POSTED,
    "exporter_step": POSTED,
    "mandate_step": POSTED,
    "mandate_letter": FILE,
    "application_documents": POSTED,
    "application_flags": POSTED,
    "application_submit": POSTED,
    "application_missing": PART,
    "application_hints": PART,
    "control_list_in_force": "leads to the list in force",
    "import_template": FILE,
    "licence_step": POSTED,
    "licence_change": POSTED,
    "general_register": POSTED,
    "obligation_step": POSTED,
    "licence_code": FILE,
    "unplaced_resolve": POSTED,
    "provisional_file": POSTED,
    "provisional_example": FILE,
    "provisional_send": MACHINE,
    "provisional_worker": MACHINE,
    "case_act": POSTED,
    "mention_seen": POSTED,
    "notice_revoke": POSTED,
    "denial_draft": FILE,
    "denial_release": POSTED,
    "inspection_site_act": POSTED,
    "inspection_visit_act": POSTED,
    "inspection_finding_act": POSTED,
    "inspection_disclosure_act": POSTED,
    "sitting_plan": POSTED,
    "sitting_act": POSTED,
    "committee_seat": POSTED,
    "enquiry_apply": POSTED,
    "classification_state": POSTED,
    "classification_classify": POSTED,
    "alert_act": POSTED,
    "official_mine": "leads to one's own entry",
    "official_calendar_confirm": POSTED,
    "official_calendar_file": FILE,
    "leave_cancel": POSTED,
    "resolution_1540_file": FILE,
    "import_register_template": FILE,
    "denials_template": FILE,
    "denials_notices": FILE,
    "case_bundle": FILE,
    "usage_sheet": FILE,
    "case_preview": FILE,
    "exporter_bundle": FILE,
    "records_hold": POSTED,
    "regulation_act": POSTED,
    "search_download": FILE,
    "search_keep": POSTED,
    "search_drop": POSTED,
    "search_act": POSTED,
    "desk_keep": POSTED,
    "desk_drop": POSTED,
    "records_dispose": POSTED,
    "denial_act": POSTED,
    "duty_end": POSTED,
    "statistics_publish": POSTED,
    "statistics_download": FILE,
    "statistics_report_download": FILE,
    "document": FILE,
    "verify_keys": MACHINE,
    "verify_revocations": MACHINE,
    "verify_worker": MACHINE,
}
API = "api"  # the namespace of the JSON API, which has no pages


def _names(patterns: list, namespace: str = "") -> Iterator[str]:
    """The names in the URL table, but those of the API."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield namespace + pattern.name
        elif not (pattern.namespace or "").startswith(API):
            yield from _names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)


def test_every_address_is_listed_once() -> None:
    names, listed = set(_names(get_resolver().url_patterns)), {*ROUTES, *NOT_PAGES}
    assert names - listed == set(), "list them in ROUTES, or in NOT_PAGES with what they are"
    assert listed - names == set(), "these are gone from the URL table"
    assert ROUTES.keys() & NOT_PAGES.keys() == set()


@pytest.mark.parametrize("name", ROUTES)
def test_page_has_no_serious_fault(
    name: str,
    site,
    sign_in: Callable[..., Page],
    open_window: Callable[..., Page],
    confirm_password: Callable[[Page], None],
) -> None:
    route = ROUTES[name]
    page = sign_in(route.role) if route.role else open_window()
    address = reverse(name, kwargs={part: site.one(sql) for part, sql in route.kwargs.items()})

    answer = page.goto(address)
    if page.url != site.url + address and "/reauthenticate/" in page.url:
        confirm_password(page)
        answer = page.goto(address)

    assert answer.status == route.status
    assert page.url == site.url + address, "another page was shown instead"
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert _serious_faults(page) == []


@pytest.mark.parametrize("step", ["flags", "check"])
def test_further_page_of_an_application_has_no_serious_fault(step: str, site, sign_in: Callable[..., Page]) -> None:
    page = sign_in("exporter")
    answer = page.goto(reverse("application_step", args=[site.one(OWN_DRAFT), step]))
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert _serious_faults(page) == []


@pytest.mark.parametrize(("role", "state"), [("officer", "under_review"), ("head", "measure_taken")])
def test_page_of_a_measure_has_no_serious_fault(role: str, state: str, site, sign_in: Callable[..., Page]) -> None:
    page, measures = sign_in(role), "change IN ('suspend', 'revoke')"
    reference = site.one(f"SELECT reference FROM cases_case WHERE {measures} AND state = '{state}'")
    assert page.goto(reverse("case", args=[reference])).status == 200
    page.locator("#licensed summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert _serious_faults(page) == []


def _serious_faults(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']}: {node['html']}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
