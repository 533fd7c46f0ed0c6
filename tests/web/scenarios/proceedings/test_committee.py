"""The committee: a sitting without quorum, a vote, an escalation that lets its time pass."""

from __future__ import annotations

from typing import Any

SEATED = ("mfa", "customs", "nra", "aec", "authority")


def seats(office: Any) -> None:
    for agency in SEATED:
        office.secretary.put(f"/committee/seats/{agency}", member=getattr(office, agency).user.pk)


def called(office: Any, reference: str, *, day: str) -> str:
    """Laid before the committee, put on the agenda of that day, the members called; the sitting's number."""
    summary = "The foreign ministry objects.\n\n[authority] A partner asked us about this trader."
    item = office.officer.post(f"/cases/{reference}/committee", summary=summary)["item"]
    number = office.secretary.post("/committee/sittings", day=day, at="10:00", place="Harbour Hall")["number"]
    office.secretary.post(f"/committee/sittings/{number}/place", item=item)
    office.secretary.post(f"/committee/sittings/{number}/call")
    return number


def opened(office: Any, number: str, *present: str) -> int:
    """These agencies are there, and the sitting is open; the id of its one case."""
    office.secretary.post(f"/committee/sittings/{number}/attendance", present=dict.fromkeys(present, "member"))
    (item,) = office.secretary.post(f"/committee/sittings/{number}/open")["items"]
    return item["id"]


def objected(office: Any) -> str:
    return office.referred("objection", "We do not know this trader.")


def test_without_quorum_it_adjourns_and_then_lifts_the_objection(office: Any) -> None:
    seats(office)
    office.on("2027-03-01")
    reference = objected(office)
    said = office.officer.refused(f"/cases/{reference}/decide", outcome="grant", reasons="as reviewed")
    assert "not possible while under review" in said
    number = called(office, reference, day="2027-03-08")

    # Members read the dossier once they are called, less what is marked for the authority alone.
    (item,) = office.nra.get(f"/committee/sittings/{number}")["items"]
    assert item["summary"] == ["The foreign ministry objects."]
    assert office.nra.get(f"/cases/{reference}")["referrals"][0]["position"] == "objection"

    office.on("2027-03-08", "10:00")
    present = {"mfa": "member", "nra": "member"}
    sitting = office.secretary.post(f"/committee/sittings/{number}/attendance", present=present)
    assert sitting["lacks"] == ["2 of 5 agencies are there, and 3 are needed"]
    assert "3 are needed" in office.secretary.refused(f"/committee/sittings/{number}/open")
    following = office.secretary.post(
        f"/committee/sittings/{number}/adjourn", reason="Two of five agencies were there.", to="2027-03-11"
    )["number"]
    assert office.secretary.get(f"/committee/sittings/{number}")["minutes"]

    # Dossiers go out three working days before: on Monday 8 March, for Thursday 11 March.
    office.secretary.post(f"/committee/sittings/{following}/call")
    office.on("2027-03-11", "10:00")
    item = opened(office, following, "mfa", "nra", "aec")
    for agency in ("mfa", "nra", "aec"):
        getattr(office, agency).post(f"/committee/items/{item}/views", agency=agency, view="grant_with_conditions")
    (concluded,) = office.secretary.post(f"/committee/items/{item}/conclude")["items"]
    assert (concluded["how"], concluded["advice"]) == ("consensus", "grant_with_conditions")
    assert office.secretary.post(f"/committee/sittings/{following}/close")["state"] == "closed"

    office.officer.post(f"/cases/{reference}/conditions", template="end-use-only")
    office.officer.post(f"/cases/{reference}/recommend", outcome="grant_with_conditions", reasons="as concluded")
    office.head.post(f"/cases/{reference}/decide", outcome="grant_with_conditions", reasons="as recommended")
    assert office.case(reference)["state"] == "granted_with_conditions"
    # The committee does not stop the clock. 2–4 March: 3, 7–11: 8; the ninth would be Tuesday 16 March.
    assert office.case(reference)["clock"]["days_used"] == 8


