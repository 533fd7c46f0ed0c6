"""`exeat login` and `exeat case` against a running server: what they print, where they refuse, with which status."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from exeat.cli import main

pytestmark = pytest.mark.slow
PDF = b"%PDF-1.7\nan invented document\n"
PAPERS = [("end_user_certificate", "euc.pdf"), ("technical_specification", "camera.pdf")]
COMPANY = {"name": "Quayside Optics", "country": "XA", "registration": "R-1"}
Exeat = Callable[..., Result]


@pytest.fixture
def exeat(
    transactional_db: None, clearing_ledger: None, live_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Exeat:
    """Calls the program with a home of its own; the server is the running one."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("EXEAT_SERVER", live_server.url)
    monkeypatch.delenv("EXEAT_TOKEN", raising=False)

    def call(*arguments: Any, typed: str = "") -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)

    return call


@pytest.fixture
def sign_in(exeat: Exeat, story: Any) -> Callable[[Any], Result]:
    """Signs a user in with their password."""

    def as_user(user: Any, password: str = "a long demo password") -> Result:
        return exeat("login", "--email", user.email, "--password-stdin", typed=f"{password}\n")

    return as_user


@pytest.fixture
def application(story: Any, tmp_path: Path) -> Callable[..., Path]:
    """Writes an application, with its documents in a folder beside it."""

    def write(**changes: Any) -> Path:
        folder = tmp_path / "out"
        (folder / "papers").mkdir(parents=True, exist_ok=True)
        for _, name in PAPERS:
            (folder / "papers" / name).write_bytes(PDF)
        documents = [{"kind": kind, "file": f"papers/{name}"} for kind, name in PAPERS]
        content = {**story.application, "exporter": COMPANY, "documents": documents, **changes}
        path = folder / "application.json"
        path.write_text(json.dumps(content))
        return path

    return write


