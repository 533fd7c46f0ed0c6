"""One answer about a token, and the same one from Python and from the browser's script."""

import json
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from exeat.domain.licences import (
    KeyFileError,
    PublicKeys,
    Revocation,
    Status,
    create_key,
    issue,
    key_set,
    load_key,
    read_revocations,
    sign,
    sign_revocations,
    verify,
)

SCRIPT = Path(__file__).parents[3] / "src/exeat/web/static/verify/verify.js"
IN_TIME = date(2026, 6, 1)
ISSUED = datetime(2026, 5, 31, 12, tzinfo=UTC)


def swap(token: str, part: int, place: int = 10) -> str:
    """`token` with one character of one of its parts changed."""
    parts = token.split(".")
    other = "A" if parts[part][place] != "A" else "B"
    parts[part] = parts[part][:place] + other + parts[part][place + 1 :]
    return ".".join(parts)


@pytest.fixture
def table(make_licence, key, other_key):
    """(what it is about, token, key set, revocation list, day, the answer)."""
    keys, none = key_set([key]), {"keys": []}
    token = issue(make_licence(), key).token
    header, _, signature = token.split(".")

    def listed(status, signer=key):
        return sign_revocations([Revocation("XA-2026-0141", status, date(2026, 5, 1))], ISSUED, signer)

    reinstated = sign_revocations([], ISSUED, key)
    return [
        ("within its days", token, keys, None, IN_TIME, "valid"),
        ("its first day", token, keys, None, date(2026, 3, 2), "valid"),
        ("its last day", token, keys, None, date(2027, 3, 1), "valid"),
        ("the day before", token, keys, None, date(2026, 3, 1), "not yet valid"),
        ("the day after", token, keys, None, date(2027, 3, 2), "expired"),
        ("pasted with line ends", f"\n{token}\n", keys, None, IN_TIME, "valid"),
        ("not on the list", token, keys, reinstated, IN_TIME, "valid"),
        ("suspended", token, keys, listed(Status.SUSPENDED), IN_TIME, "suspended"),
        ("revoked", token, keys, listed(Status.REVOKED), IN_TIME, "revoked"),
        ("revoked and expired", token, keys, listed(Status.REVOKED), date(2028, 1, 1), "revoked"),
        ("a forged list", token, keys, listed(Status.REVOKED, other_key), IN_TIME, "cannot verify"),
        ("a list altered", token, keys, swap(reinstated, 1), IN_TIME, "cannot verify"),
        ("a licence for a list", token, keys, token, IN_TIME, "cannot verify"),
        ("no key", token, none, None, IN_TIME, "cannot verify"),
        ("another authority's key", token, key_set([other_key]), None, IN_TIME, "unknown key"),
        ("old and new key", token, key_set([other_key, key]), None, IN_TIME, "valid"),
        ("what it says altered", swap(token, 1), keys, None, IN_TIME, "altered"),
        ("signature altered", swap(token, 2), keys, None, IN_TIME, "altered"),
        ("signature cut", token[:-4], keys, None, IN_TIME, "altered"),
        ("no token at all", "hello", keys, None, IN_TIME, "altered"),
        ("three parts of nothing", "..", keys, None, IN_TIME, "altered"),
        ("no signature", f"{header}.e30.", keys, None, IN_TIME, "altered"),
        ("another algorithm", f"eyJhbGciOiJub25lIn0.e30.{signature}", keys, None, IN_TIME, "altered"),
        ("a list for a licence", reinstated, keys, None, IN_TIME, "altered"),
        ("a later form", sign({"v": "L2"}, key), keys, None, IN_TIME, "cannot verify"),
    ]


def test_python_gives_each_answer_of_the_contract(table):
    found = {
        name: verify(token, PublicKeys.from_json(keys), stopped, today=day).answer.value
        for name, token, keys, stopped, day, _ in table
    }
    assert found == {name: answer for name, *_, answer in table}


def test_the_browser_script_gives_the_same_answers_for_the_same_reasons(table, tmp_path):
    if (node := shutil.which("node")) is None:
        pytest.skip("node is absent: apt install nodejs")
    static = tmp_path / "static"
    shutil.copytree(SCRIPT.parents[1], static)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    rows = [[token, keys, stopped, day.isoformat()] for _, token, keys, stopped, day, _ in table]
    runner = """
        import { webcrypto } from 'node:crypto'; globalThis.crypto ??= webcrypto;
        const { verify } = await import(process.argv[1]);
        let text = ''; for await (const part of process.stdin) text += part;
        const found = [];
        for (const row of JSON.parse(text)) found.push(await verify(...row));
        console.log(JSON.stringify(found));
    """
    command = [node, "--input-type=module", "-e", runner, str(static / "verify/verify.js")]
    done = subprocess.run(command, input=json.dumps(rows), capture_output=True, text=True, check=True)
    by_script = [(found["answer"], found["reason"]) for found in json.loads(done.stdout)]
    by_python = []
    for _, token, keys, stopped, day, _ in table:
        result = verify(token, PublicKeys.from_json(keys), stopped, today=day)
        by_python.append((result.answer.value, result.reason))
    assert by_script == by_python


def test_the_date_of_the_list_is_told_and_none_where_there_was_none(make_licence, key, public):
    token = issue(make_licence(), key).token
    assert verify(token, public, sign_revocations([], ISSUED, key), today=IN_TIME).revocations_issued == ISSUED
    assert verify(token, public, today=IN_TIME).revocations_issued is None


def test_fields_are_shown_only_when_the_signature_holds(make_licence, key, public):
    token = issue(make_licence(), key).token
    assert verify(token, public, today=IN_TIME).fields.end_user == "Institute of Coastal Physics"
    assert verify(swap(token, 1), public, today=IN_TIME).fields is None


def test_a_revocation_list_comes_back_as_it_was_signed(key, public):
    stopped = Revocation("XA-2026-0002", Status.SUSPENDED, date(2026, 5, 1))
    read = read_revocations(sign_revocations([stopped], ISSUED, key), public)
    assert read.licences == (stopped,)
    assert read.find("XA-2026-0001") is None


def test_the_private_key_is_its_owners_alone_and_never_overwritten(tmp_path):
    path = tmp_path / "key.jwk"
    made = create_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_key(path).id == made.id
    with pytest.raises(KeyFileError, match="holds a key already"):
        create_key(path)
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="others may read"):
        load_key(path)


def test_the_published_key_holds_no_private_half(key):
    assert "d" not in key.public
    assert key.public["kid"] == key.id


@pytest.mark.parametrize("plain", [{}, {"kty": "OKP", "crv": "Ed25519", "x": "AA"}, {"kty": "RSA"}, ["x"], 3])
def test_what_is_no_ed25519_key_is_refused_by_file(plain, tmp_path):
    path = tmp_path / "public.jwk"
    path.write_text(json.dumps(plain))
    with pytest.raises(KeyFileError, match=r"public\.jwk"):
        PublicKeys.load(path)
