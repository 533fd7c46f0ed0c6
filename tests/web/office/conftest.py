"""An office that begins with nothing: three people and their partners, two lists from files, and an exporter."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from whole_office import OFFICIALS, PASSWORD, Office, Visitor, add_papers, email, link_in

CONTROL_LIST = """code,parent,kind,text,regimes,hs
X-1,,heading,"Centrifugal pumps, and parts made for them, as follows:",Australia Group,841370
X-1.a,X-1,provision,Pumps with a flow of more than 20 m³/h and wetted surfaces of nickel;,,
X-1.b,X-1,provision,Casings and impellers specially designed for pumps of X-1.a.,,
X-6,,heading,"Under-water cameras, as follows:",Wassenaar Arrangement,852589
X-6.a,X-6,provision,Cameras for depths of more than 1 000 m.,,
"""
WATCHLIST = [
    {"id": "H-7", "list": "home", "type": "person", "names": ["ORRERY, Tamsin"], "countries": ["mt"]},
    {"id": "H-8", "list": "home", "type": "organisation", "names": ["Brindle Reef Marine Works"], "countries": ["lk"]},
]


@pytest.fixture
def office(db: None, tmp_path: Path) -> Office:
    """Nothing in it came but by pages, files and the two commands of the administrator's guide."""
    office = Office(tmp_path)
    office.enters("anna", link_in(office.run("administrator", email("anna"))))
    office.anna.open("/setup/")
    assert "things are missing before a case can go its whole way" in office.anna.text
    _people(office)
    _lists(office)
    _exporter(office)
    return office


def _people(office: Office) -> None:
    for name, (full, roles, agency) in OFFICIALS.items():
        office.anna.open("/users/add/").press("Add", name=full, email=email(name), roles=roles, agency=agency)
        office.enters(name, link_in(office.letter(name)))


def _lists(office: Office) -> None:
    goods, parties = office.folder / "tern-goods.csv", office.folder / "home.jsonl"
    goods.write_text(CONTROL_LIST)
    parties.write_text("".join(json.dumps(party) + "\n" for party in WATCHLIST))
    office.run("controls", "import", "csv", goods)
    office.run("watchlists", "import", "jsonl", parties)
    office.anna.open("/setup/")
    assert "tern goods" in office.anna.text and "home" in office.anna.text


def _exporter(office: Office) -> None:
    dana = office.people["dana"] = Visitor()
    dana.open("/").follow("Make an account")
    dana.press("Sign Up", name="Dana Velt", email=email("dana"), password1=PASSWORD, password2=PASSWORD)
    dana.press("Send to the authority", name="Reef Pumps", registration="T-1", address="7 Dock Road", kind="employee")
    assert "An officer will verify it" in dana.text
    office.ines.open("/desk/").follow("Exporters and people to verify").follow("Reef Pumps")
    office.ines.press("Verify the company").press("Verify")
    assert office.subject("dana") == "You may now act for a company"


@pytest.fixture
def apply(office: Office) -> Callable[..., str]:
    """Dana applies, step by step; gives the reference of the case."""

    def application(goods: dict[str, str], party: dict[str, str], use: str, *papers: str) -> str:
        dana = office.dana.open("/applications/").follow("Apply for a licence").press("Begin", kind="export")
        reference = dana.url.split("/")[2]
        lines = {f"items-0-{name}": value for name, value in {"unit": "item", "currency": "USD", **goods}.items()}
        dana.press("Save and continue", **lines)
        dana.press("Save and continue", **{f"parties-0-{name}": value for name, value in party.items()})
        dana.press("Save and continue", statement=use)
        add_papers(dana, reference, *papers)
        dana.follow("Check and submit")
        assert "Nothing: the application is complete." in dana.text
        dana.press("Submit the application")
        return reference

    return application
