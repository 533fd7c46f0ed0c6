"""`exeat licence verify`: offline, one plain answer, exit 0 only for a good licence."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from click.testing import CliRunner

from exeat.adapters import qr
from exeat.adapters.pdf import render_licence
from exeat.cli import main
from exeat.domain.licences import (
    IssuedLicence,
    LicenceDocument,
    LicenceLine,
    LicenceParty,
    Revocation,
    Status,
    create_key,
    issue,
    sign_revocations,
)

TODAY = datetime.now(UTC).astimezone().date()


def document(exporter="Lagoon Instruments Ltd", valid_from=TODAY) -> LicenceDocument:
    return LicenceDocument(
        number="XA-2026-0141",
        kind="export",
        case_reference="2026-0077",
        authority="Strategic Trade Control Authority",
        country="XA",
        issued=valid_from,
        valid_from=valid_from,
        valid_until=valid_from + timedelta(days=364),
        exporter=LicenceParty("exporter", exporter, "XA"),
        parties=(LicenceParty("end_user", "Institute of Coastal Physics", "AE"),),
        destination="AE",
        lines=(LicenceLine(1, "Thermal camera", "6A003.b.4.b", Decimal(4), "item", Decimal(125001), "EUR"),),
        conditions=("No re-export.",),
        signatory_name="A. Rahman",
        signatory_title="Head of the Authority",
    )


@pytest.fixture
def folder(tmp_path):
    """A post's folder: the key, a list that revokes the licence, and the licence in each form that one may hold."""
    key = create_key(tmp_path / "authority.jwk")
    issued = issue(document(), key)
    (tmp_path / "public.jwk").write_text(json.dumps(key.public))
    (tmp_path / "other.jwk").write_text(json.dumps(create_key(tmp_path / "o.jwk").public))
    (tmp_path / "token.txt").write_text(issued.token)
    (tmp_path / "licence.pdf").write_bytes(render_licence(issued))
    (tmp_path / "licence.png").write_bytes(qr.write_png(issued.token))
    forged = issue(document(exporter="Reef Ltd"), key).record
    (tmp_path / "forged.pdf").write_bytes(render_licence(IssuedLicence(issued.token, forged)))
    later = issue(document(valid_from=TODAY + timedelta(days=3)), key)
    (tmp_path / "later.png").write_bytes(qr.write_png(later.token))
    moment = datetime(2026, 5, 31, 12, tzinfo=UTC)
    revoked = [Revocation("XA-2026-0141", Status.REVOKED, date(2026, 5, 1))]
    (tmp_path / "list.jws").write_text(sign_revocations(revoked, moment, key))
    (tmp_path / "empty.jws").write_text(sign_revocations([], moment, key))
    return tmp_path


def verify(folder, source, *options):
    named = [str(folder / option) if option.endswith((".jwk", ".jws")) else option for option in options]
    source = str(folder / source) if len(source) < 100 and (folder / source).is_file() else source
    return CliRunner().invoke(main, ["licence", "verify", source, *named])


@pytest.mark.parametrize(
    ("source", "options", "answer", "status"),
    [
        ("licence.pdf", ["--key", "public.jwk"], "valid", 0),
        ("licence.png", ["--key", "public.jwk"], "valid", 0),
        ("licence.pdf", ["--key", "public.jwk", "--revocations", "empty.jws"], "valid", 0),
        ("licence.pdf", ["--key", "public.jwk", "--revocations", "list.jws"], "revoked", 1),
        ("licence.pdf", [], "cannot verify", 1),
        ("licence.pdf", ["--key", "other.jwk"], "unknown key", 1),
        ("forged.pdf", ["--key", "public.jwk"], "altered", 1),
        ("later.png", ["--key", "public.jwk"], "not yet valid", 1),
        ("a.b.c", ["--key", "public.jwk"], "altered", 1),
    ],
)
def test_each_answer_and_its_exit_status(folder, source, options, answer, status):
    plain, as_json = verify(folder, source, *options), verify(folder, source, *options, "--json")
    assert (plain.exit_code, as_json.exit_code) == (status, status)
    assert plain.stdout.startswith(f"{answer}: ")
    assert json.loads(as_json.stdout)["answer"] == answer


def test_without_a_key_it_says_where_the_key_is(folder):
    assert "--key; its server hands it out as /api/keys" in verify(folder, "licence.pdf").stderr


def test_a_token_is_taken_as_it_is(folder):
    done = verify(folder, (folder / "token.txt").read_text(), "--key", "public.jwk")
    assert done.stdout.startswith("valid: ")


def test_a_difference_is_named(folder):
    done = verify(folder, "forged.pdf", "--key", "public.jwk", "--json")
    assert "exporter" in [one["field"] for one in json.loads(done.stdout)["differences"]]


def test_a_picture_shows_its_signed_fields_to_compare_by_eye(folder):
    done = verify(folder, "licence.png", "--key", "public.jwk")
    assert "Institute of Coastal Physics" in done.stdout
    assert "compare the fields above with the paper" in done.stdout


def test_the_lists_date_is_told(folder):
    with_list = verify(folder, "licence.png", "--key", "public.jwk", "--revocations", "empty.jws")
    without = verify(folder, "licence.png", "--key", "public.jwk")
    assert "revocation list: 2026-05-31 12:00:00+00:00" in with_list.stdout
    assert "revocation list: none given" in without.stdout


@pytest.mark.parametrize("source", ["nowhere.pdf", "public.jwk"])
def test_what_is_no_licence_is_refused_in_a_sentence_that_names_it(folder, source):
    done = verify(folder, source, "--key", "public.jwk")
    assert done.exit_code == 1
    assert source in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "place", "said"),
    [
        ("--key", "none.jwk", "none.jwk: No such file or directory\n"),
        ("--revocations", "none.jws", "none.jws: No such file or directory\n"),
        ("--key", "", ": is a folder, expected a file\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_refusal_and_no_wrong_usage(folder, option, place, said):
    answer = CliRunner().invoke(main, ["licence", "verify", str(folder / "licence.pdf"), option, str(folder / place)])
    assert (answer.exit_code, answer.stderr) == (1, f"{folder}{'/' if place else ''}{said}")


def test_a_licence_of_a_country_whose_day_has_begun_is_valid_before_ours_has(folder, monkeypatch):
    evening = datetime.combine(TODAY - timedelta(days=1), time(20), tzinfo=UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return evening.astimezone(tz)

    monkeypatch.setattr("exeat.cli.licence.datetime", Clock)
    assert verify(folder, "licence.pdf", "--key", "public.jwk").output.startswith("valid:")
    assert verify(folder, "later.png", "--key", "public.jwk").output.startswith("not yet valid:")
