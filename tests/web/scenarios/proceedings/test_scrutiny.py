"""Beyond the lists: a notice that a later application meets, a red flag the exporter did not see, points of risk."""

from __future__ import annotations

from typing import Any

import pytest


def notice(office: Any, **changes: Any) -> str:
    known = {one["name"]: one["id"] for one in office.officer.get("/exporters")["results"]}
    body = {
        "exporter": known["Quayside Optics"],
        "goods": "Bearings of hardened steel, 60 to 80 mm",
        "basis": "wmd",
        "reasons": "They are used in centrifuges.\n\n[internal] A partner traced a delivery.",
        "end_users": ["Calm Shores Fire Service"],
        **changes,
    }
    return office.head.post("/notices", **body)["number"]


def test_an_unlisted_line_that_meets_a_notice_needs_a_licence(office: Any) -> None:
    from exeat.web.licences.models import Licence

    office.on("2027-03-01")
    number = notice(office)
    told = office.exporter.get(f"/notices/{number}")
    assert told["reasons"][0] == "They are used in centrifuges."
    assert "partner" not in " ".join(told["reasons"])
    assert office.outsider.refused(f"/notices/{number}/revoke", reason="not ours")

    office.on("2027-03-07")
    reference = office.under_review(entry="")
    office.officer.post(f"/cases/{reference}/refer", end_user_kinds=[])
    (met,) = office.officer.get(f"/cases/{reference}/scrutiny")["notices"]
    assert met["found"][0].startswith("Calm Shores Fire Service beside Calm Shores Fire Service")
    recommend = {"outcome": "find_no_licence_required", "reasons": "on no list"}
    said = office.officer.refused(f"/cases/{reference}/recommend", **recommend)
    assert f"it meets the notice {number}" in said
    office.officer.post(f"/cases/{reference}/notices/{met['id']}/settle", lines=[1], reason="the same bearings")
    office.officer.post(f"/cases/{reference}/recommend", **recommend)
    said = office.head.refused(f"/cases/{reference}/decide", **recommend)
    assert f"line 1 is licensable by notice {number}" in said
    office.head.post(f"/cases/{reference}/decide", outcome="grant", reasons="the use was looked into")
    assert office.case(reference)["state"] == "granted"
    assert Licence.objects.get().content["lines"][0]["entry"] == number


def test_a_notice_reaches_open_cases_and_none_after_it_ended(office: Any) -> None:
    office.on("2027-03-01")
    reference = office.under_review(entry="")
    number = notice(office)
    assert [one["notice"] for one in office.officer.get(f"/cases/{reference}/scrutiny")["notices"]] == [number]
    office.head.post(f"/notices/{number}/revoke", reason="The end user was cleared.")
    assert office.officer.get(f"/cases/{reference}/scrutiny")["notices"][0]["in_force"] is False
    office.officer.post(f"/cases/{reference}/refer", end_user_kinds=[])
    office.officer.post(
        f"/cases/{reference}/recommend", outcome="find_no_licence_required", reasons="on no list, and no notice counts"
    )
    later = office.under_review(entry="")
    assert office.officer.get(f"/cases/{later}/scrutiny")["notices"] == []
    assert "names" not in office.officer.refused("/notices", exporter=1, goods="x", basis="wmd", reasons="so")


def bearings(office: Any, claimed: str = "") -> dict[str, Any]:
    """An application for goods like those of the notice, by another name and for another end user."""
    item = {**office._application["items"][0], "description": "Ball bearing, steel hardened", "facts": "70 mm"}
    party = {**office._application["parties"][0], "name": "Gentle Slope Mills"}
    return {"items": [{**item, "claimed_entry": claimed}], "parties": [party]}


def test_a_notice_meets_a_later_application_for_the_same_goods_by_their_words(office: Any) -> None:
    office.on("2027-03-01")
    number = notice(office, end_users=[], end_use="Centrifuges", destination="AE")
    reference = office.under_review(entry="", **bearings(office))
    (met,) = office.officer.get(f"/cases/{reference}/scrutiny")["notices"]
    assert met["notice"] == number
    said = "line 1 has words of its goods, 3 of 3: bearing, hardened, steel, and the goods go to its country"
    assert said in met["found"]
    elsewhere = bearings(office)
    elsewhere["parties"][0]["country"] = "FR"
    other = office.under_review(entry="", **elsewhere, route=["FR"])
    assert office.officer.get(f"/cases/{other}/scrutiny")["notices"] == []