def test_a_vote_carries_a_refusal_and_no_grant_passes_it(office: Any) -> None:
    seats(office)
    office.on("2027-03-01")
    reference = objected(office)
    number = called(office, reference, day="2027-03-08")
    office.on("2027-03-08", "10:00")
    item = opened(office, number, "mfa", "customs", "nra")
    assert "no view yet" in office.secretary.refused(f"/committee/items/{item}/conclude")
    for agency, view in (("mfa", "refuse"), ("customs", "refuse"), ("nra", "grant")):
        getattr(office, agency).post(f"/committee/items/{item}/views", agency=agency, view=view, text="As we said.")
    assert "speaks who sits" in office.aec.refused(f"/committee/items/{item}/views", agency="mfa", view="grant")
    (concluded,) = office.secretary.post(f"/committee/items/{item}/conclude")["items"]
    assert (concluded["how"], concluded["advice"]) == ("vote", "refuse")

    office.officer.post(f"/cases/{reference}/recommend", outcome="grant", reasons="we see it otherwise")
    said = office.head.refused(f"/cases/{reference}/decide", outcome="grant", reasons="as recommended")
    assert "concluded that it be refused" in said
    office.head.post(
        f"/cases/{reference}/decide", outcome="refuse", reasons="The trader is unknown.",
        grounds=["end-user-not-established"],
    )  # fmt: skip
    assert office.case(reference)["state"] == "refused"


def test_a_step_of_the_escalation_that_lets_its_time_pass_hands_on_to_the_minister(office: Any) -> None:
    seats(office)
    office.on("2027-03-01")
    reference = objected(office)
    number = called(office, reference, day="2027-03-11")
    office.on("2027-03-11", "10:00")
    item = opened(office, number, "mfa", "customs", "nra")
    for agency, view in (("mfa", "refuse"), ("customs", "grant"), ("nra", "abstain")):
        getattr(office, agency).post(f"/committee/items/{item}/views", agency=agency, view=view, text="As we said.")
    (concluded,) = office.secretary.post(f"/committee/items/{item}/conclude")["items"]
    assert concluded["how"] == "escalated"
    assert "the Licensing Committee" in office.officer.refused(f"/cases/{reference}/committee", summary="Once more.")

    # The head has five working days, over the Lantern Feast of 14 and 15 March: 16, 17, 18, 21, 22.
    office.on("2027-03-22", "23:00")
    office.as_days_pass()
    assert "entered by the" in office.secretary.refused(
        f"/cases/{reference}/committee/decide", advice="grant", reasons="signed by the minister"
    )
    office.on("2027-03-23", "01:00")
    office.as_days_pass()
    assert "entered by the" in office.head.refused(
        f"/cases/{reference}/committee/decide", advice="grant", reasons="I say so"
    )
    # The minister has ten more from 23 March: 24, 25, 28–31: 6, April 1, 4, 5, 6: 10.
    from exeat.web.committee.models import Escalation

    assert [str(row.due) for row in Escalation.objects.order_by("pk")] == ["2027-03-22", "2027-04-06"]
    office.on("2027-04-01")
    office.secretary.post(
        f"/cases/{reference}/committee/decide", advice="grant", reasons="Minute 44 of the minister, 1 April 2027"
    )
    office.officer.post(f"/cases/{reference}/recommend", outcome="grant", reasons="as the minister decided")
    office.head.post(f"/cases/{reference}/decide", outcome="grant", reasons="as recommended")
    assert office.case(reference)["state"] == "granted"


def test_what_the_policy_names_goes_before_the_committee_though_nobody_objects(office: Any) -> None:
    seats(office)
    office.on("2027-03-01")
    items = [{**office._application["items"][0], "value": "5000000.00"}]
    reference = office.referred(items=items)
    said = office.officer.refused(f"/cases/{reference}/recommend", outcome="grant", reasons="as reviewed")
    assert "has not concluded yet (The application is worth five million" in said
    number = called(office, reference, day="2027-03-08")
    office.on("2027-03-08", "10:00")
    item = opened(office, number, "mfa", "customs", "nra")
    for agency in ("mfa", "customs", "nra"):
        getattr(office, agency).post(f"/committee/items/{item}/views", agency=agency, view="grant")
    office.secretary.post(f"/committee/items/{item}/conclude", minute="The price follows the contract.")
    office.officer.post(f"/cases/{reference}/recommend", outcome="grant", reasons="as concluded")
    assert office.case(reference)["state"] == "recommended"


def test_the_ledger_explains_every_row_of_it(office: Any) -> None:
    from exeat.web.audit.verify import verify

    test_without_quorum_it_adjourns_and_then_lifts_the_objection(office)
    assert verify().faults == ()
