"""A refusal is reviewed by others than those who made it: upheld, varied, annulled; and a condition is struck out."""

from __future__ import annotations

from typing import Any

import pytest

GROUNDS = ["end-user-not-established"]


def refused(office: Any) -> str:
    """Refused on Thursday 11 March 2027."""
    office.on("2027-03-01")
    reference = office.referred()
    office.officer.post(f"/cases/{reference}/recommend", outcome="refuse", reasons="unknown", grounds=GROUNDS)
    office.on("2027-03-11")
    reasons = "The end user is not known to us.\n\n[internal] A partner warned us."
    office.head.post(f"/cases/{reference}/decide", outcome="refuse", reasons=reasons, grounds=GROUNDS)
    return reference


def asked(office: Any) -> str:
    reference = refused(office)
    office.on("2027-03-18")
    office.exporter.post(f"/cases/{reference}/review", statement="It is the fire service of the town.")
    return reference


def test_varied_by_another_decider_and_the_refusal_remains_as_it_was(office: Any) -> None:
    from exeat.web.cases.models import Decision
    from exeat.web.denials.models import Denial

    reference = asked(office)
    (review,) = office.exporter.get(f"/cases/{reference}/reviews")
    # Twenty working days from Thursday 18 March: 21–25: 5, 28–April 1: 10, 4–8: 15, 11–15: 20.
    assert (review["due"], review["clock"]["limit"]) == ("2027-04-15", 20)
    said = office.head.refused(f"/cases/{reference}/review/vary", reasons="I was wrong")
    assert "reviews are decided by the member of the appeal body" in said
    assert "only the" in office.officer.refused(f"/cases/{reference}/review/uphold", reasons="as decided")

    office.on("2027-03-30")
    office.appeal.post(f"/cases/{reference}/review/vary", reasons="The town's register shows it.", add=["end-use-only"])
    case = office.case(reference)
    assert (case["state"], case["licence"] is not None) == ("granted_with_conditions", True)
    (review,) = office.exporter.get(f"/cases/{reference}/reviews")
    # 21–25 March: 5, 28, 29 and 30: 8.
    assert (review["outcome"], review["clock"]["days_used"]) == ("varied", 8)
    first, second = Decision.objects.filter(case__reference=reference)
    assert (first.outcome, first.superseded_by, second.supersedes) == ("refuse", second, first)
    assert Denial.objects.get(case__reference=reference).revoked_on is not None
    assert {document["kind"] for document in case["documents"]} >= {"refusal", "review_received", "review_decided"}
    # The clock of the case stood still when it was decided: it is not the clock of the review.
    assert case["clock"]["days_used"] == 8


def test_upheld_the_refusal_stands_and_is_reviewed_once(office: Any) -> None:
    reference = asked(office)
    office.on("2027-04-16")
    assert office.exporter.get(f"/cases/{reference}/reviews")[0]["clock"]["overdue"]
    reasons = "Nothing new was shown.\n\n[internal] The warning was repeated."
    office.appeal.post(f"/cases/{reference}/review/uphold", reasons=reasons)
    assert office.case(reference)["state"] == "refused"
    told = office.exporter.get(f"/cases/{reference}/reviews")[0]["reasons"]
    assert told[0] == "Nothing new was shown."
    assert "warning" not in " ".join(told)
    said = office.exporter.refused(f"/cases/{reference}/review", statement="Once more.")
    assert "asked before" in said


def test_annulled_it_is_examined_anew_and_the_time_begins_again(office: Any) -> None:
    reference = asked(office)
    office.on("2027-04-05")
    office.appeal.post(f"/cases/{reference}/review/annul", reasons="The town's answer was not read.")
    assert office.case(reference)["state"] == "under_review"
    # Thirty working days from Monday 5 April: 6–8: 3, 11–15: 8, 18–22: 13, 25–29: 18, May 2–6: 23, 9–13: 28, 16, 17.
    assert office.case(reference)["clock"] == {
        "days_used": 0, "limit": 30, "due": "2027-05-17", "paused_by": None, "overdue": False, "running": True,
    }  # fmt: skip
    office.on("2027-04-12")
    office.officer.post(f"/cases/{reference}/recommend", outcome="grant", reasons="the answer is good")
    office.head.post(f"/cases/{reference}/decide", outcome="grant", reasons="as recommended")
    assert office.case(reference)["clock"]["days_used"] == 5  # 6, 7, 8, 11, 12 April


@pytest.mark.parametrize(("day", "in_time"), [("2027-04-10", True), ("2027-04-11", False)])
def test_thirty_days_from_the_decision_the_last_one_counts(office: Any, day: str, in_time: bool) -> None:
    reference = refused(office)
    office.on(day, "23:30")
    if in_time:
        office.exporter.post(f"/cases/{reference}/review", statement="It is the fire service.")
    else:
        said = office.exporter.refused(f"/cases/{reference}/review", statement="It is the fire service.")
        assert said == "a review could be asked until 10 April 2027"


def test_a_condition_is_struck_out_and_the_licence_replaced(office: Any) -> None:
    from exeat.web.audit.verify import verify
    from exeat.web.licences.models import Licence

    office.on("2027-03-01")
    reference = office.referred()
    for template in ("end-use-only", "on-site-check"):
        office.officer.post(f"/cases/{reference}/conditions", template=template)
    office.officer.post(f"/cases/{reference}/recommend", outcome="grant_with_conditions", reasons="as reviewed")
    office.head.post(f"/cases/{reference}/decide", outcome="grant_with_conditions", reasons="as recommended")
    office.exporter.post(f"/cases/{reference}/review", statement="Nobody asked for visits.")
    visit = next(one for one in office.case(reference)["conditions"] if one["title"] == "Check at the end user's")
    office.appeal.post(f"/cases/{reference}/review/vary", reasons="No agency asked for it.", strike=[visit["id"]])
    old, new = Licence.objects.filter(case__reference=reference).order_by("pk")
    assert (old.state, new.state) == ("revoked", "active")
    assert (len(old.content["conditions"]), len(new.content["conditions"])) == (2, 1)
    assert office.case(reference)["licence"] == new.number
    assert verify().faults == ()


def test_the_request_may_be_taken_back(office: Any) -> None:
    reference = asked(office)
    office.exporter.post(f"/cases/{reference}/review/withdraw")
    assert office.exporter.get(f"/cases/{reference}/reviews")[0]["outcome"] == "withdrawn"
    assert "no review waits" in office.appeal.refused(f"/cases/{reference}/review/uphold", reasons="as decided")
