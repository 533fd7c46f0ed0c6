"""`exeat partner`: windows are verified with each state's own key, and offers planned against them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from exeat.cli import main
from exeat.domain.licences import create_key, sign

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "partner-offers.json"
SCHEMA = Path(__file__).parents[2] / "docs" / "windows.schema.json"


def statement(code="XA", **changes):
    weeks = [
        {"week": f"2027-W{n:02}", "free_days": 5, "skills": {"licensing": 2, "english": 2}, "late_cases_a_day": 0.2}
        for n in range(9, 22)
    ]
    section = {
        "id": "mfa",
        "name": "Ministry",
        "desk_days": 190,
        "taken_days": 0,
        "pays_travel": False,
        "on_request": ["forensics"],
        "weeks": weeks,
    }
    return {
        "v": "W1",
        "issued": "2027-02-20T08:00:00+00:00",
        "state": {"id": code, "name": f"State {code}", "weekend": [6, 7], "holidays": []},
        "start": "2027-03-01",
        "end": "2027-05-30",
        "currency": "USD",
        "capabilities": [
            {"id": "licensing-review", "title": "Licensing review", "weight": 3, "gap": 40},
            {"id": "forensics", "title": "Forensics", "weight": 1, "gap": 40},
            {"id": "outreach", "title": "Outreach", "weight": 1, "gap": 20},
        ],
        "sections": [section],
        "rules": {"gain_steps": [[0.4, 10], [0.4, 5], [0.2, 2]], "shortfall": 12, "late_case": 30},
        **changes,
    }


@pytest.fixture
def published(tmp_path):
    """Files and `--key` options of states: `published("XA", "XB")`, each signed with the state's own key."""

    def publish(*codes, **changes):
        arguments = []
        for code in codes:
            key = create_key(tmp_path / f"{code}.private")
            (tmp_path / f"{code}.jwk").write_text(json.dumps(key.public))
            (tmp_path / f"{code}.jws").write_text(sign(statement(code, **changes), key) + "\n")
            arguments += [str(tmp_path / f"{code}.jws"), "--key", f"{code}={tmp_path / f'{code}.jwk'}"]
        return arguments

    return publish


def run(*arguments):
    return CliRunner().invoke(main, ["partner", *arguments])


def test_genuine_windows_are_said_to_be_so(published):
    answer = run("windows", *published("XA"))
    assert answer.exit_code == 0
    assert "XA State XA, 2027-03-01 to 2027-05-30: genuine" in answer.output
    assert "65 free desk days of 190; on request: forensics" in answer.output


def test_the_example_is_planned_with(published):
    answer = run("plan", *published("XA"), "--offers", str(EXAMPLE), "--json")
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.output)
    rows = {row["offer"]: row for row in found["invitations"]}
    assert rows["licensing-workshop"]["invite"]
    assert rows["licensing-workshop"]["funding"]["payer"] == "host"  # the state has no travel money
    assert rows["forensics-course"]["on_request"] == ["forensics"]
    assert not rows["annual-conference"]["invite"]
    (load,) = found["load"]
    assert load["section"] == "XA/mfa"
    assert load["dear"] == ["annual-conference"]
    assert 0 < load["invited"] < load["all_offers"] < 0.3


def test_the_plan_is_told_in_words(published):
    answer = run("plan", *published("XA"), "--offers", str(EXAMPLE))
    assert "invite  XA to licensing-workshop" in answer.output
    assert "fund 2600.00" in answer.output
    assert "leave   annual-conference to XA" in answer.output
    assert "of this section's desk time" in answer.output
    assert "cost more cases than they build: annual-conference" in answer.output


def test_what_overlaps_with_another_partner_is_named(published, tmp_path):
    other = json.loads(EXAMPLE.read_text())
    other["partner"]["id"] = "league"
    (tmp_path / "league.json").write_text(json.dumps(other))
    others = ["--others", str(tmp_path / "league.json")]
    answer = run("plan", *published("XA"), "--offers", str(EXAMPLE), *others, "--json")
    pairs = json.loads(answer.output)["overlaps"]
    assert {"offer": "forensics-course", "other": "league/forensics-course", "kind": "duplicate"} in pairs
    assert all("/" not in pair["offer"] and "/" in pair["other"] for pair in pairs)


def test_altered_windows_are_refused(published, tmp_path):
    arguments = published("XA")
    path = tmp_path / "XA.jws"
    head, body, signature = path.read_text().split(".")
    path.write_text(f"{head}.{body[:-4]}AAAA.{signature}")
    answer = run("windows", *arguments)
    assert answer.exit_code == 1
    assert str(path) in answer.output


def test_the_key_of_one_state_opens_no_file_of_another(published, tmp_path):
    published("XA", "XB")
    answer = run("windows", str(tmp_path / "XA.jws"), "--key", f"XB={tmp_path / 'XB.jwk'}")
    assert answer.exit_code == 1
    assert "a key that is none of those given" in answer.output
    answer = run("windows", str(tmp_path / "XA.jws"), "--key", f"XB={tmp_path / 'XA.jwk'}")
    assert answer.exit_code == 1
    assert "signed with the key of XB, and says that it is of XA" in answer.output


def test_another_signed_statement_is_no_windows(published, tmp_path):
    answer = run("windows", *published("XA", v="R1"))
    assert answer.exit_code == 1
    assert "no free windows" in answer.output


@pytest.mark.parametrize(
    ("text", "named"), [("[]", "expected an object"), ("{", "not JSON"), ('{"partner": {"id": "x"}}', "is missing")]
)
def test_a_file_that_is_no_offers_is_refused(published, tmp_path, text, named):
    path = tmp_path / "offers.json"
    path.write_text(text)
    answer = run("plan", *published("XA"), "--offers", str(path))
    assert answer.exit_code == 1
    assert named in answer.output


def test_a_key_without_its_state_is_wrong_usage(published, tmp_path):
    published("XA")
    assert run("windows", str(tmp_path / "XA.jws"), "--key", str(tmp_path / "XA.jwk")).exit_code == 2


def test_the_schema_names_every_field_of_a_statement():
    schema = json.loads(SCHEMA.read_text())
    section = schema["properties"]["sections"]["items"]
    week = section["properties"]["weeks"]["items"]
    found = statement()
    for part, value in ((schema, found), (section, found["sections"][0]), (week, found["sections"][0]["weeks"][0])):
        assert set(part["required"]) <= value.keys() <= set(part["properties"])
