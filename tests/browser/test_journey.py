"""The walk-through of the docs, played by six people on phones with JavaScript off: from draft to draw-down."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

REFERENCE = "SELECT reference FROM cases_case WHERE application->>'applicant_reference' = 'KO-26-033'"
STATE = "SELECT state FROM cases_case WHERE application->>'applicant_reference' = 'KO-26-033'"


def form_of(page: Page, button: str) -> Locator:
    """The form of a button, unfolded where it is folded."""
    form = page.locator("form", has=page.get_by_role("button", name=button, exact=True, include_hidden=True)).first
    if not form.is_visible():
        form.locator("xpath=ancestor::details").last.locator("summary").first.click()
    return form


def press(form: Locator, button: str) -> None:
    form.get_by_role("button", name=button, exact=True).click()


def ship(page: Page, quantity: str, value: str, declaration: str) -> None:
    fields = {"quantity": quantity, "value": value, "declaration": declaration, "post": "North Quay"}
    for name, text in fields.items():
        page.locator(f"main [name={name}]").fill(text)
    page.get_by_role("button", name="Record the shipment").click()


@pytest.mark.parametrize("width", [390])
def test_one_case_from_draft_to_draw_down_without_javascript(
    sign_in: Callable[..., Page], site: Any, width: int
) -> None:
    def person(email: str) -> Page:
        return sign_in(email, java_script_enabled=False)

    case = f"/cases/{site.one(REFERENCE)}/"

    exporter = person("farida@kestrel.example")
    exporter.goto("/applications/")
    exporter.get_by_role("link", name="Finish and submit it").first.click()
    exporter.get_by_role("link", name="Line 1, Technical values").first.click()
    exporter.get_by_label("Technical values").first.fill("640 x 512 elements, 30 frames a second")
    exporter.get_by_role("button", name="Save and continue").click()
    exporter.get_by_role("link", name="Check and submit").first.click()
    exporter.get_by_role("button", name="Submit the application").click()
    assert site.one(STATE) == "submitted"

    officer = person("officer@authority.example")
    officer.goto(case)
    officer.get_by_role("button", name="Register: the clock starts").click()
    officer.get_by_role("button", name="Begin the review").click()
    form = form_of(officer, "Record the classification")
    form.locator("input[type=text]").first.fill("6G003.b")
    form.locator("textarea").first.fill("More than 111,000 elements")
    press(form, "Record the classification")
    form = form_of(officer, "Settle the match")
    form.get_by_label("No: dismiss the match").check()
    form.locator("textarea").first.fill("Another country, another firm")
    press(form, "Settle the match")
    press(form_of(officer, "Refer to the agencies"), "Refer to the agencies")

    ministry = person("officer2@authority.example")
    ministry.goto(case)
    form = form_of(ministry, "Give this position")
    form.get_by_label("No objection", exact=True).check()
    press(form, "Give this position")

    customs_desk = person("reviewer@customs.example")
    customs_desk.goto(case)
    form = form_of(customs_desk, "Give this position")
    form.get_by_label("No objection, with conditions", exact=True).check()
    form.get_by_role("checkbox", name=re.compile("Notice before shipment")).check()
    press(form, "Give this position")

    for email, button in (("officer@authority.example", "Recommend"), ("head@authority.example", "Decide")):
        signing = person(email)
        signing.goto(case)
        form = form_of(signing, button)
        form.get_by_label("Grant with conditions", exact=True).check()
        form.locator("textarea").first.fill("A rescue service; the notice covers the route.")
        press(form, button)
    assert site.one(STATE) == "granted_with_conditions"

    number = site.one(
        REFERENCE.replace(
            "SELECT reference", "SELECT (SELECT number FROM licences_licence l WHERE l.case_id = cases_case.id)"
        )
    )
    post = person("north-quay@customs.example")
    post.goto("/customs/")
    post.locator("main input[type=text], main input[type=search]").first.fill(number)
    post.get_by_role("button", name="Find the licence").click()
    post.get_by_role("link", name="Record a shipment").first.click()
    shipping = post.url
    ship(post, "4", "28000", "NQ-1")
    expect(post.locator("main")).to_contain_text("2 item")
    post.goto(shipping)
    ship(post, "3", "21000", "NQ-2")
    expect(post.locator("main")).to_contain_text("2 remain")
