"""Somebody at a browser without JavaScript: opens pages, follows links, fills in forms and presses their buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

PDF = b"%PDF-1.7\nan invented document\n"


def words(element: Any) -> str:
    """What stands in it, in a line."""
    return " ".join(element.text_content().split())


@dataclass
class Visitor:
    """`page` is what they look at, `url` its address. A page that is refused fails the test with what it says."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    url: str = "/"
    page: Any = None

    @property
    def text(self) -> str:
        """What the page says."""
        return words(self.page)

    def open(self, address: str) -> Visitor:
        """Open an address, given whole (as in a letter) or from the root."""
        parts = urlsplit(address)
        return self._show(self.client.get(parts._replace(scheme="", netloc="", fragment="").geturl(), follow=True))

    def follow(self, link: str) -> Visitor:
        """Follow the first link that begins with these words."""
        found = [a for a in self.page.iter("a") if words(a).startswith(link)]
        assert found, f"no link “{link}” on {self.url}: {[words(a) for a in self.page.iter('a')]}"
        return self.open(urljoin(self.url, found[0].get("href")))

    def press(self, button: str, /, **filled: Any) -> Visitor:
        """Press the first button that begins with these words, its form filled in; a list ticks several boxes."""
        answer = self._send(button, filled)
        assert answer.status_code < 400, f"“{button}” on {self.url} was refused: {_problem(answer)}"
        return self._show(answer)

    def refused(self, button: str, /, **filled: Any) -> str:
        """Press a button that is refused; what the page says of it."""
        answer = self._send(button, filled)
        assert answer.status_code in (403, 409, 422), f"“{button}” on {self.url} was not refused"
        return _problem(answer)

    def sees(self, button: str) -> bool:
        """Whether the page has such a button."""
        return any(words(found).startswith(button) for found in self.page.iter("button"))

    def _send(self, button: str, filled: dict[str, Any]) -> Any:
        pressed = next((found for found in self.page.iter("button") if words(found).startswith(button)), None)
        assert pressed is not None, f"no button “{button}” on {self.url}: {self.text}"
        form = next(pressed.iterancestors("form"))
        data = _typed(form, filled)
        if pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value", "")
        where = urljoin(self.url, pressed.get("formaction") or form.get("action") or self.url)
        return getattr(self.client, form.method.lower())(where, data, follow=True)

    def _show(self, answer: Any) -> Visitor:
        assert answer.status_code == 200, f"{answer.request['PATH_INFO']}: {answer.status_code}"
        self.url = answer.request["PATH_INFO"]
        if answer["Content-Type"].startswith("text/html"):
            self.page = lxml.html.fromstring(answer.content.decode())
        return self


def _typed(form: Any, filled: dict[str, Any]) -> dict[str, Any]:
    """What the form sends: what stands in its fields, but for what was filled in. A field that is not there fails."""
    absent = filled.keys() - {one.get("name") for one in form.iter("input", "select", "textarea")}
    assert not absent, f"the form has no {absent}, but {sorted(set(form.fields.keys()))}"
    data: dict[str, Any] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    for name, value in filled.items():
        data[name] = _paper(value)
    return data


def _paper(value: Any) -> Any:
    """A document for a name that ends in .pdf; everything else as it was typed."""
    named = isinstance(value, str) and value.endswith(".pdf")
    return SimpleUploadedFile(value, PDF, "application/pdf") if named else value


def _problem(answer: Any) -> str:
    page = lxml.html.fromstring(answer.content.decode())
    errors = page.xpath("//*[contains(@class, 'tone-bad') or contains(@class, 'error')]")
    return " | ".join(dict.fromkeys(words(one) for one in errors)) or words(page)
