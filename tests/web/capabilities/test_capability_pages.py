"""The register of capabilities: what moves one up the ladder, what is refused, who reads and who changes it."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from exeat.domain.capabilities import Level
from exeat.web.audit.verify import verify
from exeat.web.capabilities import services
from exeat.web.capabilities.models import Capability
from exeat.web.capabilities.services import CapabilityGiven
from exeat.web.errors import Invalid, NotPermitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def set_out(people, now):
    def make(title: str, **given: object) -> Capability:
        said = {"planned": Level.OPERATING, "agency": "mfa"} | given
        return services.set_out(given=CapabilityGiven(title, **said), by=people.head, now=now)

    return make


def test_nothing_is_implemented_until_evidence_says_so(people, set_out, now):
    review = set_out("Licensing review")
    assert (review.pk, review.implemented) == ("licensing-review", Level.NONE)
    services.record_evidence(capability=review, level=2, text="Decree", on=date(2026, 1, 5), by=people.head, now=now)
    services.record_evidence(capability=review, level=4, text="Runs", on=date(2026, 2, 5), by=people.head, now=now)
    services.record_evidence(capability=review, level=1, text="Older", on=date(2025, 2, 5), by=people.head, now=now)
    review.refresh_from_db()
    assert review.implemented == Level.OPERATING, "the evidence of the latest day says where it is"
    assert [one.level for one in review.evidence.all()] == [4, 2, 1]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agency": "nowhere"}, "agency"),
        ({"equipped": 101}, "equipped"),
        ({"paragraphs": ["5"]}, "paragraphs"),
        ({"depends_on": ["unheard-of"]}, "depends_on"),
    ],
)
def test_what_cannot_be_is_refused_by_field(set_out, changes, field):
    with pytest.raises(Invalid) as refusal:
        set_out("Forensics", **changes)
    assert refusal.value.errors.keys() == {field}
    assert not Capability.objects.exists()


def test_the_same_name_is_not_taken_twice(set_out):
    set_out("Forensics")
    with pytest.raises(Invalid, match="capability forensics already"):
        set_out("FORENSICS")


def test_a_circle_of_dependencies_is_refused(people, set_out, now):
    law = set_out("Law")
    set_out("Review", depends_on=["law"])
    given = CapabilityGiven("Law", Level.OPERATING, "mfa", depends_on=["review"])
    with pytest.raises(Invalid, match="in a circle: law → review → law"):
        services.change_capability(capability=law, given=given, by=people.head, now=now)
    assert not law.depends_on.exists()


def test_evidence_is_not_of_a_day_to_come(people, set_out, now):
    review = set_out("Review")
    with pytest.raises(Invalid, match="day to come"):
        services.record_evidence(capability=review, level=4, text="x", on=date(2026, 3, 3), by=people.head, now=now)


def test_the_ledger_explains_every_row(people, set_out, now):
    review = set_out("Review", work={"licensing": 40, "law": 0})
    services.record_evidence(capability=review, level=2, text="Decree", on=date(2026, 1, 5), by=people.head, now=now)
    given = CapabilityGiven("Review", Level.SUSTAINED, "nra", work={"Licensing": 30})
    services.change_capability(capability=review, given=given, by=people.officer, now=now)
    assert [(work.skill, work.days) for work in review.work.all()] == [("licensing", 30)]
    assert [fault for fault in verify().faults if fault.where.startswith("capabilities.")] == []
    Capability.objects.update(implemented=5)
    assert [fault.code for fault in verify().faults if fault.where.startswith("capabilities.")] == ["row_changed"]


@pytest.mark.parametrize("role", ["exporter", "customs", "auditor", "administrator"])
def test_only_planners_change_the_register(people, set_out, now, role):
    review, other = set_out("Review"), getattr(people, role)
    given = CapabilityGiven("Other", Level.OPERATING, "mfa")
    for step in (
        lambda: services.set_out(given=given, by=other, now=now),
        lambda: services.change_capability(capability=review, given=given, by=other, now=now),
        lambda: services.record_evidence(capability=review, level=5, text="x", on=now.date(), by=other, now=now),
    ):
        with pytest.raises(NotPermitted):
            step()


PAGES = ["capabilities", "resolution_1540", "capability", "capability_add", "capability_change"]


@pytest.mark.parametrize("name", PAGES)
def test_auditors_read_planners_change_and_others_do_neither(client, people, set_out, name):
    set_out("Review")
    takes = name in ("capability", "capability_change")
    address = reverse(name, kwargs={"slug": "review"} if takes else {})
    changes = name in ("capability_add", "capability_change")
    for user, status in [
        (people.officer, 200),
        (people.head, 200),
        (people.auditor, 403 if changes else 200),
        (people.exporter, 403),
        (people.customs, 403),
        (people.reviewers["nra"], 403),
    ]:
        client.force_login(user)
        assert client.get(address).status_code == status, user


def test_the_pages_lead_from_plan_to_evidence(client, people, now):
    client.force_login(people.officer)
    data = {
        "title": "Port detection", "planned": 4, "weight": 2, "agency": "customs", "equipped": 90, "people_needed": 10,
        "people_trained": 2, "work": "detection: 30\n", "paragraphs": ["3 (c)"],
    }  # fmt: skip
    page = client.post(reverse("capability_add"), data, follow=True).content.decode()
    assert "Equipment outruns people: 90 % of the equipment is there, and 2 of the 10 people" in page
    wrong = client.post(reverse("capability_add"), data | {"work": "thirty days"})
    assert wrong.status_code == 422 and "is not a skill and its days" in wrong.content.decode()
    address = reverse("capability", kwargs={"slug": "port-detection"})
    client.post(address, {"level": 2, "on": "2026-03-01", "text": "Portals were handed over"})
    assert "Portals were handed over" in client.get(address).content.decode()
    assert "where equipment outruns people" in client.get(reverse("capabilities")).content.decode()


def test_the_register_asks_as_much_for_ten_as_for_one(client, people, set_out, django_assert_max_num_queries):
    for number in range(10):
        set_out(f"Capability {number}", work={"law": number + 1})
    client.force_login(people.officer)
    with django_assert_max_num_queries(14):
        client.get(reverse("capabilities"))


def test_the_report_goes_out_as_a_table(client, people, set_out):
    set_out("Review", paragraphs=["3 (d)"])
    client.force_login(people.officer)
    text = client.get(reverse("resolution_1540_file", kwargs={"form": "csv"})).content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["Paragraph"]: row["Capability"] for row in rows}["3 (d)"] == "Review"
    assert [row["Capability"] for row in rows if row["Paragraph"] == "4"] == [""]
    book = client.get(reverse("resolution_1540_file", kwargs={"form": "xlsx"})).content
    assert "resolution-1540" in openpyxl.load_workbook(io.BytesIO(book)).sheetnames
    assert client.get(reverse("resolution_1540_file", kwargs={"form": "pdf"})).status_code == 404