@pytest.mark.parametrize(
    ("goods", "line", "meets"),
    [
        ("Centrifuge rotors", "Rotor, centrifuging, of aluminium", True),
        ("Micro-bolometer arrays", "Array of microbolometers", True),
        ("Unmanned aerial vehicles", "Quadcopter with a lamp", True),
        ("Pumps", "Pump with diaphragm", True),
        ("Spare parts for diaphragm pumps", "Set of spare parts for desk lamps", False),
        ("Pressure transducers", "Blood pressure cuffs", False),
    ],
)
def test_a_notice_knows_its_goods_by_other_forms_and_names_of_theirs_and_not_by_a_word_that_many_have(
    office: Any, goods: str, line: str, meets: bool
) -> None:
    office.on("2027-03-01")
    known = {one["name"]: one["id"] for one in office.officer.get("/exporters")["results"]}
    notice(office, exporter=known["Far Harbour Tools"], goods=goods, end_users=["Somebody Else"], destination="AE")
    item = {**office._application["items"][0], "description": line, "facts": "as in the catalogue", "claimed_entry": ""}
    reference = office.handed_in(items=[item])
    assert bool(office.officer.get(f"/cases/{reference}/scrutiny")["notices"]) is meets


def test_goods_in_an_entry_meet_no_notice_until_they_are_found_in_none(office: Any) -> None:
    office.on("2027-03-01")
    known = {one["name"]: one["id"] for one in office.officer.get("/exporters")["results"]}
    notice(office, exporter=known["Far Harbour Tools"], end_users=["Somebody Else"], destination="AE")
    reference = office.handed_in(**bearings(office, claimed="3X001.a"))
    path = f"/cases/{reference}/scrutiny"
    assert office.officer.get(path)["notices"] == []
    office.officer.post(f"/cases/{reference}/register")
    office.officer.post(f"/cases/{reference}/begin-review")
    classify = f"/cases/{reference}/items/1/classify"
    office.officer.post(classify, entry="3X001.b", reason="a part of the camera")
    assert office.officer.get(path)["notices"] == []
    office.officer.post(classify, entry="", reason="bearings are on no list")
    assert len(office.officer.get(path)["notices"]) == 1


def test_a_red_flag_that_the_exporter_ignored_is_raised_by_the_officer_and_weighed(office: Any) -> None:
    office.on("2027-03-01")
    reference = office.referred()
    office.exporter.post(f"/cases/{reference}/flags", answers={"no-fit-with-business": False})
    before = office.officer.get(f"/cases/{reference}/scrutiny")
    assert (before["total"], before["level"]) == (0, "ordinary")
    office.officer.post(
        f"/cases/{reference}/flags/weigh",
        answers={"no-fit-with-business": True, "address-shared": True, "reluctant-end-use": False},
    )
    after = office.officer.get(f"/cases/{reference}/scrutiny")
    # 20 for goods that do not fit, 30 for the shared address.
    assert (after["total"], after["level"]) == (50, "raised")
    assert {point["id"]: point["weight"] for point in after["points"]} == {
        "no-fit-with-business": 20,
        "address-shared": 30,
    }
    said = office.officer.refused(f"/cases/{reference}/recommend", outcome="grant", reasons="as reviewed")
    assert said.count("say what it comes to") == 2
    office.officer.post(
        f"/cases/{reference}/flags/weigh",
        weighed={"no-fit-with-business": "A fire service buys cameras.", "address-shared": "A large office building."},
    )
    office.officer.post(f"/cases/{reference}/recommend", outcome="grant", reasons="as reviewed")
    office.head.post(f"/cases/{reference}/decide", outcome="grant", reasons="as recommended")
    assert office.exporter.get(f"/cases/{reference}/scrutiny") is None


def test_high_scrutiny_asks_for_a_second_officer_and_decides_nothing(office: Any) -> None:
    office.on("2027-03-01")
    reference = office.referred()
    answers = {"address-shared": True, "no-fit-with-business": True, "reluctant-end-use": True}
    office.officer.post(f"/cases/{reference}/flags/weigh", answers=answers)
    office.officer.post(f"/cases/{reference}/flags/weigh", weighed=dict.fromkeys(answers, "looked into"))
    scrutiny = office.officer.get(f"/cases/{reference}/scrutiny")
    # 30 + 20 + 20, of which flags come to 60 at most: raised, not yet high.
    assert (scrutiny["total"], scrutiny["level"]) == (60, "raised")
    other = office.handed_in(parties=[{**office._application["parties"][0], "role": "intermediate_consignee"},
                                      *office._application["parties"]])  # fmt: skip
    assert office.officer.get(f"/cases/{other}/scrutiny")["total"] == 10
    from exeat.web.cases.models import Case

    assert list(Case.objects.order_by("-risk").values_list("reference", "risk")) == [(reference, 60), (other, 10)]


def test_the_ledger_explains_every_row_of_it(office: Any) -> None:
    from exeat.web.audit.verify import verify

    test_an_unlisted_line_that_meets_a_notice_needs_a_licence(office)
    assert verify().faults == ()
