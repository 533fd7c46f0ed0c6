"""The people of a small office, small invented lists, and a case brought to wherever a test needs it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)  # a Monday
PASSWORD = "a long demo password"
PDF = b"%PDF-1.7\nan invented document\n"

CONTROL_LIST = """code,parent,kind,text,regimes,hs
0X001,,heading,"Fuel elements for invented reactors, and parts for them.",Nuclear Suppliers Group trigger list,840130
3X001,,heading,"Thermal cameras and image sensors, as follows:",Wassenaar Arrangement,852589
3X001.a,3X001,provision,Cameras with an uncooled array of more than 100 000 elements;,,
3X001.b,3X001,provision,Image sensors specially designed for the cameras of 3X001.a.,,
"""
WATCHLIST = [
    {"id": "UN-1", "list": "un-sc", "type": "person", "names": ["Orlan Vastikar"], "countries": ["qm"]},
    {"id": "UN-2", "list": "un-sc", "type": "organisation", "names": ["Brindlemoor Trading Works"]},
]


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hashing a password well takes a third of a second; no test is about that."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def clearing_ledger() -> Iterator[None]:
    """Let a test that commits (threads, a live server) be cleared afterwards: triggers refuse TRUNCATE on the ledger.

    Ask for it beside `transactional_db`. It lasts the session, for the clearing comes after a test's own fixtures.
    """
    from django.conf import settings
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.sql_flush

    def without_triggers(self: Any, *args: Any, **options: Any) -> list[str]:
        statements = flush(self, *args, **options)
        shutil.rmtree(settings.EXEAT_HOME / "checkpoints", ignore_errors=True)  # they told of what is cleared
        off, on = "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
        return [off, *statements, on] if statements else []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", without_triggers)
        yield


@dataclass
class People:
    """One user for each part in the play."""

    exporter: Any
    outsider: Any
    officer: Any
    colleague: Any
    head: Any
    customs: Any
    second_customs: Any
    auditor: Any
    administrator: Any
    secretary: Any
    appeal: Any
    reviewers: dict[str, Any]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def people(db: None) -> People:
    """Users made through the services, all with the password of `PASSWORD`."""
    from exeat.web.accounts.services import create_user
    from exeat.web.policy import policy

    def make(name: str, *roles: str, agency: str = "") -> Any:
        email = f"{name.replace(' ', '.')}@example.org"
        titles = {"head": "Head of the Authority"}
        title = titles.get(name, name.title())
        return create_user(
            email=email, name=name.title(), roles=roles, agency=agency, title=title, password=PASSWORD, by=None, now=NOW
        )

    return People(
        exporter=make("exporter", "exporter"),
        outsider=make("outsider", "exporter"),
        officer=make("officer", "officer"),
        colleague=make("colleague", "officer"),
        head=make("head", "head"),
        customs=make("customs", "customs", agency="customs"),
        second_customs=make("second customs", "customs", agency="customs"),
        auditor=make("auditor", "auditor"),
        administrator=make("administrator", "administrator"),
        secretary=make("secretary", "secretary"),
        appeal=make("appeal", "appeal"),
        reviewers={agency: make(f"{agency} reviewer", "reviewer", agency=agency) for agency in policy().agencies},
    )


@pytest.fixture
def lists(db: None, tmp_path: Path) -> None:
    """A control list of two entries and a binding watchlist of two parties, in force."""
    from exeat.domain.controls import READERS
    from exeat.domain.screening import listed_party
    from exeat.domain.screening.importers import Imported
    from exeat.web.registers.lists import store_control_list, store_watchlist

    path = tmp_path / "invented-list.csv"
    path.write_text(CONTROL_LIST)
    store_control_list(READERS["csv"]([path]), now=NOW)
    parties = tuple(listed_party(record) for record in WATCHLIST)
    store_watchlist(Imported(list_id="un-sc", parties=parties, counts=(), sources={"invented": "0" * 64}), now=NOW)


@pytest.fixture
def exporter(people: People) -> Any:
    """The exporter of `people.exporter`, registered and verified; the outsider has a firm of their own."""
    from exeat.web.registers.models import Mandate
    from exeat.web.registers.services import register_exporter, verify_exporter, verify_mandate

    def firm(user: Any, name: str, registration: str) -> Any:
        mandate = register_exporter(
            name=name,
            country="XA",
            registration=registration,
            address="1 Quay Road",
            kind=Mandate.Kind.EMPLOYEE,
            by=user,
            now=NOW,
        )
        verify_exporter(exporter=mandate.exporter, by=people.officer, now=NOW)
        verify_mandate(mandate=mandate, by=people.officer, now=NOW)
        mandate.exporter.refresh_from_db()
        return mandate.exporter

    firm(people.outsider, "Far Harbour Tools", "R-2")
    return firm(people.exporter, "Quayside Optics", "R-1")


@dataclass
class Story:
    """Brings a case step by step to where a test needs it; each step is a service call, an hour after the last."""

    people: People
    firm: Any
    now: datetime = NOW
    application: dict[str, Any] = field(default_factory=dict)

    def later(self, **span: float) -> datetime:
        """Let time pass (an hour unless told) and give the new moment."""
        self.now += timedelta(**(span or {"hours": 1}))
        return self.now

    def draft(self, **changes: Any) -> Any:
        """A complete draft with its documents; `changes` replace top-level keys of the application."""
        from exeat.web.cases.services import applying
        from exeat.web.cases.standing import missing_from

        content = {**self.application, **changes}
        case = applying.create_draft(exporter=self.firm, application=content, by=self.people.exporter, now=self.later())
        for gap in missing_from(case):
            if gap.code == "document":
                kind = gap.path.removeprefix("documents.")
                applying.add_document(
                    case=case, kind=kind, name=f"{kind}.pdf", content=PDF, by=self.people.exporter, now=self.later()
                )
        return case

    def submitted(self, **changes: Any) -> Any:
        from exeat.web.cases.services import applying

        return applying.submit(case=self.draft(**changes), by=self.people.exporter, now=self.later())

    def registered(self, **changes: Any) -> Any:
        from exeat.web.cases.services import intake

        return intake.register(case=self.submitted(**changes), by=self.people.officer, now=self.later())

    def under_review(self, *, entry: str = "3X001.a", **changes: Any) -> Any:
        """Under review with every line classified in `entry` and every match dismissed."""
        from exeat.web.cases.models import Match
        from exeat.web.cases.services import intake, reviewing

        case = intake.begin_review(case=self.registered(**changes), by=self.people.officer, now=self.later())
        for item in case.items.all():
            reviewing.classify(
                item=item, entry=entry, reason="meets the text", by=self.people.officer, now=self.later()
            )
        for match in Match.objects.filter(party__case=case):
            reviewing.settle_match(
                match=match, confirmed=False, reason="another person", by=self.people.officer, now=self.later()
            )
        case.refresh_from_db()
        return case

    def referred(self, **options: Any) -> Any:
        from exeat.web.cases.services import referring

        case = self.under_review(**options)
        referring.refer(case=case, by=self.people.officer, now=self.later(), end_user_kinds=[])
        return case

    def agreed(self, **options: Any) -> Any:
        """Every agency that was asked has no objection."""
        from exeat.web.cases.services import referring

        case = self.referred(**options)
        for referral in case.referrals.all():
            reviewer = self.people.reviewers[referral.agency]
            referring.give_position(case=case, kind="no_objection", text="", by=reviewer, now=self.later())
        return case

    def recommended(self, *, outcome: str = "grant", grounds: tuple[str, ...] = (), **options: Any) -> Any:
        from exeat.web.cases.services import deciding

        case = self.agreed(**options)
        deciding.recommend(
            case=case, outcome=outcome, reasons="as reviewed", grounds=grounds, by=self.people.officer, now=self.later()
        )
        case.refresh_from_db()
        return case

    def granted(self, **options: Any) -> Any:
        """Granted by the head, countersigned by the colleague where the policy asks for it; gives the licence."""
        from exeat.web.cases.services import deciding
        from exeat.web.cases.standing import standing_of

        case = self.recommended(**options)
        if standing_of(case, self.now).countersignature_needed:
            deciding.countersign(case=case, by=self.people.colleague, now=self.later())
        deciding.decide(case=case, outcome="grant", reasons="as recommended", by=self.people.head, now=self.later())
        case.refresh_from_db()
        return case.licence

    def proceeding(self, *, how: str = "revoke", **options: Any) -> Any:
        """A measure against a granted licence, of which its holder was told."""
        from exeat.web.cases.services import ending

        return ending.open_proceeding(
            licence=self.granted(**options), how=how, reasons="as the file shows", grounds=("misuse",),
            by=self.people.officer, now=self.later(),
        )  # fmt: skip

    def revoked(self, **options: Any) -> Any:
        """A measure on which the holder was heard, decided by the head; gives its case."""
        from exeat.web.cases.services import deciding, hearing

        case = self.proceeding(**options)
        hearing.answer_intended_refusal(case=case, answer="No.", by=self.people.exporter, now=self.later())
        outcome = {"case": case, "outcome": "revoke_licence", "reasons": "as the file shows", "grounds": ("misuse",)}
        deciding.recommend(**outcome, by=self.people.officer, now=self.later())
        deciding.decide(**outcome, by=self.people.head, now=self.later())
        case.refresh_from_db()
        return case


APPLICATION = {
    "kind": "export",
    "applicant_reference": "Q-17",
    "items": [
        {
            "line": 1,
            "description": "Thermal camera with an uncooled array",
            "facts": "640 by 480 elements",
            "hs": "852589",
            "quantity": "4",
            "unit": "item",
            "nature": "goods",
            "value": "20000.00",
            "currency": "EUR",
            "claimed_entry": "3X001.a",
        }
    ],
    "parties": [
        {
            "role": "end_user",
            "name": "Calm Shores Fire Service",
            "type": "organisation",
            "address": "2 Hill Street",
            "country": "AE",
        }
    ],
    "end_use": {"statement": "Search for people in smoke", "military": False, "wmd": False},
    "route": ["AE"],
    "documents": [],
}


@pytest.fixture
def application() -> dict[str, Any]:
    """A complete application, but for its exporter and its documents."""
    return dict(APPLICATION)


@pytest.fixture
def story(people: People, exporter: Any, lists: None) -> Story:
    """The play, at its beginning."""
    return Story(people=people, firm=exporter, application=dict(APPLICATION))
