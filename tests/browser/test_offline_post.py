"""A customs post whose line breaks: what it writes down stays on the device until the server has answered for it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PROVISIONAL = "/customs/provisional/"


@pytest.fixture
def open_line(site: Any) -> tuple[str, str, str]:
    """A line of a licence in force: the licence's number, the line's number, its unit."""
    found = site.one(
        "SELECT l.number || ' ' || n.number || ' ' || n.unit FROM licences_licence l"
        " JOIN licences_licenceline n ON n.licence_id = l.id WHERE l.state = 'active' ORDER BY l.id LIMIT 1"
    )
    return tuple(found.split(" "))


def keep(page: Page, line: tuple[str, str, str], declaration: str, quantity: str = "1") -> None:
    licence, number, unit = line
    values = {
        "licence_number": licence,
        "line_number": number,
        "quantity": quantity,
        "unit": unit,
        "value": "10",
        "declaration": declaration,
        "post": "North Quay",
    }
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Keep and send").click()


def test_records_wait_while_there_is_no_line_and_arrive_when_it_returns(
    sign_in: Callable[..., Page], open_line: tuple[str, str, str], width: int, site: Any
) -> None:
    page = sign_in("customs")
    page.goto(PROVISIONAL)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    rows = page.locator("#queue-list li")
    keep(page, open_line, f"OFF-{width}")
    expect(rows).to_contain_text(["waiting for the line"])
    page.reload()  # nothing is lost when the window is closed
    expect(rows).to_contain_text([f"OFF-{width}"])
    page.context.set_offline(False)
    expect(rows).to_contain_text(["arrived"])
    assert site.one("SELECT count(*) FROM licences_draw WHERE declaration = %s", f"OFF-{width}") == 1


@pytest.mark.parametrize("width", [390])
def test_a_conflict_is_shown_kept_and_corrected(
    sign_in: Callable[..., Page], open_line: tuple[str, str, str], width: int
) -> None:
    page = sign_in("customs")
    page.goto(PROVISIONAL)
    rows = page.locator("#queue-list li")
    keep(page, open_line, "TWICE-1")
    expect(rows).to_contain_text(["arrived"])
    keep(page, open_line, "TWICE-1", quantity="2")
    expect(rows.last).to_contain_text("not accepted")
    expect(rows.last).to_contain_text("was recorded on this line before")
    rows.last.get_by_role("button", name="Change").click()
    page.locator("[name=declaration]").fill("TWICE-2")
    page.get_by_role("button", name="Keep and send").click()
    expect(rows.last).to_contain_text("arrived")
    expect(rows).to_have_count(2)


@pytest.mark.parametrize("width", [390])
def test_a_post_that_is_signed_out_keeps_its_records(
    sign_in: Callable[..., Page], browser: Browser, site: Any, open_line: tuple[str, str, str], width: int
) -> None:
    session = sign_in("customs").context.storage_state()
    with browser.new_context(base_url=site.url, storage_state=session) as context:  # the refusal is meant
        page = context.new_page()
        page.goto(PROVISIONAL)
        context.clear_cookies()
        keep(page, open_line, "OUT-1")
        expect(page.locator("#queue-line")).to_contain_text("Sign in again to send. Nothing is lost.")
        expect(page.locator("#queue-list li")).to_contain_text(["waiting for the line"])


@pytest.mark.parametrize("width", [390])
def test_without_javascript_a_record_is_sent_at_once(
    sign_in: Callable[..., Page], open_line: tuple[str, str, str], width: int
) -> None:
    page = sign_in("customs", java_script_enabled=False)
    page.goto(PROVISIONAL)
    page.locator("[name=declared_on]").fill("2026-01-05")
    keep(page, open_line, "PLAIN-1")
    expect(page.get_by_text("on line")).to_be_visible()
