"""An office that deals with invented cases through a year, by the services that the pages call."""

from __future__ import annotations

import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.test import Client

from exeat.domain.controls import READERS
from exeat.domain.screening import listed_party
from exeat.domain.screening.importers import Imported
from exeat.web.accounts.models import User
from exeat.web.accounts.services import create_user
from exeat.web.appeals import services as appeals
from exeat.web.cases.services import applying, deciding, ending, hearing, intake, referring, reviewing
from exeat.web.cases.standing import missing_from, standing_of
from exeat.web.denials.models import Resemblance
from exeat.web.denials.services import settling
from exeat.web.mail.services import in_the_past
from exeat.web.policy import policy
from exeat.web.registers.lists import store_control_list, store_watchlist
from exeat.web.registers.models import Mandate
from exeat.web.registers.services import register_exporter, verify_exporter, verify_mandate

PDF = b"%PDF-1.7\nan invented document\n"
GOODS = (
    ("Thermal cameras on masts", "3X001.a", "852589"),
    ("Image sensors for cameras", "3X001.b", "854370"),
    ("Fuel elements, unirradiated", "0X001", "840130"),
    ("Desk lamps", "", "940521"),
)
LIST = """code,parent,kind,text,regimes,hs
0X001,,heading,"Fuel elements for invented reactors, and parts for them.",Nuclear Suppliers Group trigger list,840130
3X001,,heading,"Thermal cameras and image sensors, as follows:",Wassenaar Arrangement,852589
3X001.a,3X001,provision,Cameras with an uncooled array of more than 100 000 elements;,,
3X001.b,3X001,provision,Image sensors specially designed for the cameras of 3X001.a.,,
"""
PARTIES = ("Calm Shores Fire Service", "Brightwater Survey", "Orrery Instrument Works", "Tallow Bay Harbour Company")
SYLLABLES = ("bar", "do", "fen", "gal", "hu", "ke", "lor", "mi", "nas", "po", "rud", "sel", "ta", "vim", "wo", "yar")
TRADES = ("Hospital", "Instruments", "Mining", "Observatory", "Port Authority", "Survey", "University", "Works")
REGULAR = 0.1  # of the cases have an end user that comes again and again
COUNTRIES = ("AE", "KE", "UY", "FR", "JO", "PT")
MEASURED = 0.06  # of the licences are given up, or a measure is weighed against them
FIRMS = 20


