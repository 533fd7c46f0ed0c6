"""A real browser on the real server: Chromium, `exeat serve`, and the demo in a database of its own.

A test opens pages with `sign_in("officer")`, or as nobody with `page` and `page_without_js`. It runs twice, for the two
values of the fixture `width`: a phone (390 px) and a desk (1280 px). An error in the browser's console fails the test.
Tests share the database and do not clean up: each makes what it changes, and looks things up with `site.one(sql)`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from exeat.web.demo import PASSWORD

# A browser that asks nobody outside, and runs as root in a container.
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE, DESK = 390, 1280
QUIET_PAGE = "/account/tokens/"  # everybody's, and of little weight
LOAD_DEMO = """
import django; django.setup()
from django.db import transaction
from django.utils import timezone
from exeat.web import demo
from exeat.web.studies.services import make_waiting
with transaction.atomic(): demo.load(now=timezone.now())
make_waiting(now=timezone.now())  # no worker runs beside the tests
"""


@dataclass
class Site:
    """The running server: its address, its database, and the sessions of those who have signed in."""

    url: str
    database: str
    sessions: dict[str, Any] = field(default_factory=dict)

    def one(self, sql: str, *parameters: Any) -> Any:
        """The first column of the first row that the database answers; LookupError when there is none."""
        with psycopg.connect(self.database) as connection:
            row = connection.execute(sql, parameters).fetchone()
        if row is None:
            raise LookupError(f"the demo has nothing for: {sql}")
        return row[0]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; tests are skipped where it is not."""
    named = (os.environ.get("CHROME_BIN"), *map(shutil.which, CHROMIUM_NAMES))
    if found := next((path for path in named if path and Path(path).exists()), None):
        return found
    pytest.skip("no Chromium found: apt-get install chromium, or set CHROME_BIN")


@pytest.fixture(scope="session")
def site(chromium: str, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server, started with the demo in a new database, and stopped at the end."""
    name, port = f"browser_{os.getpid()}", _free_port()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    server_address = urlsplit(database_url)
    database = f"postgresql://{server_address.netloc}/{name}?{server_address.query}"
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "EXEAT_HOME": str(tmp_path_factory.mktemp("home")),
        "EXEAT_URL": f"http://localhost:{port}",
    }
    exeat = [sys.executable, "-m", "exeat"]
    server = None
    try:
        subprocess.run([*exeat, "migrate"], env=environment, check=True)
        subprocess.run([sys.executable, "-c", LOAD_DEMO], env=environment, check=True)
        server = subprocess.Popen([*exeat, "serve", "--port", str(port)], env=environment)
        _await_answer(f"http://localhost:{port}/accounts/login/", server)
        yield Site(f"http://localhost:{port}", database)
    finally:
        if server:
            server.terminate()
            server.wait(timeout=20)
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _await_answer(address: str, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (URLError, TimeoutError):
            assert server.poll() is None, "the server ended before it answered"
            time.sleep(0.1)
    raise TimeoutError(f"{address} does not answer")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium. It lives as long as a module: while it does, Django refuses its database in this thread."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield started
        started.close()


@pytest.fixture(params=[PHONE, DESK])
def width(request: pytest.FixtureRequest) -> int:
    """The window's width in pixels; a test for one width alone parametrises it."""
    return request.param


@pytest.fixture
def open_window(site: Site, browser: Browser, width: int) -> Iterator[Callable[..., Page]]:
    """Opens windows that share nothing with one another; after the test, their consoles must be clean."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        _watch(page, problems)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


def _watch(page: Page, problems: list[str]) -> None:
    """Collect what goes wrong in the window. A page may answer 4xx on purpose; what it loads may not."""

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            problems.append(f"{page.url}: {message.text}")

    def answered(response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
            problems.append(f"{response.status} {response.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("response", answered)


@pytest.fixture
def page(open_window: Callable[..., Page]) -> Page:
    """A window in which nobody is signed in."""
    return open_window()


@pytest.fixture
def page_without_js(open_window: Callable[..., Page]) -> Page:
    """A window without JavaScript, in which nobody is signed in."""
    return open_window(java_script_enabled=False)


@pytest.fixture
def sign_in(site: Site, open_window: Callable[..., Page]) -> Callable[..., Page]:
    """A window with somebody signed in: `sign_in("officer")` takes the first of that role, an address that person."""

    def into(who: str, **options: Any) -> Page:
        email = who if "@" in who else _first_with_role(site, who)
        page = open_window(storage_state=site.sessions.get(email), **options)
        page.goto(QUIET_PAGE)
        if page.locator("details.account").count() == 0:
            _type_in(page, email)
            site.sessions[email] = page.context.storage_state()
        return page

    return into


def _first_with_role(site: Site, role: str) -> str:
    return site.one("SELECT email FROM accounts_user WHERE %s = ANY(roles) AND is_active ORDER BY id LIMIT 1", role)


def _type_in(page: Page, email: str) -> None:
    page.goto(f"/accounts/login/?next={QUIET_PAGE}")
    page.get_by_label("Email", exact=True).fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.locator("details.account").wait_for()


@pytest.fixture(scope="session")
def confirm_password() -> Callable[[Page], None]:
    """Types the password once more where a page asks for it before it opens."""

    def confirm(page: Page) -> None:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Confirm", exact=True).click()
        page.wait_for_url(lambda url: "/reauthenticate/" not in url)

    return confirm
