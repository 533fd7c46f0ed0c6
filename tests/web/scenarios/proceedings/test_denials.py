"""No undercut: what another state denied is granted here only after that state was asked."""

from __future__ import annotations

from typing import Any

DENIED = {
    "reference": "D-7",
    "authority": "Export Office of Quenland",
    "state": "QM",
    "denied_on": "2026-11-12",
    "entries": ["3X001"],
    "parties": ["Calm Shore Fire Service"],
    "destination": "AE",
    "goods": "Thermal cameras",
    "end_use": "Search for people in smoke",
    "grounds": "Risk of diversion",
}
GRANT = {"outcome": "grant", "reasons": "as reviewed"}


def denied_elsewhere(office: Any) -> tuple[str, str]:
    """An application for what Quenland denied, with the agencies' word, on 2 March 2027; the denial's address."""
    office.on("2027-03-01")
    office.officer.post("/denials", **DENIED)
    office.on("2027-03-02")
    reference = office.referred()
    (beside,) = office.officer.get(f"/cases/{reference}/denials")
    assert (beside["denial"], beside["identical"], beside["stands"]) == ("QM D-7", True, True)
    return reference, f"/cases/{reference}/denials/{beside['id']}"


def test_nothing_is_granted_until_the_denying_state_was_asked_and_agrees(office: Any) -> None:
    reference, denial = denied_elsewhere(office)
    office.officer.post(f"/cases/{reference}/recommend", **GRANT)
    assert "denied (QM D-7): consult" in office.head.refused(f"/cases/{reference}/decide", **GRANT)
    office.officer.post(f"/cases/{reference}/reopen", reason="Quenland has to be asked")

    office.officer.post(f"{denial}/consult")
    (asked,) = office.officer.get(f"/cases/{reference}/denials")
    # Ten working days from Tuesday 2 March: 3 and 4: 2, 7 to 11: 7, 16 to 18 after a feast of two days: 10.
    assert (asked["asked_on"], asked["due"]) == ("2027-03-02", "2027-03-18")

    office.on("2027-03-09")
    office.officer.post(f"{denial}/answer", answer="agrees", text="Note 14 of 9 March: the end user has been cleared")
    office.officer.post(f"/cases/{reference}/recommend", **GRANT)
    office.head.post(f"/cases/{reference}/decide", **GRANT)
    assert office.case(reference)["state"] == "granted"


def test_silence_counts_from_the_day_after_the_last_one(office: Any) -> None:
    reference, denial = denied_elsewhere(office)
    office.officer.post(f"{denial}/consult")
    office.on("2027-03-18")
    assert "may still answer" in office.officer.refused(f"{denial}/answer", answer="silent")
    office.on("2027-03-21")
    office.officer.post(f"{denial}/answer", answer="silent")
    office.officer.post(f"/cases/{reference}/recommend", **GRANT)
    office.head.post(f"/cases/{reference}/decide", **GRANT)
    assert office.case(reference)["state"] == "granted"


def test_the_exporter_is_told_nothing_of_it(office: Any) -> None:
    reference, denial = denied_elsewhere(office)
    for asker in (office.exporter, office.outsider):
        assert "QM D-7" not in asker.refused(f"{denial}/consult")
    assert "Quenland" not in str(office.exporter.get(f"/cases/{reference}"))
