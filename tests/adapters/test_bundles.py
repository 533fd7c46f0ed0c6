"""Signed bundles: read back whole, and refused when anything in them was touched."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.adapters.bundles import BundleError, read_bundle, write_bundle
from exeat.domain.licences import AuthorityKey, PublicKeys, create_key, key_set

ABOUT = {"kind": "case", "reference": "C-1"}
FILES = {"case.json": b'{"reference": "C-1"}', "documents/7-euc.pdf": b"%PDF-1.7 invented"}


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> AuthorityKey:
    return create_key(tmp_path_factory.mktemp("keys") / "authority.jwk")


def public(key: AuthorityKey) -> PublicKeys:
    return PublicKeys.from_json(key_set([key]))


def changed(content: bytes, name: str, by: bytes | None) -> bytes:
    """The same ZIP file with one file replaced, added, or left out (None)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {member: archive.read(member) for member in archive.namelist()}
    files[name] = by or b""
    if by is None:
        del files[name]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for member, held in files.items():
            archive.writestr(member, held)
    return written.getvalue()


def test_what_was_written_is_read_back_and_proven(key: AuthorityKey) -> None:
    bundle = read_bundle(write_bundle(ABOUT, FILES, "Read me.", key), public(key))
    assert (bundle.about, bundle.files, bundle.signed) == (ABOUT, FILES, True)


def test_the_same_content_gives_the_same_bytes(key: AuthorityKey) -> None:
    assert write_bundle(ABOUT, FILES, "Read me.", key) == write_bundle(dict(ABOUT), dict(FILES), "Read me.", key)


def test_anybody_opens_it_without_exeat(key: AuthorityKey) -> None:
    with zipfile.ZipFile(io.BytesIO(write_bundle(ABOUT, FILES, "Read me.", key))) as archive:
        assert archive.testzip() is None
        assert archive.read("README.txt") == b"Read me."
        assert archive.read("case.json") == FILES["case.json"]


@pytest.mark.parametrize(
    ("name", "by", "said"),
    [
        ("case.json", b"{}", "case.json was altered"),
        ("case.json", None, "case.json is absent"),
        ("extra.txt", b"more", "extra.txt is not in manifest.json"),
        ("manifest.json", b"{}", "manifest.json is absent or damaged"),
        ("manifest.json", None, "manifest.json is absent or damaged"),
        ("manifest.jws", b"a.b.c", "manifest.jws is absent or altered"),
        ("manifest.jws", None, "manifest.jws is absent or altered"),
    ],
)
def test_what_was_touched_is_named(key: AuthorityKey, name: str, by: bytes | None, said: str) -> None:
    content = changed(write_bundle(ABOUT, FILES, "Read me.", key), name, by)
    with pytest.raises(BundleError) as refusal:
        read_bundle(content, public(key))
    assert said in str(refusal.value)


def test_a_manifest_made_to_fit_altered_files_is_not_what_was_signed(key: AuthorityKey, tmp_path: Path) -> None:
    other = create_key(tmp_path / "other.jwk")
    forged = write_bundle(ABOUT, {**FILES, "case.json": b"{}"}, "Read me.", other)
    with zipfile.ZipFile(io.BytesIO(write_bundle(ABOUT, FILES, "Read me.", key))) as archive:
        signed = archive.read("manifest.jws")
    with pytest.raises(BundleError, match="not what the authority signed"):
        read_bundle(changed(forged, "manifest.jws", signed), public(key))


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(BundleError):
        read_bundle(content)


def test_another_authoritys_key_proves_nothing(key: AuthorityKey, tmp_path: Path) -> None:
    other = create_key(tmp_path / "other.jwk")
    with pytest.raises(BundleError, match="not among those given"):
        read_bundle(write_bundle(ABOUT, FILES, "Read me.", key), public(other))
