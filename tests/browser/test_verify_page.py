"""Verification in a real browser: a pasted token, a picture of the code, and both with the network off."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from exeat.adapters import qr

pytestmark = pytest.mark.browser


@pytest.fixture
def token(site) -> str:
    return site.one("SELECT token FROM licences_licence WHERE state = 'active' AND token <> '' ORDER BY number DESC")


def open_page(page: Page) -> None:
    page.goto("/verify/")
    expect(page.locator("#verify[data-ready=yes]")).to_be_attached()


def give_picture(page: Page, token: str) -> None:
    picture = {"name": "code.png", "mimeType": "image/png", "buffer": qr.write_png(token)}
    page.locator("[data-part=file]").set_input_files(picture)
    page.get_by_role("button", name="Verify", exact=True).click()


def test_a_pasted_token_is_answered_in_the_browser(page, token):
    open_page(page)
    page.locator("[data-part=token]").fill(token)
    page.get_by_role("button", name="Verify", exact=True).click()
    expect(page.locator("[data-part=answer]")).to_have_text("valid")
    page.locator("[data-part=token]").fill(token[:-3] + "AAA")
    page.get_by_role("button", name="Verify", exact=True).click()
    expect(page.locator("[data-part=answer]")).to_have_text("altered")


@pytest.mark.parametrize(
    ("hours_before", "answer"),
    [
        pytest.param(1, "valid", id="already the first day further east"),
        pytest.param(15, "not yet valid", id="the first day nowhere on Earth"),
    ],
)
def test_the_first_day_has_come_once_it_has_begun_anywhere(page, token, site, hours_before, answer):
    first_day = site.one(f"SELECT valid_from FROM licences_licence WHERE token = '{token}'")
    begins_in_utc = datetime.combine(date.fromisoformat(str(first_day)), time(), UTC)
    page.clock.set_fixed_time(begins_in_utc - timedelta(hours=hours_before))
    open_page(page)
    page.locator("[data-part=token]").fill(token)
    page.get_by_role("button", name="Verify", exact=True).click()
    expect(page.locator("[data-part=answer]")).to_have_text(answer)


def test_a_picture_is_read_and_verified_with_the_network_off(page, token):
    open_page(page)
    expect(page.locator("[data-part=offline]")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#verify[data-ready=yes]")).to_be_attached()
    give_picture(page, token)
    expect(page.locator("[data-part=answer]")).to_have_text("valid")
    expect(page.locator("[data-part=list]")).to_contain_text("Revocation list of")


def test_without_javascript_the_server_answers_with_the_same_word(page_without_js, token):
    page_without_js.goto("/verify/")
    give_picture(page_without_js, token)
    expect(page_without_js.locator("[data-part=answer]")).to_have_text("valid")
