"""The board of offers: with a mouse a card is dragged to its new answer, without a script a button does the same."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

DESK = 1280
BOARD = "/offers/board/"
WHOLE = {"width": DESK, "height": 6000}  # all of the board in sight: nothing scrolls under the pointer
DRAFTED = (
    "SELECT o.title FROM replies_reply r JOIN cooperation_offer o ON o.id = r.offer_id"
    " WHERE r.released_at IS NULL AND r.kind = 'decline' ORDER BY o.id LIMIT 1"
)


def card_in(page: Page, column: str, title: str) -> Locator:
    return page.locator(f'.board-column[data-column="{column}"] .card-offer').filter(has_text=title)


def answer_by_button(card: Locator, label: str) -> None:
    card.get_by_text("Another answer").click()
    card.get_by_role("button", name=label).click()


def test_a_card_that_is_dropped_on_a_column_gets_its_answer(
    sign_in: Callable[..., Page], width: int, site: Any
) -> None:
    """On a phone, where nothing can be dragged, a button does it; and on both, the way back."""
    title = site.one(DRAFTED)
    page = sign_in("officer")
    page.goto(BOARD)
    card = card_in(page, "decline", title)
    if width == DESK:
        page.set_viewport_size(WHOLE)
        card.drag_to(page.locator('.board-column[data-column="ask"]'), target_position={"x": 20, "y": 20})
    else:
        answer_by_button(card, "Ask the host to pay")
    page.wait_for_url("**/replies/*/")
    page.goto(BOARD)
    expect(card_in(page, "ask", title)).to_contain_text("The plan recommends: Decline")
    answer_by_button(card_in(page, "ask", title), "Decline it")
    page.wait_for_url("**/replies/*/")
    page.goto(BOARD)
    expect(card_in(page, "decline", title)).to_be_visible()


def test_a_column_without_a_form_takes_no_card(sign_in: Callable[..., Page], width: int, site: Any) -> None:
    title = site.one(DRAFTED)
    page = sign_in("officer")
    page.goto(BOARD)
    page.set_viewport_size({"width": width, "height": WHOLE["height"]})
    card_in(page, "decline", title).drag_to(page.locator('.board-column[data-column="unplanned"]'))
    expect(card_in(page, "decline", title)).to_be_visible()
    assert page.url.endswith(BOARD)


def test_the_buttons_need_no_script(sign_in: Callable[..., Page], width: int, site: Any) -> None:
    title = site.one(DRAFTED)
    page = sign_in("officer", java_script_enabled=False)
    page.goto(BOARD)
    assert page.locator('.card-offer[draggable="true"]').count() == 0
    answer_by_button(card_in(page, "decline", title), "Ask the host to pay")
    page.wait_for_url("**/replies/*/")
    page.goto(BOARD)
    answer_by_button(card_in(page, "ask", title), "Decline it")
    page.wait_for_url("**/replies/*/")
