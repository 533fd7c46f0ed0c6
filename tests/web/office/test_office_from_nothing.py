"""The whole life of cases in an office that the demo never touched: its people go through it by the pages alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from whole_office import Office, add_papers

from exeat.web.cooperation.services.planning import make_waiting

LETTER = """From: Reef State Licensing Bureau <desk@reef.example>
Subject: Workshop on end-use checks

The Bureau invites one official to a workshop on end-use checks in Colombo from {first:%d %B %Y} to {last:%d %B %Y}.

Please let us know by {reply:%d %B %Y}.
"""
Apply = Callable[..., str]
PUMP = {
    "description": "Centrifugal pump with nickel casing, for sea water",
    "facts": "Flow 25 m³/h; wetted surfaces of nickel",
    "hs": "841370",
    "quantity": "10",
    "value": "260000",
}
MARINA = {"role": "end_user", "name": "Brindle Reef Marina", "address": "12 Marina Drive, Galle", "country": "LK"}
CAMERA = {
    "description": "Under-water camera for depths of 1500 m",
    "facts": "Depth 1500 m",
    "hs": "852589",
    "quantity": "2",
    "value": "9000",
}
DIVER = {"role": "end_user", "name": "Tamsin Orrery", "type": "person", "address": "1 Bay Street", "country": "MT"}
PAPERS = ("End-user certificate", "Technical specification")


def begin(office: Office, case: str, *, entry: str, finding: str) -> None:
    """Ines registers the case, classifies its line and settles its match."""
    ines = office.ines.open("/desk/").follow(case)
    ines.press("Register: the clock starts").press("Begin the review")
    ines.press("Record the classification", entry=entry, reason="It meets the text.")
    ines.press("Settle the match", finding=finding, reason="The register of Galle shows another firm.")
    ines.press("Refer to the agencies")


def at(office: Office, name: str, case: str):
    """Somebody opens a case."""
    return office.people[name].open(f"/cases/{case}/")


def granted(office: Office, apply: Apply) -> str:
    """The pumps, from the application to the licence; gives its number."""
    case = apply(PUMP, MARINA, "Sea water for a desalination plant", *PAPERS, "Contract, order or letter of intent")
    at(office, "ines", case).press("Return for completion", message="Say who runs the plant.")
    assert office.subject("dana") == f"{case}: returned for completion"
    office.dana.open("/applications/").follow("see what is missing")
    assert "Say who runs the plant." in office.dana.text and "the application is complete" not in office.dana.text
    office.dana.follow("Change the end use").press(
        "Save and continue", statement="Sea water; the marina runs the plant."
    )
    office.dana.follow("Check and submit").press("Submit the application")

    begin(office, case, entry="X-1.a", finding="dismissed")
    weigh(office, case)
    sign(office, case)
    office.dana.open("/applications/").follow("Licence XA-")
    return office.dana.url.split("/")[2]


def weigh(office: Office, case: str) -> None:
    """One agency objects at first, another sets a condition; the applicant is asked, and answers."""
    office.pia.open("/agency/").follow(case)
    assert "give the reason" in office.pia.refused("Give this position", kind="objection")
    office.pia.press("Give this position", kind="objection", text="Who runs the plant?")
    at(office, "bram", case).press(
        "Give this position", kind="no_objection_with_conditions", conditions=["delivery-verification"]
    )
    assert "As it stands it cannot be granted" in at(office, "ines", case).text
    office.ines.press("Ask, and stop the clock", question="Who runs the plant?")
    office.dana.open("/applications/").follow("answer")
    office.dana.press("Send the answer", answer="Galle Marina Services.", kind="correspondence", file="licence.pdf")
    assert office.subject("ines") == f"{case}: a question is answered"
    at(office, "pia", case).press("Give this position", kind="no_objection")


def sign(office: Office, case: str) -> None:
    """Ines recommends, Bram countersigns, Sela decides: three people suffice."""
    given = {"outcome": "grant_with_conditions", "reasons": "The operator is established."}
    at(office, "ines", case).press("Recommend", **given)
    assert office.subject("bram") == f"{case}: to be countersigned"
    assert "leave it to another officer" in at(office, "sela", case).text
    at(office, "bram", case).press("Countersign the recommendation")
    assert office.subject("sela") == f"{case}: ready for decision"
    office.sela.open("/decisions/").follow("Read and sign").press("Decide", **given)
    assert office.subject("dana") == f"{case}: decided"


def test_a_case_goes_from_the_application_to_customs_and_its_amendment(office: Office, apply: Apply) -> None:
    number = granted(office, apply)
    verified(office, number)
    drawn_down(office, number)
    reported(office, number)
    amended(office, number)
    assert "No fault." in office.run("audit", "verify")


def verified(office: Office, number: str) -> None:
    """The licence proves itself with the key that the server hands out."""
    pdf, key = office.folder / "licence.pdf", office.folder / "keys.json"
    paper = next(link.get("href") for link in office.dana.page.iter("a") if link.text_content().startswith("PDF"))
    pdf.write_bytes(b"".join(office.dana.client.get(paper)))
    key.write_bytes(office.noor.client.get("/api/keys").content)
    said = office.run("licence", "verify", pdf, "--key", key)
    assert said.startswith("valid: ") and number in said and "text: as signed" in said


def drawn_down(office: Office, number: str) -> None:
    """A shipment by the page, one by the API, and one that is too many."""
    shipment = {"declaration": "PT-1", "post": "Port Tern"}
    noor = office.noor.open("/customs/").press("Find the licence", q=number).follow("Record a shipment")
    assert "without spaces or commas" in noor.refused("Record the shipment", quantity="4", value="104,000", **shipment)
    noor.press("Record the shipment", quantity="4", value="104000", **shipment)
    assert "6 item remain on line 1" in noor.text

    token = noor.open("/account/tokens/").press("Make the token", name="the post's own system")
    secret = re.search(r"exeat_[\w-]+", token.text)[0]  # type: ignore[index]
    sent = {
        "line": 1,
        "quantity": "2",
        "unit": "item",
        "value": "52000",
        "currency": "USD",
        "declared_on": "2026-03-02",
    }

    def draw(**changes: str):
        return noor.client.post(
            f"/api/licences/{number}/shipments",
            json.dumps({**sent, **shipment, "declaration": "PT-2", **changes}),
            "application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )

    assert draw().status_code == 201
    too_many = draw(quantity="9", declaration="PT-3")
    assert (too_many.status_code, too_many.json()["refusals"][0]["message"]) == (
        409, "line 1: 9 item asked, 4 remain",
    )  # fmt: skip


def reported(office: Office, number: str) -> None:
    """What the condition asks for after a shipment is handed in, and accepted."""
    office.dana.open("/obligations/").follow("Delivery verification").press("Hand in what is owed", file="received.pdf")
    office.ines.open("/desk/").follow("Handed in under licences").follow("Delivery verification")
    office.ines.press("Accept what was handed in")
    assert office.subject("dana") == f"{number}: an obligation is settled"


def amended(office: Office, number: str) -> None:
    """Two pumps more: the classification and the condition stand, and the new licence knows what left."""
    dana = office.dana.open(f"/licences/{number}/").press("Amendment")
    case = dana.url.split("/")[2]
    dana.press("Save and continue", **{"items-0-quantity": "12", "items-0-value": "312000"})
    add_papers(dana, case, "Contract, order or letter of intent")
    dana.follow("Check and submit").press("Submit the application")
    ines = at(office, "ines", case).press("Register: the clock starts").press("Begin the review")
    assert "Unchanged from licence" in ines.text
    sign(office, case)
    dana.open("/licences/")
    assert "6 of 12 item" in dana.text and "superseded" in dana.open(f"/licences/{number}/").text


def test_a_refusal_is_heard_and_reviewed_and_a_licence_suspended(office: Office, apply: Apply) -> None:
    case = apply(CAMERA, DIVER, "Filming of wrecks", *PAPERS)
    refused(office, case)
    reviewed(office, case)
    suspended(office, case)
    assert "No fault." in office.run("audit", "verify")


GROUND = {"grounds": ["end-user-not-established"]}


def refused(office: Office, case: str) -> None:
    """The end user is taken for a listed person; the applicant is heard, and refused."""
    begin(office, case, entry="X-6.a", finding="confirmed")
    at(office, "bram", case).press("Give this position", kind="objection", text="She is listed.")
    ines = at(office, "ines", case).press("Send the letter", reasons="The end user is listed.", **GROUND)
    office.dana.open("/applications/").follow("say what you have to say")
    office.dana.press("Send the answer", answer="She was born in 1984; the listed person in 1960.")
    ines.open(f"/cases/{case}/").press("Recommend", outcome="refuse", reasons="No proof was given.", **GROUND)
    at(office, "sela", case).press("Decide", outcome="refuse", reasons="No proof was given.", **GROUND)
    assert "No proof was given." in at(office, "dana", case).text


def reviewed(office: Office, case: str) -> None:
    """The review annuls it; the case is examined anew, and granted."""
    office.dana.press("Ask for a review", statement="It is another person.")
    office.amari.open("/reviews/").follow(case).press("Annul the decision", reasons="Nobody compared the dates.")
    assert office.subject("ines") == f"{case}: the review of the decision was decided"
    at(office, "ines", case).press("Settle the match", finding="dismissed", reason="Born in 1984, not in 1960.")
    at(office, "bram", case).press("Give this position", kind="no_objection")
    grant = {"outcome": "grant", "reasons": "Another person."}
    at(office, "ines", case).press("Recommend", **grant)
    at(office, "sela", case).press("Decide", **grant)


def suspended(office: Office, case: str) -> None:
    """A measure is proposed, the holder heard, the licence suspended: customs draws nothing more."""
    number = at(office, "dana", case).follow("Licence XA-").url.split("/")[2]
    given = {"reasons": "The cameras were seen elsewhere.", "grounds": ["misuse"]}
    ines = office.ines.open(f"/licences/{number}/").press("Propose a measure", how="suspend", **given)
    measure = ines.url.split("/")[2]
    office.dana.open("/applications/").follow("say what you have to say").press(
        "Send the answer", answer="They are here."
    )
    at(office, "ines", measure).press("Recommend", outcome="suspend_licence", **given)
    at(office, "sela", measure).press("Decide", outcome="suspend_licence", **given)
    noor = office.noor.open("/customs/").press("Find the licence", q=number)
    assert "suspended" in noor.text and not noor.sees("Record a shipment")


def test_an_invitation_by_mail_becomes_a_plan_and_an_answer(office: Office) -> None:
    ines = office.ines.open("/capabilities/add/")
    ines.press("Record", title="Licensing review", agency="mfa", weight="3", people_needed="4", people_trained="1")
    for name in ("Ines Calder", "Bram Okafor"):
        ines.open("/people/add/").press("Record", name=name, agency="mfa", skills="licensing", languages="english")

    first = datetime.now(UTC).date() + timedelta(days=100)
    letter = LETTER.format(first=first, last=first + timedelta(days=2), reply=first - timedelta(days=40))
    mail = SimpleUploadedFile("invitation.eml", letter.encode(), "message/rfc822")
    ines.open("/offers/read/").press("Read", file=mail)
    assert "Who pays for travel and stay?" in ines.text
    ines.press(
        "Confirm the offer",
        **{"seats-0-skill": "licensing", "funding-0-payer": "host"},
        **{"gains-0-capability": "licensing-review", "gains-0-units": "12"},
    )

    ines.open("/plans/").press("Make a plan", last=(first + timedelta(days=30)).isoformat())
    make_waiting(now=timezone.now())
    assert "Workshop on end-use checks" in ines.open(ines.url).text
    memo = ines.client.get(f"{ines.url}memo.pdf")
    assert memo.status_code == 200 and memo["Content-Type"] == "application/pdf"

    office.sela.open(ines.url).press("Release the plan")
    ines.open("/offers/board/").press("Draft the answers").follow("Workshop on end-use checks")
    office.sela.open(ines.url).press("Release it")
    assert "accepts the invitation" in office.sela.text
