"""The people of an office that begins with nothing: they come in by the links that are mailed to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from exeat.cli import main
from exeat.web.mail.models import Message
from whole_office.visitor import Visitor

PASSWORD = "a quiet harbour morning"
OFFICIALS = {
    "ines": ("Ines Calder", ["officer", "auditor"], ""),
    "bram": ("Bram Okafor", ["officer", "reviewer", "secretary"], "mfa"),
    "sela": ("Sela Marr", ["head"], ""),
    "noor": ("Noor Haddad", ["reviewer", "customs"], "customs"),
    "pia": ("Pia Lund", ["reviewer"], "authority"),
    "amari": ("Judge Amari", ["appeal"], ""),
}


@dataclass
class Office:
    """Everybody at their own browser, by first name."""

    folder: Path
    people: dict[str, Visitor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Visitor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def run(self, *command: Any) -> str:
        """What `exeat` says on the server."""
        done = CliRunner().invoke(main, [str(word) for word in command], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    def letter(self, name: str) -> str:
        """The newest letter to somebody."""
        return Message.objects.filter(to=email(name)).latest("pk").body

    def subject(self, name: str) -> str:
        """What that letter is about."""
        return Message.objects.filter(to=email(name)).latest("pk").subject

    def enters(self, name: str, link: str) -> None:
        """Choose a password at the link, and sign in with it."""
        visitor = self.people[name] = Visitor()
        visitor.open(link).press("Keep this password", password1=PASSWORD, password2=PASSWORD)
        visitor.follow("Sign in").press("Sign In", login=email(name), password=PASSWORD)


def email(name: str) -> str:
    return f"{name}@office.example"


def link_in(letter: str) -> str:
    return re.search(r"http\S+", letter)[0]  # type: ignore[index]


def add_papers(dana: Visitor, reference: str, *papers: str) -> None:
    """Add a document under each heading."""
    for paper in papers:
        dana.open(f"/applications/{reference}/documents/").press(f"Add this file: {paper}", file=f"{paper}.pdf")
