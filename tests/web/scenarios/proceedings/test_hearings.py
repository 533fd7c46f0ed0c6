"""Nobody is refused unheard: an intended refusal is told, answered, and may turn into a grant."""

from __future__ import annotations

from typing import Any

GROUNDS = ["end-user-not-established"]
REFUSE = {"outcome": "refuse", "reasons": "The end user is not known to us.", "grounds": GROUNDS}


def about_to_be_refused(office: Any) -> str:
    """Recommended for refusal on Monday 1 March 2027, and told so on the next day."""
    office.on("2027-03-01")
    reference = office.referred()
    office.officer.post(f"/cases/{reference}/recommend", **REFUSE)
    office.on("2027-03-02")
    reasons = f"{REFUSE['reasons']}\n\n[internal] A partner warned us."
    office.officer.post(f"/cases/{reference}/intended-refusal", reasons=reasons, grounds=GROUNDS)
    return reference


def test_heard_the_exporter_shows_who_the_end_user_is_and_the_licence_is_granted(office: Any) -> None:
    reference = about_to_be_refused(office)
    seen = office.exporter.get(f"/cases/{reference}")
    assert "partner" not in str(seen)
    assert "intended_refusal" in {document["kind"] for document in seen["documents"]}
    assert office.head.refused(f"/cases/{reference}/decide", **REFUSE)

    office.on("2027-03-08")
    answer = "It is the fire service of the town; its charter is attached."
    office.exporter.post(f"/cases/{reference}/intended-refusal/answer", answer=answer)
    office.on("2027-03-09")
    office.officer.post(f"/cases/{reference}/reopen", reason="the charter shows the end user")
    office.officer.post(f"/cases/{reference}/recommend", outcome="grant", reasons="the end user is established")
    office.head.post(f"/cases/{reference}/decide", outcome="grant", reasons="as recommended")
    case = office.case(reference)
    assert (case["state"], case["licence"] is not None) == ("granted", True)
    # 2 to 4 March: 3, 7 to 9: 6.
    assert case["clock"]["days_used"] == 6


def test_unanswered_the_refusal_waits_until_the_last_day_has_passed(office: Any) -> None:
    reference = about_to_be_refused(office)
    # Ten working days from Tuesday 2 March: 3 and 4: 2, 7 to 11: 7, 16 to 18 after a feast of two days: 10.
    office.on("2027-03-18")
    assert office.head.refused(f"/cases/{reference}/decide", **REFUSE)
    office.on("2027-03-21")
    office.head.post(f"/cases/{reference}/decide", **REFUSE)
    assert office.case(reference)["state"] == "refused"
    assert office.outsider.refused(f"/cases/{reference}/intended-refusal/answer", answer="We disagree.")
