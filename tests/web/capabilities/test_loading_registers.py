"""Registers of people and capabilities from a file: CSV, TOML or a spreadsheet, all of it or nothing."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exeat.web.capabilities import loading as capabilities
from exeat.web.capabilities.models import Capability
from exeat.web.errors import NotPermitted
from exeat.web.people import loading as people_loading
from exeat.web.people.models import Official
from exeat.web.registers.spreadsheet import SheetError, template
from exeat.web.registers.tabular import read_table

pytestmark = pytest.mark.django_db
OFFICIALS = b"""name,agency,skills,languages,rank,max_days_away,account
Ana Dorval,mfa,"licensing, law",english,director,8,officer@example.org
Ben Castell,nra,inspection,,,,
"""
TOML = b"""
[[capabilities]]
id = "review"
title = "Licensing review"
planned = "operating"
agency = "mfa"
weight = 3
depends_on = ["law"]
paragraphs = ["3 (d)"]
work = { licensing = 60 }
level = "legal basis"
evidence = "Decree in force"
on = 2026-01-15

[[capabilities]]
id = "law"
title = "Law"
planned = "operating"
agency = "mfa"
weight = 1
"""


def officials(content: bytes, name: str = "officials.csv"):
    return read_table(content, name, "officials", people_loading.COLUMNS)


def load_toml(people, now, content: bytes = TOML):
    rows = read_table(content, "register.toml", "capabilities", capabilities.COLUMNS)
    return capabilities.load_capabilities(rows=rows, by=people.officer, now=now, dry_run=False)


def test_officials_are_entered_and_those_known_are_corrected(people, now):
    def load(content: bytes, dry_run: bool) -> list:
        return people_loading.load_officials(rows=officials(content), by=people.officer, now=now, dry_run=dry_run)

    assert [one.outcome for one in load(OFFICIALS, True)] == ["is entered", "is entered"]
    assert not Official.objects.exists(), "a dry run leaves everything as it was"
    load(OFFICIALS, False)
    ana = Official.objects.get(name="Ana Dorval")
    assert (ana.user, ana.skills, ana.max_days_away) == (people.officer, ["law", "licensing"], 8)
    assert [one.outcome for one in load(OFFICIALS, False)] == ["is corrected", "is corrected"]
    assert Official.objects.count() == 2


def test_capabilities_are_loaded_whatever_their_order(people, now):
    load_toml(people, now)
    review = Capability.objects.get(pk="review")
    assert [other.pk for other in review.depends_on.all()] == ["law"]
    assert (review.implemented, review.evidence.get().on) == (2, date(2026, 1, 15))
    assert [(work.skill, work.days) for work in review.work.all()] == [("licensing", 60)]


def test_a_circle_in_the_file_is_named(people, now):
    content = TOML + b'depends_on = ["review"]\n'
    with pytest.raises(SheetError, match="depend on each other in a circle"):
        load_toml(people, now, content)
    assert not Capability.objects.exists()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Cal,nowhere,law,,,,", "row 4, column agency: The policy has no agency nowhere"),
        ("Cal,mfa,,,,,", "row 4, column skills: is empty"),
        ("Cal,mfa,law,,,many,", "column max_days_away: 'many' is not a whole number"),
        ("Cal,mfa,law,,,,nobody@example.org", "column account: nobody signs in as nobody@example.org"),
        ("Cal,mfa,l\0w,,,,", "row 4, column skills: holds a null character"),
    ],
)
def test_one_bad_row_and_nothing_is_loaded(people, now, line, says):
    with pytest.raises(SheetError) as refusal:
        rows = officials(OFFICIALS + line.encode() + b"\n")
        people_loading.load_officials(rows=rows, by=people.officer, now=now, dry_run=False)
    assert says in str(refusal.value)
    assert not Official.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.ods", b"", "not of a type that is read"),
        ("a.csv", b"\xff\xfe", "is not UTF-8"),
        ("a.csv", b"name,agency\n", "skills: is missing"),
        ("a.toml", b"[[people]]\n", "there is no table [[officials]]"),
        ("a.toml", b"officials = 1\n", "there is no table [[officials]]"),
        ("a.toml", b"[[", "is not TOML"),
        ("a.xlsx", b"no spreadsheet", "not a spreadsheet"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name, content, says):
    with pytest.raises(SheetError) as refusal:
        officials(content, name)
    assert says in str(refusal.value)


def test_an_auditor_loads_nothing(people, now):
    with pytest.raises(NotPermitted):
        people_loading.load_officials(rows=officials(OFFICIALS), by=people.auditor, now=now, dry_run=False)


def test_the_page_tries_a_file_and_then_loads_the_same(client, people):
    client.force_login(people.officer)
    address = reverse("import_register")

    def send(content: bytes, tried: str = "") -> object:
        file = SimpleUploadedFile("o.csv", content)
        return client.post(address, {"what": "officials", "file": file, "tried": tried})

    tried = send(OFFICIALS)
    assert "This is what would happen" in tried.content.decode()
    assert not Official.objects.exists()
    digest = tried.context["form"].initial["tried"]
    other = send(OFFICIALS + b"Cal,mfa,law,,,,\n", digest)
    assert (other.status_code, Official.objects.count()) == (422, 0)
    assert "2 entries were loaded" in send(OFFICIALS, digest).content.decode()
    assert Official.objects.count() == 2
    assert send(b"name\n").status_code == 422


def test_the_templates_name_every_column_and_load(client, people, now):
    for what, columns in (("officials", people_loading.COLUMNS), ("capabilities", capabilities.COLUMNS)):
        assert read_table(template(what, columns), f"{what}.xlsx", what, columns)
    client.force_login(people.officer)
    assert client.get(reverse("import_register_template", kwargs={"what": "officials"})).status_code == 200
    assert client.get(reverse("import_register_template", kwargs={"what": "cases"})).status_code == 404
    for other in (people.auditor, people.exporter, people.reviewers["nra"]):
        client.force_login(other)
        assert client.get(reverse("import_register")).status_code == 403