def refused(result: Result) -> str:
    """The one sentence on standard error of a call that ended with status 1."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


def credentials(tmp_path: Path) -> Path:
    return tmp_path / "config" / "exeat" / "credentials.json"


def test_login_keeps_a_token_for_its_owner_alone(sign_in: Any, story: Any, live_server: Any, tmp_path: Path) -> None:
    signed_in = sign_in(story.people.exporter)

    assert signed_in.exit_code == 0
    assert signed_in.output.startswith(f"Signed in to {live_server.url} as exporter@example.org until ")
    kept = credentials(tmp_path)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text())["token"].startswith("exeat_")


def test_a_wrong_password_is_refused_and_keeps_nothing(sign_in: Any, story: Any, tmp_path: Path) -> None:
    assert "the password" in refused(sign_in(story.people.exporter, "another password"))
    assert not credentials(tmp_path).exists()


def test_a_case_goes_from_a_file_to_a_page_of_text(exeat: Exeat, sign_in: Any, story: Any, application: Any) -> None:
    sign_in(story.people.exporter)

    submitted = exeat("case", "submit", application())
    assert submitted.exit_code == 0, submitted.stderr
    reference = submitted.output.strip()

    shown = json.loads(exeat("case", "show", reference, "--json").output)
    assert (shown["reference"], shown["state"]) == (reference, "submitted")
    assert [(one["kind"], one["file"]) for one in shown["documents"]] == PAPERS
    assert {"days_used", "limit", "due", "paused_by"} <= shown["clock"].keys()

    read = exeat("case", "show", reference).output
    assert read.startswith(f"{reference} (Q-17): submitted\n")
    assert "end user: Calm Shores Fire Service, AE" in read
    assert reference in exeat("case", "list", "--state", "submitted").output
    assert exeat("case", "list", "--state", "granted").output == ""


def test_an_officer_sees_candidates_and_matches_and_the_applicant_does_not(
    exeat: Exeat, sign_in: Any, story: Any
) -> None:
    case = story.under_review(parties=[{**story.application["parties"][0], "name": "Brindlemoor Trading Works"}])

    def shown(user: Any) -> Any:
        sign_in(user)
        return json.loads(exeat("case", "show", case.reference, "--json").output)

    theirs, ours = shown(story.people.exporter), shown(story.people.officer)
    assert not theirs["items"][0].get("candidates")
    assert ours["items"][0]["candidates"][0]["entry"].startswith("3X001")
    assert not any(party.get("matches") for party in theirs["parties"])
    found = [match["matched_name"] for party in ours["parties"] for match in party["matches"]]
    assert found == ["Brindlemoor Trading Works"]
    assert theirs["referrals"] == []
    assert ours["referrals"] == []


def test_an_incomplete_application_stays_a_draft_that_is_named(
    exeat: Exeat, sign_in: Any, story: Any, application: Any
) -> None:
    from exeat.web.cases.models import Case

    sign_in(story.people.exporter)
    said = refused(exeat("case", "submit", application(documents=[])))

    draft = Case.objects.get()
    assert draft.state == "draft"
    assert said.startswith(f"{draft.reference} stays a draft: ")
    assert "nd-use" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"kind": "export",\n oops}', "line 2: not JSON"),
        ("[]", "expected a JSON object"),
        ("\ufeff[]", "expected a JSON object"),  # as Windows saves it
        ("[" * 100_000, "JSON beyond all measure"),
        ('{"kind": "export", "items": [{"quantity": 4}]}', "items[0]"),
    ],
)
def test_a_faulty_file_is_named_with_the_place_and_sends_nothing(
    exeat: Exeat, sign_in: Any, story: Any, tmp_path: Path, text: str, said: str
) -> None:
    from exeat.web.cases.models import Case

    sign_in(story.people.exporter)
    path = tmp_path / "faulty.json"
    path.write_text(text)

    sentence = refused(exeat("case", "submit", path))

    assert sentence.startswith(str(path))
    assert said in sentence
    assert not Case.objects.exists()


def test_an_absent_document_is_named_before_anything_is_sent(
    exeat: Exeat, sign_in: Any, story: Any, application: Any
) -> None:
    from exeat.web.cases.models import Case

    sign_in(story.people.exporter)
    path = application(documents=[{"kind": "contract", "file": "papers/none.pdf"}])

    assert refused(exeat("case", "submit", path)) == f"{path}: there is no file {path.parent / 'papers' / 'none.pdf'}"
    assert not Case.objects.exists()


def test_an_exported_case_is_filed_once_and_is_no_case_of_ours(
    exeat: Exeat, sign_in: Any, story: Any, tmp_path: Path
) -> None:
    from exeat.web.cases.models import Case
    from exeat.web.registers.models import ForeignRecord

    reference, path = story.submitted().reference, tmp_path / "case.json"
    sign_in(story.people.officer)
    assert exeat("case", "export", reference, "--output", path).exit_code == 0
    assert json.loads(path.read_text())["case"]["reference"] == reference

    filed = exeat("case", "import", path)

    assert filed.output == f"XA {reference} is filed as foreign record {ForeignRecord.objects.get().pk}.\n"
    assert Case.objects.count() == 1
    assert "this record was filed on" in refused(exeat("case", "import", path))
    assert ForeignRecord.objects.count() == 1


def test_a_signed_bundle_is_filed_once_its_authoritys_key_proves_it(
    exeat: Exeat, sign_in: Any, story: Any, tmp_path: Path
) -> None:
    from exeat.web.audit.keys import public_key_set
    from exeat.web.registers.models import ForeignRecord

    reference, path, key = story.submitted().reference, tmp_path / "case.zip", tmp_path / "public.jwk"
    key.write_text(json.dumps(public_key_set()))
    sign_in(story.people.officer)
    assert exeat("case", "export", reference, "--output", path).exit_code == 0
    assert refused(exeat("case", "import", path)).endswith("name the other authority's public key with --key")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert refused(exeat("case", "import", path, "--key", key)) == f"{path}: is not a sound ZIP file"
    path.write_bytes(whole)
    assert exeat("case", "import", path, "--key", key).exit_code == 0
    assert ForeignRecord.objects.get().reference == reference


def test_what_may_not_be_seen_is_not_there(exeat: Exeat, sign_in: Any, story: Any, tmp_path: Path) -> None:
    reference = story.submitted().reference
    sign_in(story.people.outsider)
    said = "there is nothing here, or nothing that you may see"
    assert refused(exeat("case", "show", reference)) == said
    assert refused(exeat("case", "export", reference, "--output", tmp_path / "case.json")) == said
    assert not (tmp_path / "case.json").exists()


def test_without_a_token_or_with_a_dead_one_login_is_named(exeat: Exeat, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "run `exeat login`" in refused(exeat("case", "list"))
    monkeypatch.setenv("EXEAT_TOKEN", "exeat_of_last_year")
    assert "the token is not valid, or has expired" in refused(exeat("case", "list"))


def test_a_server_that_does_not_answer_is_named(exeat: Exeat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXEAT_TOKEN", "exeat_any")
    monkeypatch.setenv("EXEAT_SERVER", "http://127.0.0.1:9")
    assert refused(exeat("case", "show", "C-1")).startswith("no answer from http://127.0.0.1:9")


@pytest.mark.parametrize("arguments", [["submit"], ["show"], ["export", "C-1"], ["list", "--page", "0"], ["approve"]])
def test_a_wrong_call_ends_with_2(exeat: Exeat, arguments: list[str]) -> None:
    assert exeat("case", *arguments).exit_code == 2


def test_offers_come_in_from_files(exeat: Exeat, sign_in: Callable[..., Result], story: Any, tmp_path: Path) -> None:
    sign_in(story.people.officer)
    message = tmp_path / "message.txt"
    message.write_text("SUBJECT: WORKSHOP\n1. A workshop is held in Larkmoor from 4 to 6 May 2099 for two officials.")
    table = tmp_path / "talks.csv"
    table.write_text(
        "title,host,kind,lead_agency,start,end,where,seats,payer\n"
        "Talks,Brindle,meeting,mfa,2099-05-11,2099-05-11,online,1 policy,host\n"
    )
    tried = exeat("offers", "import", table, message, "--dry-run")
    assert "2 would be brought in; nothing was changed" in tried.output
    brought = exeat("offers", "import", table, message, "--json")
    assert [one["outcome"] for one in json.loads(brought.output)] == ["is entered", "is to be confirmed"]
    table.write_text(table.read_text().replace("1 policy", "policy").replace("Talks", "Other talks"))
    refused = exeat("offers", "import", message, table)
    assert refused.exit_code == 1
    assert "row 2, column seats" in refused.stderr and "loaded before it: message.txt" in refused.stderr


def test_the_memo_of_a_plan_is_fetched(
    exeat: Exeat, sign_in: Callable[..., Result], story: Any, tmp_path: Path
) -> None:
    from datetime import date

    from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
    from exeat.web.cooperation.services.planning import ask_for_plan, make_plan

    now, officer = story.later(), story.people.officer
    sessions, seats = [SessionGiven(date(2026, 9, 8), date(2026, 9, 10))], [SeatGiven("licensing")]
    given = OfferGiven("Course", "Larkmoor", "training", "mfa", sessions, seats, [], [FundingGiven("host")])
    enter(given=given, by=officer, now=now)
    run = make_plan(run=ask_for_plan(last=date(2026, 10, 31), by=officer, now=now), now=now)
    sign_in(officer)
    assert exeat("brief", run.pk, "--output", tmp_path / "memo.md").exit_code == 0
    assert "# Invitations from" in (tmp_path / "memo.md").read_text()
    assert exeat("brief", run.pk, "--output", tmp_path / "memo.txt").exit_code == 2
    refused = exeat("brief", run.pk + 1, "--output", tmp_path / "other.pdf")
    assert refused.exit_code == 1 and not (tmp_path / "other.pdf").exists()