class Office:
    """People, firms and lists, made unless they exist; `play` brings cases to where chance ends them, always alike."""

    def __init__(self, year: int) -> None:
        self._chance = random.Random(year)
        self._year_begins = datetime(year, 1, 5, 6, tzinfo=UTC)
        self.now = self._year_begins
        self.people = {
            name: self._person(name, *roles, agency=agency)
            for name, roles, agency in (
                ("officer", ("officer",), ""),
                ("colleague", ("officer",), ""),
                ("head", ("head",), ""),
                ("appeal", ("appeal",), ""),
                *((f"reviewer {agency}", ("reviewer",), agency) for agency in policy().agencies),
            )
        }
        if not Mandate.objects.exists():
            self._lists()
            self._firms = [self._firm(number) for number in range(FIRMS)]
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(self.people["officer"])

    def play(self, cases: int) -> None:
        """So many more cases, a few minutes after one another, all within the year."""
        with in_the_past():
            for _ in range(cases):
                self.now += timedelta(minutes=80)
                self._case()

    def _person(self, name: str, *roles: str, agency: str = "") -> Any:
        email = f"{name.replace(' ', '-')}@example.org"
        if known := User.objects.filter(email=email).first():
            return known
        return create_user(
            email=email, name=name.title(), roles=roles, agency=agency, title="", password="a long one", by=None,
            now=self.now,
        )  # fmt: skip

    def _lists(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "invented-list.csv"
            path.write_text(LIST)
            store_control_list(READERS["csv"]([path]), now=self.now)
        listed = listed_party({"id": "UN-1", "list": "un-sc", "type": "person", "names": ["Orlan Vastikar"]})
        store_watchlist(Imported(list_id="un-sc", parties=(listed,), counts=(), sources={"x": "0" * 64}), now=self.now)

    def _firm(self, number: int) -> tuple[Any, Any]:
        user = self._person(f"exporter {number}", "exporter")
        mandate = register_exporter(
            name=f"Quayside Works {number}", country="XA", registration=f"R-{number}", address="1 Quay Road",
            kind=Mandate.Kind.EMPLOYEE, by=user, now=self.now,
        )  # fmt: skip
        verify_exporter(exporter=mandate.exporter, by=self.people["officer"], now=self.now)
        verify_mandate(mandate=mandate, by=self.people["officer"], now=self.now)
        mandate.exporter.refresh_from_db()
        return user, mandate.exporter

    def _later(self) -> datetime:
        self._moment += timedelta(minutes=1)
        return self._moment

    def _case(self) -> None:
        chance, self._moment = self._chance, self.now
        user, firm = chance.choice(self._firms)
        application, entries = self._application()
        case = applying.create_draft(exporter=firm, application=application, by=user, now=self._later())
        for gap in missing_from(case):
            if gap.code == "document":
                kind = gap.path.removeprefix("documents.")
                add = {"case": case, "kind": kind, "name": f"{kind}.pdf", "content": PDF}
                applying.add_document(**add, by=user, now=self._later())
        case = applying.submit(case=case, by=user, now=self._later())
        if chance.random() < 0.05:
            return  # still new
        officer = self.people["officer"]
        case = intake.register(case=case, by=officer, now=self._later())
        if chance.random() < 0.05:
            applying.withdraw(case=case, reason="sold elsewhere", by=user, now=self._later())
            return
        intake.begin_review(case=case, by=officer, now=self._later())
        for item, entry in zip(case.items.order_by("line"), entries, strict=True):
            reviewing.classify(item=item, entry=entry, reason="by its text", by=officer, now=self._later())
        case.refresh_from_db()
        for row in Resemblance.objects.filter(case=case, identical=True, status=Resemblance.Status.OPEN):
            settling.settle(resemblance=row, reason="another site", by=officer, now=self._later())
        self._refer(case)
        if chance.random() < 0.08:
            return  # under review
        self._decide(case, any(entries))

    def _application(self) -> tuple[dict[str, Any], list[str]]:
        chance = self._chance
        lines = [chance.choice(GOODS) for _ in range(chance.choice((1, 1, 2)))]
        country = chance.choice(COUNTRIES)
        items = [
            {
                "line": number, "description": text, "facts": "640 by 480 elements", "hs": hs, "nature": "goods",
                "quantity": str(chance.randint(1, 40)), "unit": "item",
                "value": f"{chance.randint(500, 60_000)}.50", "currency": chance.choice(("USD", "EUR", "GBP")),
                "claimed_entry": entry,
            }
            for number, (text, entry, hs) in enumerate(lines, 1)
        ]  # fmt: skip
        party = {"role": "end_user", "name": self._end_user(country), "type": "organisation"}
        return {
            "kind": "export", "applicant_reference": f"Q-{chance.randint(1, 10**6)}", "items": items,
            "parties": [party | {"address": "2 Hill Street", "country": country}],
            "end_use": {"statement": "Search for people in smoke", "military": False, "wmd": False},
            "route": [country], "documents": [],
        }, [entry for _, entry, _ in lines]  # fmt: skip

    def _end_user(self, country: str) -> str:
        chance = self._chance
        if chance.random() < REGULAR:
            return f"{chance.choice(PARTIES)} {country}"
        name = "".join(chance.choice(SYLLABLES) for _ in range(4))
        return f"{name.title()} {chance.choice(TRADES)}"

    def _refer(self, case: Any) -> None:
        referring.refer(case=case, by=self.people["officer"], now=self._later(), end_user_kinds=[])
        for referral in case.referrals.all():
            reviewer = self.people[f"reviewer {referral.agency}"]
            referring.give_position(case=case, kind="no_objection", text="", by=reviewer, now=self._later())

    def _decide(self, case: Any, listed: bool) -> None:
        outcome, grounds = ("grant", ()) if listed else ("find_no_licence_required", ())
        if listed and self._chance.random() < 0.12:
            outcome, grounds = "refuse", ("diversion-risk",)
        said = {"case": case, "reasons": "as reviewed", "grounds": grounds}
        deciding.recommend(**said, outcome=outcome, by=self.people["officer"], now=self._later())
        case.refresh_from_db()
        if outcome == "refuse":
            hearing.intend_refusal(**said, by=self.people["officer"], now=self._later())
            hearing.answer_intended_refusal(case=case, answer="We disagree.", by=case.applicant, now=self._later())
        if standing_of(case, self._moment).countersignature_needed:
            deciding.countersign(case=case, by=self.people["colleague"], now=self._later())
        deciding.decide(**said, outcome=outcome, by=self.people["head"], now=self._later())
        if outcome == "grant" and self._chance.random() < MEASURED:
            case.refresh_from_db()
            self._end(case.licence, case.applicant)

    def _end(self, licence: Any, holder: Any) -> None:
        """A licence that is given up, suspended at once, or against which a measure is weighed; some are reviewed."""
        chance, officer, head = self._chance, self.people["officer"], self.people["head"]
        how = chance.choice(("surrender", "suspend", "urgent", "revoke"))
        if how == "surrender":
            case = ending.ask_surrender(licence=licence, reason="sold elsewhere", by=holder, now=self._later())
            ending.acknowledge_surrender(case=case, by=officer, now=self._later())
            return
        if how == "urgent":
            ending.suspend_at_once(licence=licence, reason="a report", by=head, now=self._later())
            case = licence.changing.get()
        else:
            given = {"licence": licence, "how": how, "reasons": "as reviewed", "grounds": ("misuse",)}
            case = ending.open_proceeding(**given, by=officer, now=self._later())
        hearing.answer_intended_refusal(case=case, answer="We disagree.", by=holder, now=self._later())
        harshest = "revoke_licence" if how == "revoke" else "suspend_licence"
        outcome = chance.choice(("leave_licence", "suspend_licence", harshest))
        said = {"case": case, "outcome": outcome, "reasons": "as reviewed"}
        said["grounds"] = () if outcome == "leave_licence" else ("misuse",)
        deciding.recommend(**said, by=officer, now=self._later())
        if standing_of(case, self._moment).countersignature_needed:
            deciding.countersign(case=case, by=self.people["colleague"], now=self._later())
        deciding.decide(**said, by=head, now=self._later())
        if outcome != "leave_licence" and chance.random() < 0.5:
            appeals.ask_review(case=case, statement="We disagree.", by=holder, now=self._later())
            milder = {"outcome": "leave_licence", "reasons": "once only", "by": self.people["appeal"]}
            appeals.vary_measure(case=case, **milder, now=self._later())
